import type { NotificationContent } from '../notifications/index.js'
import type { CourseRow } from './courses.repository.js'

interface Notice {
  actorId: string
  title: string
  message: string
}

/** For those who take the course. */
export function courseNotice(course: CourseRow, notice: Notice): NotificationContent {
  return contentOf('course_update', course, notice)
}

/** For its mentor, and for who was enrolled by somebody else. */
export function enrolmentNotice(course: CourseRow, notice: Notice): NotificationContent {
  return contentOf('enrolment', course, notice)
}

function contentOf(type: string, { id }: CourseRow, { actorId, title, message }: Notice): NotificationContent {
  return { type, title, message, link: `/app/courses/${id}`, createdBy: actorId }
}
