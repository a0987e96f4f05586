import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { Tabs } from '../../ui/Tabs.js'
import { setTitle } from '../../ui/title.js'
import './course-head.css'
import { type Course, useCourse } from './course.js'
import { t } from './messages.js'
import { StatusBadge } from './StatusBadge.js'

const tabs = [
  ['', 'tab.outline'],
  ['/settings', 'tab.settings'],
  ['/projects', 'tab.projects'],
  ['/questions', 'tab.questions'],
  ['/people', 'tab.people'],
  ['/cohorts', 'tab.cohorts'],
  ['/gradebook', 'tab.gradebook'],
  ['/statistics', 'tab.statistics']
] as const

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
      <CourseHead courseId={courseId} course={course.data} />
      <Page title={title} {...page}>
        <Loaded query={course}>{children}</Loaded>
      </Page>
    </div>
  )
}

export function CourseHead({ courseId, course }: { courseId: string; course: Course | undefined }) {
  const base = `/app/teach/courses/${courseId}`
  return (
    <div class="course-head">
      <a class="page-back" href="/app/teach">
        <span aria-hidden="true">←</span> {t('head.back')}
      </a>
      {course ? (
        <p class="course-head-title">
          {course.title} <StatusBadge status={course.status} />
        </p>
      ) : (
        <Skeleton lines={1} />
      )}
      <Tabs label={t('head.tabs')} tabs={tabs.map(([path, label]) => ({ href: base + path, label: t(label) }))} />
    </div>
  )
}
