import { and, asc, desc, eq, inArray, lt, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { CalendarDate } from '../../lib/calendar.js'
import type { VisibleCourses } from '../courses/index.js'
import type { FacilitatedPlaces } from './cohorts.access.js'
import type { CohortStatus } from './cohorts.status.js'

export type CohortRow = Tables['cohorts']['$inferSelect']
export type CohortChanges = Partial<Omit<CohortRow, 'id' | 'courseId' | 'createdBy' | 'createdAt'>>

type Course = Tables['courses']['$inferSelect']
type Enrolment = Tables['enrolments']['$inferSelect']

/** A cohort with its course, and how somebody stands to both. */
export interface FoundCohort extends CohortRow {
  course: Pick<Course, 'id' | 'slug' | 'title' | 'organizationId' | 'mentorId' | 'status' | 'visibility'>
  memberCount: number
  /** Of the viewer in the course. */
  enrolment: Pick<Enrolment, 'status' | 'expiresAt'> | null
  /** When the viewer became a member of this cohort. */
  joinedAt: Date | null
}

/** The newest first; below the id, if there is one. */
export interface Slice {
  limit: number
  beforeId: string | undefined
}

/** Which cohorts of a course: all of them, or those that the viewer is to see. */
export interface CourseCohortsRequest {
  courseId: string
  viewerId: string | undefined
  now: Date
  seesAll: boolean
  /** Whether the viewer runs what they are the facilitator of. */
  runsOwn: boolean
  status: CohortStatus | undefined
}

export interface MyCohortsRequest {
  userId: string
  now: Date
  status: CohortStatus | undefined
  /** Those that one is a member of, in courses that one sees; or those that one facilitates, where one may. */
  as: { visible: VisibleCourses } | { runsIn: FacilitatedPlaces }
}

/** What a query of cohorts asks with; `memberId` is the viewer. */
interface Asking {
  memberId: string
  now: Date
}

/** Its two left joins give way to inner ones where a condition needs their rows. */
function selectCohorts({ read, tables }: Database) {
  const { cohorts, courses, enrolments, cohortMembers } = tables
  const { id, slug, title, organizationId, mentorId, status, visibility } = courses
  const memberCount = sql`(select count(*) from ${cohortMembers}
    inner join ${enrolments} on ${enrolments.id} = ${cohortMembers.enrolmentId}
    where ${cohortMembers.cohortId} = ${cohorts.id} and ${isLearning(tables, sql.placeholder('now'))})`
  return read
    .select({
      cohort: cohorts,
      course: { id, slug, title, organizationId, mentorId, status, visibility },
      enrolment: { status: enrolments.status, expiresAt: enrolments.expiresAt },
      joinedAt: cohortMembers.joinedAt,
      memberCount: memberCount.mapWith(Number)
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(
      enrolments,
      and(eq(enrolments.courseId, cohorts.courseId), eq(enrolments.userId, sql.placeholder('memberId')))
    )
    .leftJoin(cohortMembers, and(eq(cohortMembers.enrolmentId, enrolments.id), eq(cohortMembers.cohortId, cohorts.id)))
}

type Selected = Awaited<ReturnType<typeof selectCohorts>>[number]

function flatten({ cohort, ...found }: Selected): FoundCohort {
  return { ...cohort, ...found }
}

/** Who takes the course, or has completed it. The others are in their cohort no more, although their row may still be there. */
export function isLearning({ enrolments: { status, expiresAt } }: Tables, now: Date | Placeholder): SQL {
  return sql`(${status} = 'completed' or ${status} = 'active'
    and (${expiresAt} is null or ${expiresAt} > ${sql.param(now, expiresAt)}))`
}

export function prepareFindCohort(database: Database) {
  const statement = selectCohorts(database)
    .where(eq(database.tables.cohorts.id, sql.placeholder('id')))
    .prepare('find_cohort')
  return async (id: string, asking: Asking): Promise<FoundCohort | undefined> => {
    const [found] = await statement.execute({ id, ...asking })
    return found && flatten(found)
  }
}

/** Those that match, the newest first. */
export async function listCohorts(
  database: Database,
  { matches, values }: CohortFilter,
  { limit, beforeId }: Slice
): Promise<FoundCohort[]> {
  const { cohorts } = database.tables
  const rows = await selectCohorts(database)
    .where(and(matches, beforeId === undefined ? undefined : lt(cohorts.id, beforeId)))
    .orderBy(desc(cohorts.id))
    .limit(limit)
    .prepare('')
    .execute(values)
  return rows.map(flatten)
}

export async function countCohorts(database: Database, { matches, values }: CohortFilter): Promise<number> {
  const [row] = await database.read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(selectCohorts(database).where(matches).as('matching'))
    .prepare('')
    .execute(values)
  return row?.n ?? 0
}

/** A condition with placeholders, and their values. */
export interface CohortFilter {
  matches: SQL | undefined
  values: Record<string, unknown>
}

export function cohortsOfCourse({ tables }: Database, request: CourseCohortsRequest): CohortFilter {
  const { courseId, viewerId = '', now, seesAll, runsOwn, status } = request
  const { cohorts, cohortMembers } = tables
  const isMember = sql`(${cohortMembers.cohortId} is not null and ${isLearning(tables, sql.placeholder('now'))})`
  return {
    matches: and(
      eq(cohorts.courseId, courseId),
      status === undefined ? undefined : eq(cohorts.status, status),
      seesAll
        ? undefined
        : or(eq(cohorts.isOpen, true), runsOwn ? eq(cohorts.facilitatorId, viewerId) : undefined, isMember)
    ),
    values: { memberId: viewerId, now }
  }
}

export function cohortsOfUser({ tables }: Database, request: MyCohortsRequest): CohortFilter {
  const { userId, now, as, status } = request
  const { cohorts, cohortMembers, enrolments } = tables
  const visible = 'visible' in as ? as.visible : undefined
  const isMember = and(
    eq(enrolments.userId, userId),
    eq(cohortMembers.cohortId, cohorts.id),
    isLearning(tables, sql.placeholder('now')),
    visible?.condition
  )
  return {
    matches: and(
      'runsIn' in as ? and(eq(cohorts.facilitatorId, userId), isRunIn(tables, userId, as.runsIn)) : isMember,
      status === undefined ? undefined : eq(cohorts.status, status)
    ),
    values: { ...visible?.values, memberId: userId, now }
  }
}

function isRunIn({ courses }: Tables, userId: string, { any, mentored }: FacilitatedPlaces): SQL | undefined {
  if (any === 'all') return undefined
  const isMentored = and(
    eq(courses.mentorId, userId),
    mentored === 'all' ? undefined : inArray(courses.organizationId, [...mentored])
  )
  return or(inArray(courses.organizationId, [...any]), isMentored)
}

/** The cohort as it stays until the commit. */
export async function lockCohort(database: Database, tx: Tx, id: string): Promise<CohortRow | undefined> {
  const { cohorts } = database.tables
  const [cohort] = await database.lock(tx.select().from(cohorts).where(eq(cohorts.id, id)))
  return cohort
}

/** All of a course, the oldest first, so that two who lock them never wait for each other. */
export async function lockCohortsOfCourse(database: Database, tx: Tx, courseId: string): Promise<CohortRow[]> {
  const { cohorts } = database.tables
  return database.lock(tx.select().from(cohorts).where(eq(cohorts.courseId, courseId)).orderBy(asc(cohorts.id)))
}

export async function insertCohort({ tables: { cohorts } }: Database, tx: Tx, row: CohortRow): Promise<void> {
  await tx.insert(cohorts).values(row)
}

/** Of a locked cohort. */
export async function updateCohort(
  { tables: { cohorts } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: CohortChanges }
): Promise<void> {
  await tx.update(cohorts).set(changes).where(eq(cohorts.id, id))
}

export async function deleteCohort({ tables: { cohorts } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(cohorts).where(eq(cohorts.id, id))
}

/** Whether a learner, also one who has left it since, has done something for it. */
export async function hasResults(
  { tables: { checkpoints, checkpointResults } }: Database,
  tx: Tx,
  cohortId: string
): Promise<boolean> {
  const [row] = await tx
    .select({ userId: checkpointResults.userId })
    .from(checkpoints)
    .innerJoin(checkpointResults, eq(checkpointResults.checkpointId, checkpoints.id))
    .where(eq(checkpoints.cohortId, cohortId))
    .limit(1)
  return row !== undefined
}

/** Those that may have begun or ended by that day, in whatever time zone. The words stand in the text for the index to be used. */
export async function findMovable(
  { read, tables: { cohorts } }: Database,
  date: CalendarDate
): Promise<Pick<CohortRow, 'id' | 'status' | 'startsOn' | 'endsOn' | 'timeZone'>[]> {
  const { id, status, startsOn, endsOn, timeZone } = cohorts
  return read
    .select({ id, status, startsOn, endsOn, timeZone })
    .from(cohorts)
    .where(sql`${status} <> 'completed' and ${startsOn} <= ${date} and (${status} = 'upcoming' or ${endsOn} < ${date})`)
    .orderBy(startsOn)
}
