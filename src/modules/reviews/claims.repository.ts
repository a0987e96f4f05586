import { and, asc, count, eq, gt, isNull, lte, ne, not, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { ReviewedBy } from '../reviewers/index.js'
import { hasReviewedBefore } from './queue.rows.repository.js'
import type { RequestRow } from './requests.repository.js'
import { nextRequestStatus } from './requests.status.js'
import { isOneOf, type ReviewedCourseIds, reviewedShape, reviewedValues } from './reviewed.repository.js'

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
  const { reviewRequests: requests, courses } = tables
  const isReviewed =
    by?.condition &&
    sql`exists (select 1 from ${courses} where ${courses.id} = ${requests.courseId} and ${by.condition})`
  return database.lock(
    queries
      .select({ id: requests.id })
      .from(requests)
      .where(
        and(
          isTakeable(tables),
          isMeant(requests, whose),
          ...placeNames.map((name) =>
            place[name] === undefined ? undefined : eq(requests[name], sql.placeholder(name))
          ),
          isReviewed
        )
      )
      // PostgreSQL uses an index for the order of what is null only when it is told that it is in that order, too.
      .orderBy(...(whose === 'nobodys' ? [asc(requests.assignedTo)] : []), asc(requests.queuedAt), first(requests)),
    { skipLocked: true }
  )
}

/** By its one row, which the limit in the text leaves: SQLite plans a statement anew when a parameter of it is bound. */
function first({ id }: Tables['reviewRequests']): SQL {
  return sql`${asc(id)} limit 1`
}

function isTakeable(tables: Tables): SQL | undefined {
  const { reviewRequests: requests } = tables
  // In words, as in the indexes that hold what is open or waiting alone.
  const isWaiting = sql`${requests.status} in ('waiting', 'claimed') and ${requests.status} = 'waiting'`
  return and(isWaiting, ne(requests.userId, sql.placeholder('viewerId')), not(hasReviewedBefore(tables)))
}

function isMeant({ assignedTo }: Tables['reviewRequests'], whose: Whose): SQL | undefined {
  if (whose === 'mine') return eq(assignedTo, sql.placeholder('viewerId'))
  return whose === 'nobodys' ? isNull(assignedTo) : undefined
}

/** A course in which something waits: since when, and since when for nobody in particular. */
export interface WaitingCourse {
  courseId: string
  anybodys: Date | null
  nobodys: Date | null
}

/** Of each course that somebody reviews. */
export function prepareFindWaitingCourses({ read, tables }: Database) {
  const { reviewRequests: requests, courses } = tables
  const statements = createKeeper<ReturnType<typeof prepare>>(maxStatements)
  const oldest = (whose: Whose) => {
    const isIn = and(eq(requests.courseId, courses.id), isTakeable(tables), isMeant(requests, whose))
    const { queuedAt, assignedTo } = requests
    const order = [...(whose === 'nobodys' ? [asc(assignedTo)] : []), asc(queuedAt), first(requests)]
    const query = read
      .select({ queuedAt })
      .from(requests)
      .where(isIn)
      .orderBy(...order)
    return sql<Date | null>`${query}`.mapWith(queuedAt)
  }
  const prepare = (reviewed: ReviewedCourseIds) =>
    read
      .select({ courseId: courses.id, anybodys: oldest('anybodys'), nobodys: oldest('nobodys') })
      .from(courses)
      .where(isOneOf(tables, reviewed))
      .prepare('')
  return (viewerId: string, reviewed: ReviewedCourseIds): Promise<WaitingCourse[]> =>
    statements(reviewedShape(reviewed), () => prepare(reviewed)).execute({ viewerId, ...reviewedValues(reviewed) })
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
