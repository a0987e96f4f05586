import type { NotificationContent } from '../notifications/index.js'

/** For its members and its facilitator. `actorId` null: it happened by itself. */
export function cohortNotice(
  { id }: { id: string },
  { actorId, title, message }: { actorId: string | null; title: string; message: string }
): NotificationContent {
  return { type: 'cohort', title, message, link: `/app/cohorts/${id}`, createdBy: actorId }
}

/** For who does a checkpoint and who reviews it. */
export function checkpointNotice(
  { cohortId }: { cohortId: string },
  { actorId, title, message }: { actorId: string; title: string; message: string }
): NotificationContent {
  return { type: 'checkpoint', title, message, link: `/app/cohorts/${cohortId}`, createdBy: actorId }
}
