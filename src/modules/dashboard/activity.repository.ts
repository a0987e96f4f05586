import { and, asc, eq, gt, gte, isNotNull, lt, lte, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { isOf, type Scope } from './scope.repository.js'

/** From the first moment until before the second. */
export interface Period {
  from: Date
  to: Date
}

/** Learners whose ids come after one and not after another; undefined: all of them. */
export type Slice = { after: string | undefined; upTo: string | undefined } | undefined

interface Asked {
  period: Period
  slice?: Slice
  /** Whether it is asked when it was, and not only whether it was: of a period that ends now the last moment says that. */
  isEach?: boolean
}

type TimeColumn = Parameters<typeof gte>[0]

/**
 * What learners did, as `user_id, course_id, at`: a lesson opened, gone on with or completed, a quiz begun or handed in,
 * a project handed in. Of a lesson it is known when it was opened, completed and last looked at, and not what was between.
 */
export function activityOf(
  tables: Tables,
  scope: Pick<Scope, 'courseIds' | 'isWide'>,
  { period, slice, isEach = false }: Asked
): SQL {
  const { lessonProgress: progress, quizAttempts, quizzes, reviewRequests: requests } = tables
  const isIn = (userId: SQLWrapper, courseId: SQLWrapper) => and(isOf(scope, courseId), isInSlice(userId, slice))
  const during = (at: TimeColumn) => and(gte(at, period.from), lt(at, period.to))
  // Of a slice SQLite is to look up the learners, and not all that was handed in in the time.
  const isHandedIn = slice
    ? sql`+${requests.queuedAt} >= ${sql.param(period.from, requests.queuedAt)} and ${lt(requests.queuedAt, period.to)}`
    : during(requests.queuedAt)
  const select = ({ userId, courseId, at, from, where }: Record<string, SQLWrapper | undefined>) =>
    sql`select ${userId} as user_id, ${courseId} as course_id, ${at} as at from ${from} where ${where}`
  // Whatever was done with a lesson, it was last looked at then or later. Read once: it is the largest part by far.
  const isTouched = and(isIn(progress.userId, progress.courseId), gte(progress.updatedAt, period.from))
  const { userId, courseId, updatedAt, startedAt, completedAt } = progress
  const touched = sql`with touched as materialized (select ${userId} as user_id, ${courseId} as course_id,
    ${updatedAt} as updated_at, ${startedAt} as started_at, ${completedAt} as completed_at
    from ${progress} where ${isTouched}) `
  const ofLessons = (isEach ? ['updated_at', 'started_at', 'completed_at'] : ['updated_at']).map((name) => {
    const at = sql.raw(name)
    const isIt = and(
      sql`${at} >= ${sql.param(period.from, updatedAt)}`,
      sql`${at} < ${sql.param(period.to, updatedAt)}`
    )
    return sql`select user_id, course_id, ${at} as at from touched where ${isIt}`
  })
  const ofQuiz = {
    userId: quizAttempts.userId,
    courseId: quizzes.courseId,
    from: sql`${quizAttempts} inner join ${quizzes} on ${eq(quizzes.id, quizAttempts.quizId)}`
  }
  const parts = [
    ...ofLessons,
    ...[quizAttempts.startedAt, quizAttempts.submittedAt].map((at) =>
      select({ ...ofQuiz, at, where: and(isIn(quizAttempts.userId, quizzes.courseId), isNotNull(at), during(at)) })
    ),
    select({
      ...{ userId: requests.userId, courseId: requests.courseId, at: requests.queuedAt, from: sql`${requests}` },
      where: and(isIn(requests.userId, requests.courseId), eq(requests.round, 1), isHandedIn)
    })
  ]
  return sql`(${touched}${sql.join(parts, sql` union all `)}) as activity`
}

/** The columns of it. */
export const did = { userId: sql<string>`user_id`, courseId: sql<string>`course_id`, at: sql`at` }

/** So many learners are looked at in one query. */
const sliceSize = 500

/**
 * All learners, in slices: a learner is in one of them, so that numbers of learners add up. SQLite holds up everybody while
 * it reads: where that is much, others have a turn after each.
 */
export async function* slicesOf({ read, tables: { users } }: Database, { isWide }: Scope): AsyncGenerator<Slice> {
  if (!isWide) return yield undefined
  for (let after: string | undefined; ; ) {
    const [last] = await read
      .select({ id: users.id })
      .from(users)
      .where(after === undefined ? undefined : gt(users.id, after))
      .orderBy(asc(users.id))
      .limit(1)
      .offset(sliceSize - 1)
    yield { after, upTo: last?.id }
    if (!last) return
    after = last.id
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

function isInSlice(userId: SQLWrapper, slice: Slice): SQL | undefined {
  if (!slice) return undefined
  const { after, upTo } = slice
  const id = sql`${userId}`
  return and(after === undefined ? undefined : gt(id, after), upTo === undefined ? undefined : lte(id, upTo))
}
