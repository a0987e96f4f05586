import { type AnyColumn, and, desc, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type Happening, happenings } from './kinds.js'
import { isOf, type Scope } from './scope.repository.js'

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

const bare = { work: null, decision: null, serial: null }

async function findHandedIn({ read, tables }: Database, scope: Scope, { after, limit }: Asked): Promise<RecentRow[]> {
  const { reviewRequests: requests, users, courses, projects } = tables
  const { queuedAt, id } = requests
  const rows = await read
    .select({
      id,
      at: queuedAt,
      user: person(users),
      course: { id: courses.id, title: courses.title },
      submissionId: requests.submissionId,
      projectTitle: projects.title
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .innerJoin(courses, eq(courses.id, requests.courseId))
    .innerJoin(projects, eq(projects.id, requests.projectId))
    .where(
      and(
        eq(requests.round, 1),
        ne(requests.status, 'cancelled'),
        isOf(scope.courseIds, requests.courseId),
        isAfter({ at: queuedAt, id, type: 'handed_in' }, after)
      )
    )
    .orderBy(desc(queuedAt), desc(id))
    .limit(limit)
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
  const { id } = requests
  const decidedAt = sql<Date>`${requests.decidedAt}`.mapWith(requests.decidedAt)
  const reviewers = alias(users, 'reviewers')
  const rows = await read
    .select({
      id,
      at: decidedAt,
      user: { id: reviewers.id, username: reviewers.username, fullName: reviewers.fullName },
      course: { id: courses.id, title: courses.title },
      learner: person(users),
      submissionId: requests.submissionId,
      projectTitle: projects.title,
      decision: reviews.decision
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .innerJoin(courses, eq(courses.id, requests.courseId))
    .innerJoin(projects, eq(projects.id, requests.projectId))
    .leftJoin(reviews, and(eq(reviews.requestId, id), isNotNull(reviews.decision)))
    .leftJoin(reviewers, eq(reviewers.id, requests.claimedBy))
    .where(
      and(
        eq(requests.status, 'decided'),
        isNotNull(requests.decidedAt), // as the index of what was decided says it
        isOf(scope.courseIds, requests.courseId),
        isAfter({ at: requests.decidedAt, id, type: 'decided' }, after)
      )
    )
    .orderBy(desc(requests.decidedAt), desc(id))
    .limit(limit)
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
  const { id, courseId, status, activatedAt, completedAt } = enrolments
  const at = type === 'enrolled' ? activatedAt : completedAt
  const rows = await read
    .select({
      id,
      at: sql<Date>`${at}`.mapWith(at),
      user: person(users),
      course: { id: courses.id, title: courses.title }
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .innerJoin(courses, eq(courses.id, courseId))
    .where(
      and(
        isNotNull(at),
        type === 'completed' ? eq(status, 'completed') : undefined,
        isOf(scope.namedCourseIds, courseId),
        isAfter({ at, id, type }, after)
      )
    )
    .orderBy(desc(at), desc(id))
    .limit(limit)
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
  const { id, issuedAt, serial } = certificates
  const rows = await read
    .select({ id, at: issuedAt, user: person(users), course: { id: courses.id, title: courses.title }, serial })
    .from(certificates)
    .innerJoin(users, eq(users.id, certificates.userId))
    .innerJoin(courses, eq(courses.id, certificates.courseId))
    .where(
      and(
        isNull(certificates.revokedAt),
        isOf(scope.namedCourseIds, certificates.courseId),
        isAfter({ at: issuedAt, id, type: 'certificate_issued' }, after)
      )
    )
    .orderBy(desc(issuedAt), desc(id))
    .limit(limit)
    .prepare('')
    .execute(scope.values)
  return rows.map((row) => ({ ...bare, ...row, type: 'certificate_issued' }))
}

/** Who published it is in the audit log alone. */
async function findPublished({ read, tables }: Database, scope: Scope, { after, limit }: Asked): Promise<RecentRow[]> {
  const { id, title, status, publishedAt } = tables.courses
  const rows = await read
    .select({ id, title, at: sql<Date>`${publishedAt}`.mapWith(publishedAt) })
    .from(tables.courses)
    .where(
      and(
        ne(status, 'draft'),
        isNotNull(publishedAt),
        isOf(scope.courseIds, id),
        isAfter({ at: publishedAt, id, type: 'published' }, after)
      )
    )
    .orderBy(desc(publishedAt), desc(id))
    .limit(limit)
    .prepare('')
    .execute(scope.values)
  return rows.map(({ id, title, at }) => ({ ...bare, id, at, type: 'published', user: null, course: { id, title } }))
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
