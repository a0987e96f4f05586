import type { EventInput } from '../events/index.js'
import type { QueueRow } from './queue.rows.repository.js'

type Concerned = Pick<QueueRow, 'id' | 'submissionId' | 'project' | 'course' | 'learner'>

/** For the learner. */
export function claimed(row: Concerned, actorId: string): EventInput {
  return { type: 'review_claimed', data: reviewOf(row), ...told([row.learner.id], row), actorId }
}

/** For who is to review it now. */
export function assigned(row: Concerned, { reviewerId, actorId }: { reviewerId: string; actorId: string }): EventInput {
  return { type: 'review_assigned', data: { ...namedOf(row), reviewerId }, ...told([reviewerId], row), actorId }
}

/** For who had claimed it. */
export function takenBack(
  row: Concerned,
  { reviewerId, actorId, reason }: { reviewerId: string; actorId: string; reason: string }
): EventInput {
  const data = { ...namedOf(row), reviewerId, reason }
  return { type: 'review_released', data, ...told([reviewerId], row), actorId }
}

/** For who is to hurry. */
export function dueSoon(
  row: Concerned & Pick<QueueRow, 'dueAt'>,
  { userIds, now }: { userIds: readonly string[]; now: Date }
): EventInput {
  const data = { ...namedOf(row), dueAt: row.dueAt.toISOString(), isLate: row.dueAt <= now }
  return { type: 'review_due_soon', data, ...told(userIds, row), actorId: null }
}

function told(userIds: readonly string[], { course }: Concerned) {
  return { audience: { userIds }, courseId: course.id }
}

function reviewOf({ id: reviewId, submissionId, project, course, learner }: Concerned) {
  const where = { courseId: course.id, courseTitle: course.title, projectId: project.id, projectTitle: project.title }
  return { ...where, submissionId, reviewId, learnerId: learner.id }
}

function namedOf(row: Concerned) {
  return { ...reviewOf(row), learnerName: row.learner.fullName ?? row.learner.username }
}
