import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { CriterionScore } from '../../db/schema/reviews.js'

/** What a course issues by, and what is written down of it as it is now. */
export interface IssuingTerms {
  courseId: string
  courseTitle: string
  timeZone: string
  organizationId: string
  issuerName: string
  title: string
  description: string
  validMonths: number | null
}

/** An accepted attempt with the review that accepted it; of two reviews the rows come in their order. */
export interface AcceptedRow {
  userId: string
  projectId: string
  number: string
  title: string
  attempt: number
  rubricVersionId: string | null
  decidedAt: Date | null
  submittedAt: Date
  scores: CriterionScore[] | null
  releasedAt: Date | null
}

/** Undefined when the course gives no certificates. */
export async function findTerms({ tables }: Database, tx: Tx, courseId: string): Promise<IssuingTerms | undefined> {
  const { certificateSettings, courses, organizations } = tables
  const [terms] = await tx
    .select({
      courseId: courses.id,
      courseTitle: courses.title,
      timeZone: courses.timeZone,
      organizationId: courses.organizationId,
      // Not a join: SQLite would begin with all organisations.
      issuerName: sql<string>`(select ${organizations.name} from ${organizations}
        where ${organizations.id} = ${courses.organizationId})`,
      title: certificateSettings.title,
      description: certificateSettings.description,
      validMonths: certificateSettings.validMonths
    })
    .from(courses)
    .innerJoin(certificateSettings, eq(certificateSettings.courseId, courses.id))
    .where(and(eq(courses.id, courseId), eq(certificateSettings.isEnabled, true)))
  return terms
}

/** Those of the users who have none that counts, by the names that they go by. In the order of their ids. */
export async function listRecipients(
  { tables }: Database,
  tx: Tx,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<{ id: string; name: string }[]> {
  const { users, certificates } = tables
  const rows = await tx
    .select({ id: users.id, username: users.username, fullName: users.fullName })
    .from(users)
    .leftJoin(
      certificates,
      and(
        eq(certificates.courseId, courseId),
        eq(certificates.userId, users.id),
        sql`${certificates.revokedAt} is null`
      )
    )
    .where(and(inArray(users.id, [...userIds]), isNull(users.deletedAt), isNull(certificates.id)))
    .orderBy(asc(users.id))
  return rows.map(({ id, username, fullName }) => ({ id, name: fullName?.trim() || username }))
}

/**
 * The accepted attempts at required projects, of all these learners at once. After an accepted attempt there is no other:
 * it is the last one of its submission.
 */
export async function listAccepted(
  { tables }: Database,
  queries: Queries,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<AcceptedRow[]> {
  const { submissions, projects, attempts, reviewRequests, reviews, grades } = tables
  return queries
    .select({
      userId: submissions.userId,
      projectId: projects.id,
      number: projects.number,
      title: projects.title,
      attempt: attempts.number,
      rubricVersionId: attempts.rubricVersionId,
      decidedAt: submissions.decidedAt,
      submittedAt: attempts.submittedAt,
      scores: reviews.scores,
      releasedAt: grades.releasedAt
    })
    .from(submissions)
    .innerJoin(projects, and(eq(projects.id, submissions.projectId), eq(projects.isRequired, true)))
    .innerJoin(attempts, and(eq(attempts.submissionId, submissions.id), eq(attempts.number, submissions.attempts)))
    .leftJoin(reviews, and(eq(reviews.attemptId, attempts.id), eq(reviews.decision, 'accept')))
    .leftJoin(reviewRequests, eq(reviewRequests.id, reviews.requestId))
    .leftJoin(
      grades,
      and(
        eq(grades.courseId, submissions.courseId),
        eq(grades.userId, submissions.userId),
        eq(grades.kind, 'project'),
        eq(grades.itemId, projects.id)
      )
    )
    .where(
      and(
        eq(submissions.courseId, courseId),
        inArray(submissions.userId, [...userIds]),
        eq(submissions.status, 'accepted')
      )
    )
    .orderBy(asc(projects.position), asc(projects.id), asc(reviewRequests.round))
}

/**
 * Who has completed the course and has no certificate of it that counts: those of the users, or all who never had one. In
 * the order of their ids.
 */
export async function listUncertified(
  { tables }: Database,
  tx: Tx,
  { courseId, userIds, limit }: { courseId: string; userIds: readonly string[] | undefined; limit: number }
): Promise<string[]> {
  const { enrolments, users, certificates } = tables
  const counts: SQL = userIds ? sql` and ${certificates.revokedAt} is null` : sql``
  const rows = await tx
    .select({ userId: enrolments.userId })
    .from(enrolments)
    .innerJoin(users, and(eq(users.id, enrolments.userId), isNull(users.deletedAt)))
    .where(
      and(
        isCompletedIn(enrolments, courseId),
        userIds && inArray(enrolments.userId, [...userIds]),
        sql`not exists (select 1 from ${certificates} where ${certificates.courseId} = ${courseId}
          and ${certificates.userId} = ${enrolments.userId}${counts})`
      )
    )
    .orderBy(asc(enrolments.userId))
    .limit(limit)
  return rows.map(({ userId }) => userId)
}

/** How many of the users have completed the course; those who were deleted are none. */
export async function countCompleted(
  { tables: { enrolments, users } }: Database,
  tx: Tx,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<number> {
  const rows = await tx
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(enrolments)
    .innerJoin(users, and(eq(users.id, enrolments.userId), isNull(users.deletedAt)))
    .where(and(isCompletedIn(enrolments, courseId), inArray(enrolments.userId, [...userIds])))
  return rows[0]?.n ?? 0
}

function isCompletedIn(enrolments: Database['tables']['enrolments'], courseId: string): SQL | undefined {
  return and(eq(enrolments.courseId, courseId), eq(enrolments.status, 'completed'))
}
