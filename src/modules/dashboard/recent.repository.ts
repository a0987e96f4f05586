import { type AnyColumn, and, count, desc, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type Happening, happenings } from './kinds.js'
import { isNamedOf, isOf, type Scope } from './scope.repository.js'

interface Person {
  id: string
  username: string
  fullName: string | null
}

export interface RecentRow {
  type: Happening
  /** Of the row that tells of it: once in its type. */
  id: string
  at: Date
  /** Who did it; null: it is not known, or they are gone. */
  user: Person | null
  course: { id: string; title: string }
  /** Of work that was handed in or decided. */
  work: { submissionId: string; projectTitle: string; learner: Person } | null
  decision: Tables['reviews']['$inferSelect']['decision']
  /** Of a certificate. */
  serial: string | null
}

export interface Position {
  at: Date
  type: Happening
  id: string
}

interface Asked {
  after: Position | undefined
  limit: number
}

/** The newest of each type that come after the position, the newest first. */
export async function findRecent(database: Database, scope: Scope, asked: Asked): Promise<RecentRow[]> {
  const found = await Promise.all([
    findHandedIn(database, scope, asked),
    findDecided(database, scope, asked),
    findEntered(database, scope, { ...asked, type: 'enrolled' }),
    findEntered(database, scope, { ...asked, type: 'completed' }),
    findCertificates(database, scope, asked),
    findPublished(database, scope, asked)
  ])
  // The order of the types is that of the lists, and stays within one moment.
  return found.flat().sort((a, b) => b.at.getTime() - a.at.getTime())
}

/** How much there is in all. */
export async function countRecent({ read, tables }: Database, scope: Scope): Promise<number> {
  const conditions = conditionsOf(tables, scope)
  let total = 0
  for (const type of happenings) {
    const [row] = await read
      .select({ n: count() })
      .from(tableOf(tables, type))
      .where(conditions[type])
      .prepare('')
      .execute(scope.values)
    total += row?.n ?? 0
  }
  return total
}

function tableOf({ reviewRequests, enrolments, certificates, courses }: Tables, type: Happening) {
  if (type === 'published') return courses
  if (type === 'certificate_issued') return certificates
  return type === 'enrolled' || type === 'completed' ? enrolments : reviewRequests
}

/** Which rows tell of it. What an index holds alone is said as the index says it. */
function conditionsOf(tables: Tables, scope: Scope): Record<Happening, SQL | undefined> {
  const { reviewRequests: requests, enrolments, certificates, courses } = tables
  const isOfRequest = isOf(scope, requests.courseId)
  const isOfEnrolment = isNamedOf(scope, enrolments.courseId)
  return {
    handed_in: and(eq(requests.round, 1), ne(requests.status, 'cancelled'), isOfRequest),
    decided: and(eq(requests.status, 'decided'), isNotNull(requests.decidedAt), isOfRequest),
    enrolled: and(isNotNull(enrolments.activatedAt), isOfEnrolment),
    completed: and(isNotNull(enrolments.completedAt), eq(enrolments.status, 'completed'), isOfEnrolment),
    certificate_issued: and(isNull(certificates.revokedAt), isNamedOf(scope, certificates.courseId)),
    published: and(ne(courses.status, 'draft'), isNotNull(courses.publishedAt), isOf(scope, courses.id))
  }
}

const bare = { work: null, decision: null, serial: null }

async function findHandedIn({ read, tables }: Database, scope: Scope, { after, limit }: Asked): Promise<RecentRow[]> {
  const { reviewRequests: requests, users, courses, projects } = tables
  const { id, queuedAt, userId, courseId, projectId, submissionId } = requests
  const last = read
    .select({ id, at: queuedAt, userId, courseId, projectId, submissionId })
    .from(requests)
    .where(and(conditionsOf(tables, scope).handed_in, isAfter({ at: queuedAt, id, type: 'handed_in' }, after)))
    .orderBy(desc(queuedAt), desc(id))
    .limit(limit)
    .as('last')
  const rows = await read
    .select({
      id: last.id,
      at: last.at,
      user: person(users),
      course: { id: courses.id, title: courses.title },
      submissionId: last.submissionId,
      projectTitle: projects.title
    })
    .from(last)
    .innerJoin(users, eq(users.id, last.userId))
    .innerJoin(courses, eq(courses.id, last.courseId))
    .innerJoin(projects, eq(projects.id, last.projectId))
    .orderBy(desc(last.at), desc(last.id))
    .prepare('')
    .execute(scope.values)
  return rows.map(({ submissionId, projectTitle, ...row }) => ({
    ...row,
    ...bare,
    type: 'handed_in',
    work: { submissionId, projectTitle, learner: row.user }
  }))
}

