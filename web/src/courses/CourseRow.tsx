import '../ui/states.css'
import type { Schema } from '../api/client.js'
import './courses.css'
import '../ui/bits.css'
import { EnrolmentBadge } from './EnrolmentBadge.js'
import { t } from './messages.js'
import type { EnrolmentStatus } from './queries.js'

type Course = Pick<
  Schema<'CourseSummary'>,
  'id' | 'slug' | 'title' | 'level' | 'durationWeeks' | 'category' | 'enrolmentMode'
>

interface CourseRowProps {
  course: Course
  status?: EnrolmentStatus | undefined
  /** Whose it is, where that tells courses apart. */
  organization?: string | undefined
}

/** A course in a list. */
export function CourseRow({ course, status, organization }: CourseRowProps) {
  const { slug, title, level, durationWeeks, category, enrolmentMode } = course
  const facts = [
    category,
    level && t(`level.${level}`),
    durationWeeks !== null && t('weeks', { count: durationWeeks }),
    enrolmentMode !== 'open' && t(`mode.${enrolmentMode}`),
    organization
  ].filter((fact) => typeof fact === 'string')
  return (
    <li class="course-row">
      <a class="course-row-title" href={`/app/courses/${slug}`}>
        {title}
      </a>
      <p class="course-row-facts muted small">{facts.join(' · ')}</p>
      {status && <EnrolmentBadge status={status} />}
    </li>
  )
}

/** The places of courses that are under way: as high as they will be. */
export function CourseRowsSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <ul class="rows skeleton course-rows-empty" aria-hidden="true">
      {Array.from({ length: rows }, (_, i) => (
        <li key={i} class="course-row course-row-empty">
          <span class="skeleton-line" />
          <span class="skeleton-line" />
        </li>
      ))}
    </ul>
  )
}
