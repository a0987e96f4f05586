import { and, asc, eq, inArray, isNull, lte, max, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { lastPart } from './late.js'
import type { RequestRow } from './requests.repository.js'

/** What is open and of which nobody has been warned, as the index says it that holds these alone. */
function isUnwarned({ decidedAt, warnedAt }: Tables['reviewRequests']): SQL | undefined {
  return and(isNull(decidedAt), isNull(warnedAt))
}

/** `isDueSoon` or late. Times are numbers in one database and moments in the other: both subtract and divide. */
function isSoon({ queuedAt, dueAt }: Tables['reviewRequests'], now: Date): SQL {
  return sql`${dueAt} - (${dueAt} - ${queuedAt}) / ${sql.raw(String(lastPart))} <= ${sql.param(now, dueAt)}`
}

/** The longest target time of any project, in hours; 0 when there is none. */
export async function findLongestTarget({ read, tables: { projects } }: Database): Promise<number> {
  const [row] = await read.select({ hours: max(projects.reviewHours) }).from(projects)
  return row?.hours ?? 0
}

/** What is about to be late, or is: so many at most, what is due first first. `until` says where the index may stop. */
export async function findLate(
  { read, tables: { reviewRequests } }: Database,
  { now, until, limit }: { now: Date; until: Date; limit: number }
): Promise<string[]> {
  const { id, dueAt } = reviewRequests
  const rows = await read
    .select({ id })
    .from(reviewRequests)
    .where(and(isUnwarned(reviewRequests), lte(dueAt, until), isSoon(reviewRequests, now)))
    .orderBy(asc(dueAt), asc(id))
    .limit(limit)
  return rows.map((row) => row.id)
}

/** Those of them of which nobody has been warned meanwhile, as they stay until the commit. */
export async function lockUnwarned(database: Database, tx: Tx, ids: readonly string[]): Promise<RequestRow[]> {
  const { reviewRequests } = database.tables
  return database.lock(
    tx
      .select()
      .from(reviewRequests)
      .where(and(inArray(reviewRequests.id, [...ids]), isUnwarned(reviewRequests)))
      .orderBy(asc(reviewRequests.id))
  )
}

export async function markWarned(
  { tables: { reviewRequests } }: Database,
  tx: Tx,
  { ids, now }: { ids: readonly string[]; now: Date }
): Promise<void> {
  await tx
    .update(reviewRequests)
    .set({ warnedAt: now })
    .where(inArray(reviewRequests.id, [...ids]))
}

/** Of the attempt that waits: what a warning names. */
export async function findNamed(
  { tables: { reviewRequests, projects, courses, users } }: Database,
  tx: Tx,
  ids: readonly string[]
) {
  const rows = await tx
    .select({
      id: reviewRequests.id,
      submissionId: reviewRequests.submissionId,
      dueAt: reviewRequests.dueAt,
      project: { id: projects.id, number: projects.number, title: projects.title },
      course: { id: courses.id, title: courses.title },
      learner: { id: users.id, username: users.username, fullName: users.fullName }
    })
    .from(reviewRequests)
    .innerJoin(projects, eq(projects.id, reviewRequests.projectId))
    .innerJoin(courses, eq(courses.id, reviewRequests.courseId))
    .innerJoin(users, eq(users.id, reviewRequests.userId))
    .where(inArray(reviewRequests.id, [...ids]))
  return new Map(rows.map((row) => [row.id, row]))
}
