import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { EventRow } from './moves.repository.js'
import type { Person } from './submissions.repository.js'

export type ShownEvent = EventRow & { actor: Person | null }

/** The newest first; below the id, if there is one. */
export async function listEvents(
  { read, tables: { submissionEvents, users } }: Database,
  submissionId: string,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<ShownEvent[]> {
  const rows = await read
    .select({
      event: getTableColumns(submissionEvents),
      actor: { id: users.id, username: users.username, fullName: users.fullName }
    })
    .from(submissionEvents)
    .leftJoin(users, eq(users.id, submissionEvents.actorId))
    .where(
      and(
        eq(submissionEvents.submissionId, submissionId),
        beforeId === undefined ? undefined : lt(submissionEvents.id, beforeId)
      )
    )
    .orderBy(desc(submissionEvents.id))
    .limit(limit)
  return rows.map(({ event, actor }) => ({ ...event, actor }))
}

export async function countEvents(
  { read, tables: { submissionEvents } }: Database,
  submissionId: string
): Promise<number> {
  return read.$count(submissionEvents, eq(submissionEvents.submissionId, submissionId))
}
