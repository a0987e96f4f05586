import type { NotificationContent } from '../notifications/index.js'
import type { DecisionFields } from './decisions.schemas.js'

interface Concerned {
  submissionId: string
  projectTitle: string
  actorId: string
}

const texts: Record<DecisionFields['decision'], { type: string; title: string; message: (project: string) => string }> =
  {
    accept: {
      type: 'submission_accepted',
      title: 'Your work is accepted',
      message: (project) => `Your work on ${project} was accepted.`
    },
    request_changes: {
      type: 'submission_changes_requested',
      title: 'Changes are requested',
      message: (project) => `Your reviewer asks for changes in your work on ${project}.`
    },
    reject: {
      type: 'submission_rejected',
      title: 'Your work is rejected',
      message: (project) => `Your work on ${project} was rejected.`
    }
  }

/** For the learner. It names no points: who sees those, the gradebook decides. */
export function decidedNotice(
  decision: DecisionFields['decision'],
  { projectTitle, ...concerned }: Concerned
): NotificationContent {
  const { type, title, message } = texts[decision]
  return { type, title, message: message(`“${projectTitle}”`), ...linked(concerned) }
}

/** For the learner of work that is looked at once more. */
export function secondReviewNotice({ projectTitle, ...concerned }: Concerned): NotificationContent {
  const message = `Your work on “${projectTitle}” is reviewed once more.`
  return { type: 'submission_second_review', title: 'A second review', message, ...linked(concerned) }
}

/** For who may take it. */
export function secondReviewWanted(
  projectTitle: string,
  { requestId, actorId }: { requestId: string; actorId: string }
): NotificationContent {
  const message = `Work on “${projectTitle}” waits for a second review.`
  const link = `/app/reviews/${requestId}`
  return { type: 'submission_second_review', title: 'A second review is wanted', message, link, createdBy: actorId }
}

function linked({ submissionId, actorId }: Omit<Concerned, 'projectTitle'>) {
  return { link: `/app/submissions/${submissionId}`, createdBy: actorId }
}
