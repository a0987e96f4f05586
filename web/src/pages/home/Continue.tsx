import type { Schema } from '../../api/client.js'
import { t as tc } from '../../courses/messages.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'

type Continued = Schema<'ContinuedCourse'>

interface ContinueProps {
  query: { data: Schema<'Continuations'> | undefined; error: unknown; refetch: () => unknown }
}

/** One clear next step; the other courses below it. */
export function Continue({ query }: ContinueProps) {
  return (
    <section class="stack">
      <h2>{t('continue')}</h2>
      <Loaded query={query} skeleton={<Skeleton lines={5} />}>
        {({ data }) => {
          const first = data.find(({ lesson, nextProject }) => lesson || nextProject) ?? data[0]
          if (!first) return <NothingYet />
          const others = data.filter((each) => each !== first)
          return (
            <>
              <FirstStep continued={first} />
              {others.length > 0 && <Others courses={others} />}
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

function NothingYet() {
  return (
    <EmptyState
      title={t('continue.none')}
      action={
        <LinkButton look="primary" href="/app/courses">
          {t('continue.noneAction')}
        </LinkButton>
      }
    >
      {t('continue.noneText')}
    </EmptyState>
  )
}

function FirstStep({ continued }: { continued: Continued }) {
  const { course, completed, required, percent, lesson, nextProject } = continued
  const step = lesson
    ? {
        href: `/app/courses/${course.slug}/lessons/${lesson.id}`,
        text: t(completed > 0 ? 'continue.lesson' : 'continue.start', { lesson: lesson.title })
      }
    : nextProject && {
        href: `/app/projects/${nextProject.id}`,
        text: t('continue.project', { project: nextProject.title })
      }
  return (
    <div class="home-next stack">
      <h3>
        <a href={`/app/courses/${course.slug}`}>{course.title}</a>
      </h3>
      {percent !== null && (
        <div class="stack-tight">
          <ProgressBar percent={percent} label={tc('progress', { title: course.title })} />
          <p class="muted small">
            {t('continue.count', { completed, required })}
            {lesson && lesson.minutes !== null && ` · ${t('minutes', { count: lesson.minutes })}`}
          </p>
        </div>
      )}
      {step ? (
        <div>
          <LinkButton look="primary" href={step.href}>
            {step.text}
          </LinkButton>
        </div>
      ) : (
        <p class="muted">{t('continue.nothing')}</p>
      )}
    </div>
  )
}

function Others({ courses }: { courses: readonly Continued[] }) {
  return (
    <>
      <h3>{t('continue.others')}</h3>
      <ul class="rows">
        {courses.map(({ course, percent, lesson, nextProject }) => {
          const next = lesson?.title ?? nextProject?.title
          return (
            <li key={course.id} class="home-other">
              <div>
                <a href={`/app/courses/${course.slug}`}>{course.title}</a>
                <p class="muted small">
                  {next === undefined ? t('continue.nothing') : t('continue.next', { title: next })}
                </p>
              </div>
              {percent !== null && <ProgressBar percent={percent} label={tc('progress', { title: course.title })} />}
            </li>
          )
        })}
      </ul>
    </>
  )
}
