import { eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { RequestStatus } from './requests.status.js'

export interface Person {
  id: string
  username: string
  fullName: string | null
}

/** A request with all that a reviewer chooses by. */
export interface QueueRow {
  id: string
  attemptId: string
  submissionId: string
  round: number
  status: RequestStatus
  queuedAt: Date
  dueAt: Date
  claimExpiresAt: Date | null
  decidedAt: Date | null
  /** Of a second review: whether the viewer has decided the first. */
  hasReviewedBefore: boolean
  project: { id: string; number: string; title: string }
  course: { id: string; title: string }
  cohort: { id: string; name: string } | null
  attempt: { number: number; isLate: boolean }
  learner: Person
  assignedTo: Person | null
  claimedBy: Person | null
}

/** Whether a request is for the second review of what the viewer reviewed first: it is somebody else's look. */
export function hasReviewedBefore({ reviewRequests: requests, reviews }: Tables): SQL {
  return sql`(${requests.round} > 1 and exists (select 1 from ${reviews} where ${reviews.attemptId} = ${requests.attemptId}
    and ${reviews.reviewerId} = ${sql.placeholder('viewerId')} and ${reviews.decision} is not null))`
}

export function selectQueueRows(tables: Tables, queries: Queries, which: SQL | undefined) {
  const { reviewRequests: requests, projects, courses, cohorts, attempts, users } = tables
  const assignees = alias(users, 'assignees')
  const claimers = alias(users, 'claimers')
  const { id, attemptId, submissionId, round, status, queuedAt, dueAt, claimExpiresAt, decidedAt } = requests
  return queries
    .select({
      ...{ id, attemptId, submissionId, round, status, queuedAt, dueAt, claimExpiresAt, decidedAt },
      hasReviewedBefore: sql`${hasReviewedBefore(tables)}`.mapWith(Boolean),
      project: { id: projects.id, number: projects.number, title: projects.title },
      course: { id: courses.id, title: courses.title },
      cohort: { id: cohorts.id, name: cohorts.name },
      attempt: { number: attempts.number, isLate: attempts.isLate },
      learner: { id: users.id, username: users.username, fullName: users.fullName },
      assignedTo: { id: assignees.id, username: assignees.username, fullName: assignees.fullName },
      claimedBy: { id: claimers.id, username: claimers.username, fullName: claimers.fullName }
    })
    .from(requests)
    .innerJoin(attempts, eq(attempts.id, requests.attemptId))
    .innerJoin(projects, eq(projects.id, requests.projectId))
    .innerJoin(courses, eq(courses.id, requests.courseId))
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(cohorts, eq(cohorts.id, requests.cohortId))
    .leftJoin(assignees, eq(assignees.id, requests.assignedTo))
    .leftJoin(claimers, eq(claimers.id, requests.claimedBy))
    .where(which)
}

interface Asked {
  id: string
  viewerId: string
}

/** One request as it has become, inside the transaction that changed it: prepared, because every claim asks for it. */
export function prepareFindQueueRow(database: Database) {
  const { tables } = database
  const statement = database.prepareForTx((queries) => selectQueueRow(tables, queries).prepare(''))
  return async (tx: Tx, asked: Asked): Promise<QueueRow> => {
    const [row] = await statement(tx).execute({ ...asked })
    if (!row) throw new Error(`request ${asked.id} is not there`)
    return row
  }
}

function selectQueueRow(tables: Tables, queries: Queries) {
  return selectQueueRows(tables, queries, eq(tables.reviewRequests.id, sql.placeholder('id')))
}
