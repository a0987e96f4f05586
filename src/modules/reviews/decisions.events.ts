import type { CourseRow } from '../courses/index.js'
import type { EventInput, EventType } from '../events/index.js'
import type { DecisionFields } from './decisions.schemas.js'
import type { RequestRow } from './requests.repository.js'

interface Concerned {
  request: RequestRow
  course: Pick<CourseRow, 'title'>
  projectTitle: string
  actorId: string
}

const types = {
  accept: 'submission_accepted',
  request_changes: 'submission_changes_requested',
  reject: 'submission_rejected'
} as const satisfies Record<DecisionFields['decision'], EventType>

/** For the learner. */
export function decided(
  decision: DecisionFields['decision'],
  { attempt, ...concerned }: Concerned & { attempt: number }
): EventInput {
  const { request, actorId } = concerned
  const data = { ...reviewOf(concerned), attempt, round: request.round }
  return { type: types[decision], data, ...told([request.userId], request), actorId }
}

/** For the learner of work that is looked at once more. */
export function reviewedAgain(concerned: Concerned): EventInput {
  const { request, actorId } = concerned
  const data = reviewOf(concerned)
  return { type: 'submission_second_review', data, ...told([request.userId], request), actorId }
}

/** For who may take it. */
export function secondReviewWanted({ userIds, ...concerned }: Concerned & { userIds: readonly string[] }): EventInput {
  const { request, actorId } = concerned
  return { type: 'second_review_wanted', data: reviewOf(concerned), ...told(userIds, request), actorId }
}

function told(userIds: readonly string[], { courseId }: RequestRow) {
  return { audience: { userIds }, courseId }
}

function reviewOf({ request, course, projectTitle }: Concerned) {
  const { id: reviewId, submissionId, projectId, courseId, userId: learnerId } = request
  return { courseId, courseTitle: course.title, projectId, projectTitle, submissionId, reviewId, learnerId }
}
