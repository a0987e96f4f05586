import { useQuery } from '@tanstack/preact-query'
import { useEffect, useRef } from 'preact/hooks'
import type { Schema } from '../../api/client.js'
import {
  continueQuery,
  courseQuery,
  isTaking,
  myCohortsQuery,
  type Outline,
  outlineQuery,
  projectsQuery
} from '../../courses/queries.js'
import { nextLesson } from '../../courses/tree.js'
import type { PageParams } from '../../lazy-page.js'
import { type Me, may, useMe } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Markdown } from '../../ui/Markdown.js'
import { Page } from '../../ui/Page.js'
import { CohortPart } from './CohortPart.js'
import { CourseFacts } from './CourseFacts.js'
import { CourseSkeleton } from './CourseSkeleton.js'
import './course.css'
import { Entry } from './Entry.js'
import { GoOn } from './GoOn.js'
import { LeaveCourse } from './LeaveCourse.js'
import { t } from './messages.js'
import { OutlineTree } from './OutlineTree.js'

export default function CoursePage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const course = useQuery(courseQuery(id))
  const outline = useQuery(outlineQuery(id))
  const { data: me } = useMe()
  const goingOn = useQuery({ ...continueQuery, enabled: Boolean(me) })
  const cohorts = useQuery({ ...myCohortsQuery, enabled: Boolean(me) })
  // All at once: what comes later would move what is there.
  if (me === undefined || goingOn.isLoading || cohorts.isLoading) return <CourseSkeleton />
  return (
    <Loaded query={course} skeleton={<CourseSkeleton />}>
      {(course) => (
        <Loaded query={outline} skeleton={<CourseSkeleton />}>
          {(outline) => <CourseView address={id} continued={goingOn.data?.data ?? []} {...{ course, outline }} />}
        </Loaded>
      )}
    </Loaded>
  )
}

interface CourseViewProps {
  /** The id or the slug by which one came. */
  address: string
  course: Schema<'Course'>
  outline: Outline
  continued: readonly Schema<'ContinuedCourse'>[]
}

function CourseView({ address, course, outline, continued }: CourseViewProps) {
  const { data: me } = useMe()
  const isLearner = isTaking(outline.enrolmentStatus)
  const isManager = manages(me, course, outline)
  const projects = useQuery({ ...projectsQuery(address), enabled: isLearner || isManager })
  const next = continued.find((each) => each.course.id === course.id)
  const nextId = next?.lesson?.id ?? nextLesson(outline)?.id
  const steps = useFocusWhenChanged(outline.enrolmentStatus)
  const about = course.description.trim() !== '' && (
    <section aria-label={t('course.about')}>
      <Markdown text={course.description} />
    </section>
  )
  return (
    <Page
      title={course.title}
      back={{ href: '/app/courses', label: t('course.back') }}
      actions={isManager && <LinkButton href={`/app/teach/courses/${course.id}`}>{t('course.manage')}</LinkButton>}
    >
      {course.status !== 'published' && <p class="course-notice">{t(`course.${course.status}`)}</p>}
      <div class="course-columns">
        <div class="course-main stack-wide">
          <div ref={steps}>
            {isLearner ? (
              <GoOn {...{ address, course, outline, next, projects: projects.data?.data }} />
            ) : (
              <Entry course={course} outline={outline} />
            )}
          </div>
          {!isLearner && about}
          <section class="stack">
            <h2>{t('course.outline')}</h2>
            {outline.modules.length === 0 ? (
              <EmptyState title={t('course.outlineEmpty')} />
            ) : (
              <OutlineTree
                outline={outline}
                course={address}
                projects={projects.data?.data ?? []}
                nextId={isLearner ? nextId : undefined}
              />
            )}
          </section>
          {isLearner && about}
        </div>
        <div class="course-side stack-wide">
          <CourseFacts course={course} outline={outline} />
          {isLearner && <CohortPart courseId={course.id} />}
          {me && isLearner && outline.enrolmentStatus === 'active' && <LeaveCourse course={course} me={me} />}
        </div>
      </div>
    </Page>
  )
}

/** One has got in, or left: the button that was pressed is gone, and what stands in its place has the focus. */
function useFocusWhenChanged(status: Outline['enrolmentStatus']) {
  const place = useRef<HTMLDivElement>(null)
  const former = useRef(status)
  useEffect(() => {
    if (former.current === status) return
    former.current = status
    const focused = document.activeElement
    if (!focused || focused === document.body) place.current?.querySelector<HTMLElement>('a, button')?.focus()
  }, [status])
  return place
}

/** The API decides again; where it shows the state of a part it has decided already. */
function manages(me: Me | null | undefined, course: Schema<'Course'>, { modules }: Outline): boolean {
  if (!me) return false
  if (modules.some(({ status }) => status !== undefined)) return true
  return modules.length === 0 && (may(me, 'course.update') || course.mentorId === me.user.id)
}
