import type { NotificationContent } from '../notifications/index.js'
import type { CourseRow } from './courses.repository.js'

/** For those who take the course. */
export function courseNotice(
  { id }: CourseRow,
  { actorId, title, message }: { actorId: string; title: string; message: string }
): NotificationContent {
  return { type: 'course_update', title, message, link: `/app/courses/${id}`, createdBy: actorId }
}
