import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { ReviewingPlaces } from './reviewers.rules.js'
import { suffices } from './reviewers.rules.js'

export interface ReviewerRow {
  userId: string
  username: string
  fullName: string | null
  isMentor: boolean
  /** Whether they still hold a role by which they may. */
  mayReview: boolean
}

/** The mentor of a course and those who are listed, in the order of their ids, whether they still may review it or not. */
export async function findReviewers({ tables }: Database, queries: Queries, courseId: string): Promise<ReviewerRow[]> {
  const { courses, courseReviewers, users } = tables
  const named = sql`${users.id} in (
    select ${courseReviewers.userId} from ${courseReviewers} where ${courseReviewers.courseId} = ${courseId}
    union all select ${courses.mentorId} from ${courses} where ${courses.id} = ${courseId})`
  return findWithRoles(tables, queries, { courseId, named })
}

/** The same of these users, whoever they are. Who has no account any more is missing. */
export function findCandidates(
  { tables }: Database,
  queries: Queries,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<ReviewerRow[]> {
  return findWithRoles(tables, queries, { courseId, named: inArray(tables.users.id, [...userIds]) })
}

async function findWithRoles(
  { courses, users, roleAssignments, roles }: Tables,
  queries: Queries,
  { courseId, named }: { courseId: string; named: SQL }
): Promise<ReviewerRow[]> {
  const isHeldThere = or(
    isNull(roleAssignments.organizationId),
    eq(roleAssignments.organizationId, courses.organizationId)
  )
  const rows = await queries
    .select({
      userId: users.id,
      username: users.username,
      fullName: users.fullName,
      status: users.status,
      mentorId: courses.mentorId,
      permissions: roles.permissions
    })
    .from(courses)
    .innerJoin(users, named)
    .leftJoin(roleAssignments, and(eq(roleAssignments.userId, users.id), isHeldThere))
    .leftJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(and(eq(courses.id, courseId), isNull(users.deletedAt)))
    .orderBy(asc(users.id))
  const found = new Map<string, ReviewerRow>()
  for (const { userId, username, fullName, status, mentorId, permissions } of rows) {
    const isMentor = userId === mentorId
    const may = status === 'active' && suffices(permissions ?? [], isMentor)
    const mayReview = may || (found.get(userId)?.mayReview ?? false)
    found.set(userId, { userId, username, fullName, isMentor, mayReview })
  }
  return [...found.values()]
}

/** Whether somebody is listed: asked with every request of a reviewer, so it is prepared once. */
export function prepareIsListed({ read, tables: { courseReviewers } }: Database) {
  const query = read
    .select({ userId: courseReviewers.userId })
    .from(courseReviewers)
    .where(
      and(
        eq(courseReviewers.courseId, sql.placeholder('courseId')),
        eq(courseReviewers.userId, sql.placeholder('userId'))
      )
    )
    .prepare('')
  return async (listed: { courseId: string; userId: string }): Promise<boolean> =>
    (await query.execute(listed)).length > 0
}

/** Which courses a viewer reviews, for the queries of somebody else. */
export interface ReviewedBy {
  /** A condition on `courses`. Undefined: they review all that there are. */
  condition: SQL | undefined
  /** A query for the `id` of each of the same courses, of use where it drives another. */
  courseIds: SQL
  /** Of the placeholders of both. */
  values: Record<string, string>
  /** What is of the same shape is the same text: by it a prepared query is found again. */
  shape: string
}

const maxShapes = 100
const placeKinds = ['any', 'mentored', 'listed'] as const
type PlaceKind = (typeof placeKinds)[number]

/** Made once for each shape: to build it costs more than to ask for what is next. */
export function createReviewedBy(tables: Tables): (places: ReviewingPlaces) => ReviewedBy {
  const keep = createKeeper<Pick<ReviewedBy, 'condition' | 'courseIds'>>(maxShapes)
  return (places) => {
    const { shape, values } = valuesOf(places)
    const { condition, courseIds } = keep(shape, () => buildReviewedBy(tables, places))
    return { condition, courseIds, values, shape }
  }
}

function buildReviewedBy({ courses, courseReviewers: listed }: Tables, places: ReviewingPlaces) {
  const ids = sql`select ${courses.id} as id from ${courses}`
  if (places.any === 'all') return { condition: undefined, courseIds: ids }
  const reviewerId = sql.placeholder('reviewerId')
  const isIn = (kind: PlaceKind): SQL | undefined => {
    const organizations = places[kind]
    return organizations === 'all' ? undefined : inArray(courses.organizationId, placeholders(kind, organizations))
  }
  const isMentored = and(eq(courses.mentorId, reviewerId), isIn('mentored'))
  const isListed = and(eq(listed.courseId, courses.id), eq(listed.userId, reviewerId), isIn('listed'))
  const ways = {
    any: { condition: isIn('any'), query: sql`${ids} where ${isIn('any')}` },
    mentored: { condition: isMentored, query: sql`${ids} where ${isMentored}` },
    listed: {
      condition: sql`exists (select 1 from ${listed} where ${isListed})`,
      query: sql`select ${courses.id} as id from ${listed}, ${courses} where ${isListed}`
    }
  }
  const open = placeKinds.filter((kind) => places[kind].length > 0).map((kind) => ways[kind])
  const nowhere = sql`1 = 0`
  return {
    condition: or(...open.map(({ condition }) => condition)) ?? nowhere,
    courseIds:
      open.length > 0
        ? sql.join(
            open.map(({ query }) => query),
            sql` union `
          )
        : sql`${ids} where ${nowhere}`
  }
}

function valuesOf(places: ReviewingPlaces): Pick<ReviewedBy, 'values' | 'shape'> {
  const values: Record<string, string> = { reviewerId: places.userId }
  const shape: (string | number)[] = []
  for (const kind of placeKinds) {
    const organizations = places[kind]
    shape.push(organizations === 'all' ? 'all' : paddedLength(organizations))
    if (organizations === 'all') continue
    for (let i = 0; i < paddedLength(organizations); i++) {
      values[`${kind}${i}`] = organizations[Math.min(i, organizations.length - 1)] ?? ''
    }
  }
  return { values, shape: shape.join(' ') }
}

function placeholders(kind: string, organizations: readonly string[]) {
  return Array.from({ length: paddedLength(organizations) }, (_, i) => sql.placeholder(`${kind}${i}`))
}

/** Lists are filled up to a power of two, so that there are few statements to prepare. */
function paddedLength({ length }: readonly string[]): number {
  return length === 0 ? 0 : 2 ** Math.ceil(Math.log2(length))
}

/** Of a locked course. Returns those who are listed no more. */
export async function replaceListed(
  { tables: { courseReviewers } }: Database,
  tx: Tx,
  { courseId, userIds, ...fresh }: { courseId: string; userIds: readonly string[]; createdBy: string; createdAt: Date }
): Promise<{ added: string[]; removed: string[] }> {
  const { userId } = courseReviewers
  const rows = await tx.select({ userId }).from(courseReviewers).where(eq(courseReviewers.courseId, courseId))
  const before = new Set(rows.map((row) => row.userId))
  const wanted = new Set(userIds)
  const removed = [...before].filter((id) => !wanted.has(id))
  const added = [...wanted].filter((id) => !before.has(id))
  if (removed.length > 0) {
    await tx
      .delete(courseReviewers)
      .where(and(eq(courseReviewers.courseId, courseId), inArray(courseReviewers.userId, removed)))
  }
  if (added.length > 0) {
    await tx.insert(courseReviewers).values(added.map((id) => ({ courseId, userId: id, ...fresh })))
  }
  return { added, removed }
}

export async function deleteListings({ tables: { courseReviewers } }: Database, tx: Tx, userId: string): Promise<void> {
  await tx.delete(courseReviewers).where(eq(courseReviewers.userId, userId))
}
