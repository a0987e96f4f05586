import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { Problem } from '../../api/problem.js'
import { lockOf, lockText } from '../../courses/lock-text.js'
import type { Outline } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { LinkButton } from '../../ui/Button.js'
import { ErrorState } from '../../ui/Loaded.js'
import { t as tu } from '../../ui/messages.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

interface ClosedLessonProps {
  course: string
  lessonId: string
  error: unknown
  outline: Outline | undefined
  onRetry: () => unknown
}

/** Why a lesson cannot be read, and what to do about it. */
export function ClosedLesson({ course, lessonId, error, outline, onRetry }: ClosedLessonProps) {
  const { url } = useLocation()
  const lessons = outline ? lessonsOf(outline) : []
  const title = lessons.find(({ id }) => id === lessonId)?.title
  const frame = { course, ...(title !== undefined && { title }) }
  if (!(error instanceof Problem)) return <ErrorState error={error} onRetry={() => void onRetry()} />
  if (error.code === 'LESSON_LOCKED') {
    const lock = lockOf(error.fields)
    const first = lock.lessonId
    return (
      <Frame {...frame} heading={t('player.locked')}>
        <p>{lockText(lock, (id) => lessons.find((lesson) => lesson.id === id)?.title)}</p>
        {first && (
          <LinkButton look="primary" href={`/app/courses/${course}/lessons/${first}`}>
            {t('player.lockedFirst')}
          </LinkButton>
        )}
        {!first && (
          <LinkButton look="primary" href={`/app/courses/${course}`}>
            {t(lock.reason === 'no_cohort' ? 'player.cohorts' : 'player.toCourse')}
          </LinkButton>
        )}
      </Frame>
    )
  }
  if (error.code === 'NOT_ENROLLED') {
    return (
      <Frame {...frame} heading={t('player.notEnrolled')}>
        <p>{t('player.notEnrolledText')}</p>
        <LinkButton look="primary" href={`/app/courses/${course}`}>
          {t('player.enrol')}
        </LinkButton>
      </Frame>
    )
  }
  if (error.status === 401) {
    return (
      <Frame {...frame} heading={t('player.signIn')}>
        <p>{t('player.signInText')}</p>
        <LinkButton look="primary" href={`/app/login?next=${encodeURIComponent(url)}`}>
          {tu('shell.signIn')}
        </LinkButton>
      </Frame>
    )
  }
  return <ErrorState error={error} onRetry={() => void onRetry()} />
}

interface FrameProps {
  course: string
  title?: string
  heading: string
  children: ComponentChildren
}

function Frame({ course, title, heading, children }: FrameProps) {
  return (
    <Page title={title ?? heading} back={{ href: `/app/courses/${course}`, label: t('player.back') }}>
      <div class="state">
        {title !== undefined && <h2 class="state-title">{heading}</h2>}
        {children}
      </div>
    </Page>
  )
}
