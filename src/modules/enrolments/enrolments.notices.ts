import type { CourseRow } from '../courses/index.js'
import type { NotificationContent } from '../notifications/index.js'

/** For the mentor of the course, and for who was enrolled by somebody else. */
export function enrolmentNotice(
  { id }: CourseRow,
  { actorId, title, message }: { actorId: string | null; title: string; message: string }
): NotificationContent {
  return { type: 'enrolment', title, message, link: `/app/courses/${id}`, createdBy: actorId }
}