async function findDecided({ read, tables }: Database, scope: Scope, { after, limit }: Asked): Promise<RecentRow[]> {
  const { reviewRequests: requests, reviews, users, courses, projects } = tables
  const { id, decidedAt, userId, courseId, projectId, submissionId, claimedBy } = requests
  const last = read
    .select({ id, at: certain(decidedAt).as('at'), userId, courseId, projectId, submissionId, claimedBy })
    .from(requests)
    .where(and(conditionsOf(tables, scope).decided, isAfter({ at: decidedAt, id, type: 'decided' }, after)))
    .orderBy(desc(decidedAt), desc(id))
    .limit(limit)
    .as('last')
  const reviewers = alias(users, 'reviewers')
  const rows = await read
    .select({
      id: last.id,
      at: last.at,
      user: { id: reviewers.id, username: reviewers.username, fullName: reviewers.fullName },
      course: { id: courses.id, title: courses.title },
      learner: person(users),
      submissionId: last.submissionId,
      projectTitle: projects.title,
      decision: reviews.decision
    })
    .from(last)
    .innerJoin(users, eq(users.id, last.userId))
    .innerJoin(courses, eq(courses.id, last.courseId))
    .innerJoin(projects, eq(projects.id, last.projectId))
    .leftJoin(reviews, and(eq(reviews.requestId, last.id), isNotNull(reviews.decision)))
    .leftJoin(reviewers, eq(reviewers.id, last.claimedBy))
    .orderBy(desc(last.at), desc(last.id))
    .prepare('')
    .execute(scope.values)
  return rows.map(({ submissionId, projectTitle, learner, ...row }) => ({
    ...bare,
    ...row,
    type: 'decided',
    work: { submissionId, projectTitle, learner }
  }))
}

/** Who got into a course, or completed it. */
async function findEntered(
  { read, tables }: Database,
  scope: Scope,
  { type, after, limit }: Asked & { type: 'enrolled' | 'completed' }
): Promise<RecentRow[]> {
  const { enrolments, users, courses } = tables
  const { id, userId, courseId, activatedAt, completedAt } = enrolments
  const at = type === 'enrolled' ? activatedAt : completedAt
  const last = read
    .select({ id, at: certain(at).as('at'), userId, courseId })
    .from(enrolments)
    .where(and(conditionsOf(tables, scope)[type], isAfter({ at, id, type }, after)))
    .orderBy(desc(at), desc(id))
    .limit(limit)
    .as('last')
  const rows = await read
    .select({ id: last.id, at: last.at, user: person(users), course: { id: courses.id, title: courses.title } })
    .from(last)
    .innerJoin(users, eq(users.id, last.userId))
    .innerJoin(courses, eq(courses.id, last.courseId))
    .orderBy(desc(last.at), desc(last.id))
    .prepare('')
    .execute(scope.values)
  return rows.map((row) => ({ ...bare, ...row, type }))
}

async function findCertificates(
  { read, tables }: Database,
  scope: Scope,
  { after, limit }: Asked
): Promise<RecentRow[]> {
  const { certificates, users, courses } = tables
  const { id, issuedAt, serial, userId, courseId } = certificates
  const last = read
    .select({ id, at: issuedAt, serial, userId, courseId })
    .from(certificates)
    .where(
      and(
        conditionsOf(tables, scope).certificate_issued,
        isAfter({ at: issuedAt, id, type: 'certificate_issued' }, after)
      )
    )
    .orderBy(desc(issuedAt), desc(id))
    .limit(limit)
    .as('last')
  const course = { id: courses.id, title: courses.title }
  const rows = await read
    .select({ id: last.id, at: last.at, user: person(users), course, serial: last.serial })
    .from(last)
    .innerJoin(users, eq(users.id, last.userId))
    .innerJoin(courses, eq(courses.id, last.courseId))
    .orderBy(desc(last.at), desc(last.id))
    .prepare('')
    .execute(scope.values)
  return rows.map((row) => ({ ...bare, ...row, type: 'certificate_issued' }))
}

/** Who published it is in the audit log alone. */
async function findPublished({ read, tables }: Database, scope: Scope, { after, limit }: Asked): Promise<RecentRow[]> {
  const { id, title, publishedAt } = tables.courses
  const rows = await read
    .select({ id, title, at: certain(publishedAt) })
    .from(tables.courses)
    .where(and(conditionsOf(tables, scope).published, isAfter({ at: publishedAt, id, type: 'published' }, after)))
    .orderBy(desc(publishedAt), desc(id))
    .limit(limit)
    .prepare('')
    .execute(scope.values)
  return rows.map(({ id, title, at }) => ({ ...bare, id, at, type: 'published', user: null, course: { id, title } }))
}

/** Of rows in which it is not null. */
function certain(at: AnyColumn): SQL<Date> {
  return sql`${at}`.mapWith((value) => at.mapFromDriverValue(value) as Date)
}

function person({ id, username, fullName }: Tables['users']) {
  return { id, username, fullName }
}

/** Whether a row comes after the position: earlier, or of the same moment by the order of the types, and then of the ids. */
function isAfter(
  { at, id, type }: { at: AnyColumn; id: AnyColumn; type: Happening },
  after: Position | undefined
): SQL | undefined {
  if (!after) return undefined
  const moment = sql.param(after.at, at)
  const order = happenings.indexOf(type) - happenings.indexOf(after.type)
  if (order === 0) return sql`(${at}, ${id}) < (${moment}, ${after.id})`
  return order < 0 ? sql`${at} < ${moment}` : sql`${at} <= ${moment}`
}
