import { and, eq, inArray, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'

export type WishRow = Awaited<ReturnType<ReturnType<typeof prepareReadWishes>>>[number]

interface Asked {
  userIds: readonly string[]
  type: string
  courseId: string | null
}

/**
 * Of each user who is there, all that decides what they are told of such an event; twice, if they have chosen in both
 * channels. Prepared for one user, whom most events are for.
 */
export function prepareReadWishes(database: Database) {
  const { users } = database.tables
  const ofOne = database.prepareForTx((queries) =>
    selectWishes(database, queries, {
      who: eq(users.id, sql.placeholder('userId')),
      type: sql.placeholder('type'),
      courseId: sql.placeholder('courseId')
    }).prepare('')
  )
  return (tx: Tx, { userIds, type, courseId }: Asked) => {
    const [userId, ...others] = userIds
    if (userId !== undefined && others.length === 0) return ofOne(tx).execute({ userId, type, courseId })
    return selectWishes(database, tx, { who: inArray(users.id, [...userIds]), type, courseId })
  }
}

/** One that is never null comes first: by it drizzle knows whether there are settings. */
export function timingColumns({ notificationSettings: settings }: Database['tables']) {
  const { digestAt, digestWeekday, quietFrom, quietUntil } = settings
  return { digestAt, digestWeekday, quietFrom, quietUntil }
}

interface Selection {
  who: SQL
  type: string | Placeholder
  courseId: string | null | Placeholder
}

function selectWishes({ tables }: Database, queries: Queries, { who, type, courseId }: Selection) {
  const { users, notificationSettings: settings, notificationPreferences: preferences, courseMutes: mutes } = tables
  return queries
    .select({
      userId: users.id,
      email: users.email,
      status: users.status,
      language: users.language,
      timeZone: users.timeZone,
      settings: timingColumns(tables),
      channel: preferences.channel,
      cadence: preferences.cadence,
      mutedCourseId: mutes.courseId
    })
    .from(users)
    .leftJoin(settings, eq(settings.userId, users.id))
    .leftJoin(preferences, and(eq(preferences.userId, users.id), eq(preferences.type, type)))
    .leftJoin(mutes, and(eq(mutes.userId, users.id), sql`${mutes.courseId} = ${courseId}`))
    .where(and(who, isNull(users.deletedAt)))
}
