import { and, eq, gt, gte, inArray, isNull, lt, lte, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { PgSelect } from 'drizzle-orm/pg-core'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ReleaseItem } from './release.js'

/** Rules that open something at a moment, in the form in which they are looked for. */
export type Due =
  | { kind: 'date'; after: Date; until: Date }
  /** Of courses in this time zone, for learners whose enrolment became active then. */
  | { kind: 'after_enrolment'; number: number; timeZone: string; since: Date; before: Date }
  /** For cohorts in this time zone that started on one of these days. */
  | { kind: 'cohort_week'; number: number; timeZone: string; startsOn: readonly string[] }

/** Something that opens, or that would if its module were open, and a learner for whom it does. */
export interface DueRelease {
  course: { id: string; title: string; timeZone: string }
  module: ReleaseItem & { title: string }
  /** Null: it is the module itself. */
  lesson: (ReleaseItem & { title: string }) | null
  userId: string
  activatedAt: Date | null
  enrolledAt: Date
  cohort: { startsOn: string; timeZone: string } | null
}

type TimedTable = Tables['modules'] | Tables['lessons']

/** Up to when releases have been told, for this transaction alone; undefined before the first time. */
export async function lockWatermark(database: Database, tx: Tx, name: string): Promise<Date | undefined> {
  const { releaseWatermarks } = database.tables
  const [mark] = await database.lock(
    tx.select({ at: releaseWatermarks.at }).from(releaseWatermarks).where(eq(releaseWatermarks.name, name))
  )
  return mark?.at
}

export async function setWatermark(
  { tables: { releaseWatermarks } }: Database,
  tx: Tx,
  { name, at }: { name: string; at: Date }
): Promise<void> {
  await tx
    .insert(releaseWatermarks)
    .values({ name, at })
    .onConflictDoUpdate({ target: releaseWatermarks.name, set: { at } })
}

/** The numbers of days that rules count since an enrolment, each with the time zones of their courses. */
export async function findDayRules({ tables }: Database, tx: Tx): Promise<{ number: number; timeZone: string }[]> {
  const { courses } = tables
  const ofTable = (item: TimedTable) =>
    tx
      .selectDistinct({ number: sql<number>`${item.releaseNumber}`.mapWith(Number), timeZone: courses.timeZone })
      .from(item)
      .innerJoin(courses, eq(courses.id, item.courseId))
      .where(isTimed(item, 'after_enrolment'))
  return [...(await ofTable(tables.modules)), ...(await ofTable(tables.lessons))]
}

/** The weeks that rules name, and the time zones of the cohorts that are not over. */
export async function findWeekRules({ tables }: Database, tx: Tx): Promise<{ weeks: number[]; timeZones: string[] }> {
  const { cohorts } = tables
  const weeksOf = (item: TimedTable) =>
    tx
      .selectDistinct({ week: sql<number>`${item.releaseNumber}`.mapWith(Number) })
      .from(item)
      .where(isTimed(item, 'cohort_week'))
  const weeks = [...(await weeksOf(tables.modules)), ...(await weeksOf(tables.lessons))].map(({ week }) => week)
  if (weeks.length === 0) return { weeks, timeZones: [] }
  const zones = await tx.selectDistinct({ timeZone: cohorts.timeZone }).from(cohorts).where(isNotOver(tables))
  return { weeks: [...new Set(weeks)], timeZones: zones.map(({ timeZone }) => timeZone) }
}

export async function findDueModules({ tables }: Database, tx: Tx, due: Due, now: Date): Promise<DueRelease[]> {
  const { modules, releaseExceptions } = tables
  const query = tx
    .select({ ...learnerColumns(tables), module: itemColumns(modules) })
    .from(modules)
    .$dynamic()
  const isExcepted = eq(releaseExceptions.moduleId, modules.id)
  // A date is the same for all learners: they are told once, here or when the module is published after it.
  const isNews = due.kind === 'date' ? isNull(modules.announcedAt) : undefined
  const rows = await withLearners(tables, query, { tx, item: modules, isExcepted, isNews, due, now })
  return rows.map((row) => ({ ...row, lesson: null }))
}

