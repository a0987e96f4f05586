import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { Tabs } from '../../ui/Tabs.js'
import { setTitle } from '../../ui/title.js'
import './course-head.css'
import { type Course, useCourse } from './course.js'
import { tabsFor } from './course-tabs.js'
import { t } from './messages.js'
import { StatusBadge } from './StatusBadge.js'

interface CoursePageProps {
  courseId: string
  /** What this part of the course is called: the page's h1. */
  title: string
  lead?: ComponentChildren
  /** Beside the title. */
  actions?: ComponentChildren
  /** Where one comes from, on a page below one of the tabs. */
  back?: { href: string; label: string }
  width?: 'text' | 'wide'
  children: (course: Course) => ComponentChildren
}

/** A page of a course that is managed: which course it is, the ways to its other parts, then the part itself. */
export function CoursePage({ courseId, title, children, ...page }: CoursePageProps) {
  const course = useCourse(courseId)
  const name = course.data?.title
  useEffect(() => setTitle(name ? `${title} · ${name}` : title), [title, name])
  return (
    <div class="stack">
      <CourseHead course={course.data} />
      <Page title={title} {...page}>
        <Loaded query={course}>{children}</Loaded>
      </Page>
    </div>
  )
}

export function CourseHead({ course }: { course: Course | undefined }) {
  const { data: me } = useMe()
  return (
    <div class="course-head">
      <a class="page-back" href="/app/teach">
        <span aria-hidden="true">←</span> {t('head.back')}
      </a>
      {course ? (
        <>
          <p class="course-head-title">
            {course.title} <StatusBadge status={course.status} />
          </p>
          <Tabs
            label={t('head.tabs')}
            tabs={tabsFor(me, course).map(({ href, label }) => ({ href, label: t(label) }))}
          />
        </>
      ) : (
        <Skeleton lines={2} />
      )}
    </div>
  )
}
