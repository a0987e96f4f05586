import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { RequestRow } from './requests.repository.js'

type Places = Pick<RequestRow, 'id' | 'projectId' | 'cohortId' | 'claimedBy' | 'queuedAt' | 'dueAt'>
export type OpenRow = Places & Pick<RequestRow, 'status' | 'assignedTo' | 'claimExpiresAt'>
export type DecidedRow = Places & { decidedAt: Date }

/** So many rows are read at a time, and others have a turn between: a course may have any number of them. */
const pageSize = 2_000

/** What is open in the course, in pages. */
export async function* readOpen({ read, tables }: Database, courseId: string): AsyncGenerator<OpenRow[]> {
  const { reviewRequests } = tables
  const { id, projectId, cohortId, claimedBy, queuedAt, dueAt, status, assignedTo, claimExpiresAt } = reviewRequests
  const columns = { id, projectId, cohortId, claimedBy, queuedAt, dueAt, status, assignedTo, claimExpiresAt }
  yield* inPages(({ after }: { after: OpenRow | undefined }) =>
    read
      .select(columns)
      .from(reviewRequests)
      .where(
        and(
          eq(reviewRequests.courseId, courseId),
          isNull(reviewRequests.decidedAt),
          after && isAfter(reviewRequests, 'queuedAt', { at: after.queuedAt, id: after.id })
        )
      )
      .orderBy(asc(queuedAt), asc(id))
      .limit(pageSize)
  )
}

/** What was decided in the course from one moment until before another, in pages. */
export async function* readDecided(
  { read, tables }: Database,
  { courseId, from, to }: { courseId: string; from: Date; to: Date }
): AsyncGenerator<DecidedRow[]> {
  const { reviewRequests } = tables
  const { id, projectId, cohortId, claimedBy, queuedAt, dueAt, decidedAt } = reviewRequests
  const columns = {
    id,
    projectId,
    cohortId,
    claimedBy,
    queuedAt,
    dueAt,
    decidedAt: sql<Date>`${decidedAt}`.mapWith(decidedAt)
  }
  yield* inPages(({ after }: { after: DecidedRow | undefined }) =>
    read
      .select(columns)
      .from(reviewRequests)
      .where(
        and(
          eq(reviewRequests.courseId, courseId),
          isNotNull(decidedAt),
          eq(reviewRequests.status, 'decided'),
          gte(decidedAt, from),
          lt(decidedAt, to),
          after && isAfter(reviewRequests, 'decidedAt', { at: after.decidedAt, id: after.id })
        )
      )
      .orderBy(asc(decidedAt), asc(id))
      .limit(pageSize)
  )
}

async function* inPages<T>(readPage: (page: { after: T | undefined }) => Promise<T[]>): AsyncGenerator<T[]> {
  for (let after: T | undefined; ; ) {
    const rows = await readPage({ after })
    if (rows.length > 0) yield rows
    if (rows.length < pageSize) return
    after = rows.at(-1)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

function isAfter(
  requests: Tables['reviewRequests'],
  column: 'queuedAt' | 'decidedAt',
  { at, id }: { at: Date; id: string }
): SQL {
  return sql`(${requests[column]}, ${requests.id}) > (${sql.param(at, requests[column])}, ${id})`
}

interface Named {
  projectIds: string[]
  cohortIds: string[]
  userIds: string[]
}

export type NamesOf = Awaited<ReturnType<typeof findNames>>

/** What the figures are of, each in the order of its name. */
export async function findNames({ read, tables }: Database, { projectIds, cohortIds, userIds }: Named) {
  const { projects, cohorts, users } = tables
  return {
    projects: await read
      .select({ id: projects.id, number: projects.number, title: projects.title })
      .from(projects)
      .where(inArray(projects.id, projectIds))
      .orderBy(asc(projects.number)),
    cohorts: await read
      .select({ id: cohorts.id, name: cohorts.name })
      .from(cohorts)
      .where(inArray(cohorts.id, cohortIds))
      .orderBy(asc(cohorts.name), asc(cohorts.id)),
    reviewers: await read
      .select({ id: users.id, username: users.username, fullName: users.fullName })
      .from(users)
      .where(inArray(users.id, userIds))
      .orderBy(asc(users.username))
  }
}
