import type { NotificationContent } from '../notifications/index.js'
import type { QueueRow } from './queue.rows.repository.js'

type Told = Pick<QueueRow, 'id' | 'submissionId' | 'project' | 'learner'>

/** For the learner. */
export function claimedNotice({ submissionId, project }: Told, actorId: string): NotificationContent {
  return {
    type: 'review_claimed',
    title: 'Your work is being reviewed',
    message: `Somebody has begun to review your work on “${project.title}”.`,
    link: `/app/submissions/${submissionId}`,
    createdBy: actorId
  }
}

/** For who is to review it now. */
export function assignedNotice(row: Told, actorId: string): NotificationContent {
  const message = `You are asked to review ${work(row)}.`
  return { type: 'review_assigned', title: 'A review is meant for you', message, ...linked(row), createdBy: actorId }
}

/** For who had claimed it. */
export function takenBackNotice(row: Told, { actorId, reason }: { actorId: string; reason: string }) {
  const message = `The review of ${work(row)} is no longer yours: ${reason}`
  return { type: 'review_released', title: 'A review was taken back', message, ...linked(row), createdBy: actorId }
}

/** For who is to hurry. */
export function dueSoonNotice(row: Told & Pick<QueueRow, 'dueAt'>, now: Date): NotificationContent {
  const isOver = row.dueAt <= now
  const title = isOver ? 'A review is late' : 'A review is due soon'
  const message = `The review of ${work(row)} ${isOver ? 'was' : 'is'} to be there by ${minuteOf(row.dueAt)} UTC.`
  return { type: 'review_due_soon', title, message, ...linked(row) }
}

function work({ project, learner }: Told): string {
  return `“${project.title}” by ${learner.fullName ?? learner.username}`
}

function linked({ id }: Told) {
  return { link: `/app/reviews/${id}` }
}

function minuteOf(moment: Date): string {
  return moment.toISOString().slice(0, 16).replace('T', ' ')
}
