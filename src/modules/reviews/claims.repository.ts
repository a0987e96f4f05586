import { and, asc, count, eq, gt, isNull, lte, ne, not, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { ReviewedBy } from '../reviewers/index.js'
import { hasReviewedBefore } from './queue.rows.repository.js'
import type { RequestRow } from './requests.repository.js'
import { nextRequestStatus } from './requests.status.js'
import { fromReviewed, isReviewed, reviewedId } from './reviewed.repository.js'

/** Of what is taken: what is meant for the viewer, for nobody, or for anybody. */
export type Whose = 'mine' | 'nobodys' | 'anybodys'

const placeNames = ['courseId', 'cohortId', 'projectId'] as const
export type TakenPlace = { [name in (typeof placeNames)[number]]?: string | undefined }

export interface Taking {
  viewerId: string
  whose: Whose
  place: TakenPlace
  /** Where the viewer reviews, when no place says it. */
  by?: ReviewedBy
  now: Date
  expiresAt: Date
}

const maxStatements = 100

/**
 * Claims what has waited longest, in one statement; undefined when nothing waits. What others are about to claim is passed
 * over, so that nobody waits for anybody and nothing is claimed twice.
 */
export function prepareTake(database: Database) {
  const { reviewRequests: requests } = database.tables
  const statements = createKeeper<ReturnType<typeof prepare>>(maxStatements)
  const prepare = (taking: Taking) =>
    database.prepareForTx((queries) =>
      queries
        .update(requests)
        .set({
          status: nextRequestStatus('claim', 'waiting'),
          version: sql`${requests.version} + 1`,
          // The types of values know no placeholders.
          claimedBy: sql.placeholder('viewerId') as never,
          claimedAt: sql.placeholder('now') as never,
          claimExpiresAt: sql.placeholder('expiresAt') as never
        })
        .where(eq(requests.id, selectNext(database, queries, taking)))
        .returning()
        .prepare('')
    )
  return async (tx: Tx, taking: Taking): Promise<RequestRow | undefined> => {
    const { viewerId, now, expiresAt, place, by } = taking
    const values = { viewerId, now, expiresAt, ...place, ...by?.values }
    const [taken] = await statements(shapeOf(taking), () => prepare(taking))(tx).execute(values)
    return taken
  }
}

function shapeOf({ whose, place, by }: Taking): string {
  return [whose, ...placeNames.filter((name) => place[name] !== undefined), by?.shape].join(' ')
}

function selectNext(database: Database, queries: Queries, { whose, place, by }: Taking) {
  const { tables } = database
  const { reviewRequests: requests } = tables
  const isThere = placeNames.map((name) =>
    place[name] === undefined ? undefined : eq(requests[name], sql.placeholder(name))
  )
  // Of a cohort or a project there is little: it is walked through. Who has much to do elsewhere need not go through that.
  const isWalked = whose === 'anybodys' || place.cohortId !== undefined || place.projectId !== undefined
  return database.lock(
    queries
      .select({ id: requests.id })
      .from(requests)
      .where(and(isTakeable(tables, whose, isWalked), ...isThere, by && isReviewed(tables, by)))
      .orderBy(...takingOrder(requests, whose, isWalked)),
    { skipLocked: true }
  )
}

/**
 * The oldest first. Its one row is in the text: SQLite plans a statement anew when a parameter of a limit is bound. And
 * PostgreSQL uses an index for the order of what is null only when it is told that it is in that order, too.
 */
function takingOrder({ assignedTo, queuedAt, id }: Tables['reviewRequests'], whose: Whose, isWalked: boolean): SQL[] {
  return [...(whose === 'nobodys' && !isWalked ? [asc(assignedTo)] : []), asc(queuedAt), sql`${asc(id)} limit 1`]
}

/**
 * The status stands in the text, as in the indexes that hold what waits or is open alone. `isWalked`: along what is open, in
 * the order of the queue; else by whom it is meant for.
 */
function isTakeable(tables: Tables, whose: Whose, isWalked: boolean): SQL | undefined {
  const { status, userId, assignedTo, decidedAt } = tables.reviewRequests
  const viewerId = sql.placeholder('viewerId')
  const meantFor = sql`coalesce(${assignedTo}, '')` // no column, and so of no index
  const isMeant = {
    mine: isWalked ? sql`${meantFor} = ${viewerId}` : eq(assignedTo, viewerId),
    nobodys: isWalked ? sql`${meantFor} = ''` : isNull(assignedTo),
    anybodys: undefined
  }
  return and(
    isWalked ? isNull(decidedAt) : undefined,
    sql`${status} = 'waiting'`,
    isMeant[whose],
    ne(userId, viewerId),
    not(hasReviewedBefore(tables))
  )
}

/** A course in which something waits: since when, and since when for nobody in particular. */
export interface WaitingCourse {
  courseId: string
  anybodys: Date | null
  nobodys: Date | null
}

/** Of each course that somebody reviews. */
export function prepareFindWaitingCourses({ read, tables }: Database) {
  const { reviewRequests: requests } = tables
  const statements = createKeeper<ReturnType<typeof prepare>>(maxStatements)
  const oldest = (whose: 'nobodys' | 'anybodys') => {
    const { queuedAt } = requests
    const isWalked = whose === 'anybodys'
    const query = read
      .select({ queuedAt })
      .from(requests)
      .where(and(eq(requests.courseId, reviewedId), isTakeable(tables, whose, isWalked)))
      .orderBy(...takingOrder(requests, whose, isWalked))
    return sql<Date | null>`${query}`.mapWith(queuedAt)
  }
  const prepare = (by: ReviewedBy) =>
    read
      .select({ courseId: reviewedId, anybodys: oldest('anybodys'), nobodys: oldest('nobodys') })
      .from(fromReviewed(by))
      .prepare('')
  return (viewerId: string, by: ReviewedBy): Promise<WaitingCourse[]> =>
    statements(by.shape, () => prepare(by)).execute({ viewerId, ...by.values })
}

/** How many the user holds. Under the lock of their account, so that two requests of theirs are counted one by one. */
export function prepareCountHeld(database: Database) {
  const { users, reviewRequests: requests } = database.tables
  const { status, claimedBy, claimExpiresAt } = requests
  const lock = database.prepareForTx((queries) =>
    database
      .lock(
        queries
          .select({ id: users.id })
          .from(users)
          .where(eq(users.id, sql.placeholder('userId')))
      )
      .prepare('')
  )
  const held = database.prepareForTx((queries) =>
    queries
      .select({ n: count() })
      .from(requests)
      .where(
        and(
          sql`${status} = 'claimed'`,
          eq(claimedBy, sql.placeholder('userId')),
          gt(claimExpiresAt, sql.param(sql.placeholder('now'), claimExpiresAt))
        )
      )
      .prepare('')
  )
  return async (tx: Tx, counted: { userId: string; now: Date }): Promise<number> => {
    await lock(tx).execute({ userId: counted.userId })
    const [row] = await held(tx).execute({ ...counted })
    return row?.n ?? 0
  }
}

/** Whether there are claims whose time is over. */
export function prepareHasExpired({ read, tables: { reviewRequests } }: Database) {
  const { id, status, claimExpiresAt } = reviewRequests
  const query = read
    .select({ id })
    .from(reviewRequests)
    .where(and(sql`${status} = 'claimed'`, lte(claimExpiresAt, sql.param(sql.placeholder('now'), claimExpiresAt))))
    .orderBy(sql`${asc(claimExpiresAt)} limit 1`)
    .prepare('')
  return async (now: Date): Promise<boolean> => (await query.execute({ now })).length > 0
}

/** Claims whose time is over, so many at most, as they stay until the commit. Those that somebody is about to renew are not among them. */
export function lockExpired(
  database: Database,
  tx: Tx,
  { now, limit }: { now: Date; limit: number }
): Promise<RequestRow[]> {
  const { reviewRequests } = database.tables
  const { status, claimExpiresAt } = reviewRequests
  return database.lock(
    tx
      .select()
      .from(reviewRequests)
      .where(and(sql`${status} = 'claimed'`, lte(claimExpiresAt, now)))
      .orderBy(asc(claimExpiresAt))
      .limit(limit),
    { skipLocked: true }
  )
}