/** Gives those that nobody has announced meanwhile: who publishes a module tells of it, too. */
export async function noteAnnounced(
  { tables: { modules } }: Database,
  tx: Tx,
  { ids, announcedAt }: { ids: readonly string[]; announcedAt: Date }
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const noted = await tx
    .update(modules)
    .set({ announcedAt })
    .where(and(inArray(modules.id, [...ids]), isNull(modules.announcedAt)))
    .returning({ id: modules.id })
  return new Set(noted.map(({ id }) => id))
}

export async function findDueLessons({ tables }: Database, tx: Tx, due: Due, now: Date): Promise<DueRelease[]> {
  const { lessons, modules, releaseExceptions } = tables
  const isOfOpen = and(eq(modules.id, lessons.moduleId), eq(modules.status, 'published'), eq(modules.isFree, false))
  const query = tx
    .select({ ...learnerColumns(tables), module: itemColumns(modules), lesson: itemColumns(lessons) })
    .from(lessons)
    .innerJoin(modules, isOfOpen)
    .$dynamic()
  const isExcepted = eq(releaseExceptions.lessonId, lessons.id)
  return withLearners(tables, query, { tx, item: lessons, isExcepted, due, now })
}

interface Asked {
  tx: Tx
  item: TimedTable
  isExcepted: SQL
  isNews?: SQL | undefined
  due: Due
  now: Date
}

/** The learners of published courses who have access now, and to whom the item is not open already. */
function withLearners<Q extends PgSelect>(
  tables: Tables,
  query: Q,
  { tx, item, isExcepted, isNews, due, now }: Asked
): Q {
  const { courses, enrolments, cohortMembers, cohorts, releaseExceptions } = tables
  const exception = tx
    .select({ id: releaseExceptions.id })
    .from(releaseExceptions)
    .where(and(isExcepted, eq(releaseExceptions.userId, enrolments.userId)))
  const hasAccess = or(
    eq(enrolments.status, 'completed'),
    and(eq(enrolments.status, 'active'), or(isNull(enrolments.expiresAt), gt(enrolments.expiresAt, now)))
  )
  query
    .innerJoin(courses, and(eq(courses.id, item.courseId), eq(courses.status, 'published')))
    .innerJoin(enrolments, eq(enrolments.courseId, item.courseId))
    .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .leftJoin(cohorts, eq(cohorts.id, cohortMembers.cohortId))
    .where(and(isTimed(item, due.kind), isDue(tables, item, due), isNews, hasAccess, notExists(exception)))
  return query
}

function isDue(tables: Tables, item: TimedTable, due: Due): SQL | undefined {
  const { courses, enrolments, cohorts } = tables
  switch (due.kind) {
    case 'date':
      return and(gt(item.releaseAt, due.after), lte(item.releaseAt, due.until))
    case 'after_enrolment':
      return and(
        eq(item.releaseNumber, due.number),
        eq(courses.timeZone, due.timeZone),
        gte(enrolments.activatedAt, due.since),
        lt(enrolments.activatedAt, due.before)
      )
    case 'cohort_week':
      return and(
        eq(item.releaseNumber, due.number),
        eq(cohorts.timeZone, due.timeZone),
        inArray(cohorts.startsOn, [...due.startsOn]),
        isNotOver(tables)
      )
  }
}

/** In the words of the partial index, so that both databases see that it serves. */
function isTimed(item: TimedTable, kind: Due['kind']): SQL | undefined {
  return and(
    sql`${item.releaseKind} = ${sql.raw(`'${kind}'`)} and ${item.releaseKind} <> 'immediately'`,
    eq(item.status, 'published'),
    eq(item.isFree, false)
  )
}

function isNotOver({ cohorts }: Tables): SQL {
  return sql`${cohorts.status} <> 'completed'`
}

function itemColumns({ id, title, isFree, releaseKind, releaseAt, releaseNumber, releaseLessonId }: TimedTable) {
  return { id, title, isFree, releaseKind, releaseAt, releaseNumber, releaseLessonId }
}

function learnerColumns({ courses, enrolments, cohorts }: Tables) {
  return {
    course: { id: courses.id, title: courses.title, timeZone: courses.timeZone },
    userId: enrolments.userId,
    activatedAt: enrolments.activatedAt,
    enrolledAt: enrolments.createdAt,
    cohort: { startsOn: cohorts.startsOn, timeZone: cohorts.timeZone }
  }
}
