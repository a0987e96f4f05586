import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type RequestRow = Tables['reviewRequests']['$inferSelect']
export type RequestChanges = Partial<
  Pick<
    RequestRow,
    'status' | 'assignedTo' | 'claimedBy' | 'claimedAt' | 'claimExpiresAt' | 'decidedAt' | 'dueAt' | 'warnedAt'
  >
>

/** What becomes of a claim that ends without a decision. A decided request keeps `claimedBy`: it says who reviewed it. */
export const unclaimed = { claimedBy: null, claimedAt: null, claimExpiresAt: null } as const

/** A request as it is now. */
export function prepareFindRequest({ read, tables: { reviewRequests } }: Database) {
  const query = read
    .select()
    .from(reviewRequests)
    .where(eq(reviewRequests.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<RequestRow | undefined> => (await query.execute({ id }))[0]
}

/** The request as it stays until the commit. */
export function prepareLockRequest(database: Database) {
  const { reviewRequests } = database.tables
  const statement = database.prepareForTx((queries) =>
    database
      .lock(
        queries
          .select()
          .from(reviewRequests)
          .where(eq(reviewRequests.id, sql.placeholder('id')))
      )
      .prepare('')
  )
  return async (tx: Tx, id: string): Promise<RequestRow | undefined> => (await statement(tx).execute({ id }))[0]
}

/** What waits of a submission or is being reviewed, as it stays until the commit: there is one at most. */
export async function lockOpenRequest(
  database: Database,
  tx: Tx,
  submissionId: string
): Promise<RequestRow | undefined> {
  const { reviewRequests } = database.tables
  const [request] = await database.lock(
    tx
      .select()
      .from(reviewRequests)
      .where(and(eq(reviewRequests.submissionId, submissionId), isNull(reviewRequests.decidedAt)))
  )
  return request
}

/** Of a locked row: as it has become. */
export async function updateRequest(
  { tables: { reviewRequests } }: Database,
  tx: Tx,
  { request, changes }: { request: RequestRow; changes: RequestChanges }
): Promise<RequestRow> {
  const changed = { ...changes, version: request.version + 1 }
  await tx.update(reviewRequests).set(changed).where(eq(reviewRequests.id, request.id))
  return { ...request, ...changed }
}

export async function insertRequest(
  { tables: { reviewRequests } }: Database,
  tx: Tx,
  request: RequestRow
): Promise<void> {
  await tx.insert(reviewRequests).values(request)
}

interface Held {
  userId: string
  /** In all courses, when absent. */
  courseId?: string
}

/** What the user has claimed, as it stays until the commit, in the order of the ids. */
export function lockClaimsOf(database: Database, tx: Tx, { userId, courseId }: Held): Promise<RequestRow[]> {
  const { reviewRequests } = database.tables
  return database.lock(
    tx
      .select()
      .from(reviewRequests)
      .where(
        and(
          eq(reviewRequests.claimedBy, userId),
          eq(reviewRequests.status, 'claimed'),
          courseId === undefined ? undefined : eq(reviewRequests.courseId, courseId)
        )
      )
      .orderBy(asc(reviewRequests.id))
  )
}

/** What waits is meant for the user no more: whoever asks next gets it before what is meant for others. */
export async function unassign(
  { tables: { reviewRequests } }: Database,
  tx: Tx,
  { userId, courseId }: Held
): Promise<void> {
  await tx
    .update(reviewRequests)
    .set({ assignedTo: null })
    .where(
      and(
        eq(reviewRequests.assignedTo, userId),
        isNull(reviewRequests.decidedAt),
        courseId === undefined ? undefined : eq(reviewRequests.courseId, courseId)
      )
    )
}
