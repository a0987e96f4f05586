import { and, eq, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ReviewedBy } from '../reviewers/index.js'
import type { Places, ScopeKind } from './scope.js'

/** The courses of which somebody sees figures, for a query. */
export interface Scope {
  kind: ScopeKind
  /** A query for their ids; undefined: all that there are. */
  courseIds: SQL | undefined
  /** The same of those of which they see who takes them: a reviewer sees only whose work they get. */
  namedCourseIds: SQL | undefined
  /** Whether it is much, and SQLite reads it: an index that begins with the course would look up most of what there is. */
  isWide: boolean
  /** Of the placeholders of both. */
  values: Record<string, string>
  /** Whoever has the same key sees the same courses. */
  key: string
}

export function buildScope({ tables, dialect }: Database, places: Places, reviewedBy: ReviewedBy): Scope {
  const { organizationId, whole, kind } = places
  const scope = { kind, isWide: dialect === 'sqlite' && kind !== 'courses' }
  if (whole === 'all') {
    const courseIds = organizationId === undefined ? undefined : narrowed(tables, undefined, organizationId)
    return { ...scope, courseIds, namedCourseIds: courseIds, values: {}, key: `all ${organizationId}` }
  }
  const ofWhole = whole.length > 0 ? [ofOrganizations(tables, whole)] : []
  const mentored = ofMentor(tables, places)
  return {
    ...scope,
    courseIds: narrowed(tables, union([...ofWhole, reviewedBy.courseIds]), organizationId),
    namedCourseIds: narrowed(tables, union([...ofWhole, mentored]), organizationId),
    values: reviewedBy.values,
    key: JSON.stringify([places, reviewedBy.shape, reviewedBy.values])
  }
}

/** Whether a column names a course of the scope; undefined where all are of it. */
export function isOf({ courseIds, isWide }: Pick<Scope, 'courseIds' | 'isWide'>, column: SQLWrapper): SQL | undefined {
  // The sign keeps SQLite from the indexes of the column: it cannot know how many courses there are.
  return courseIds && sql`${isWide ? sql`+${column}` : column} in (${courseIds})`
}

/** The same of those of which they see who takes them. */
export function isNamedOf({ namedCourseIds, isWide }: Scope, column: SQLWrapper): SQL | undefined {
  return isOf({ courseIds: namedCourseIds, isWide }, column)
}

function ofOrganizations({ courses }: Tables, organizationIds: readonly string[]): SQL {
  return sql`select ${courses.id} as id from ${courses} where ${inArray(courses.organizationId, [...organizationIds])}`
}

function ofMentor({ courses }: Tables, { userId, mentored }: Places): SQL {
  const isThere = mentored === 'all' ? undefined : inArray(courses.organizationId, [...mentored])
  const isMentored = mentored.length === 0 ? sql`1 = 0` : and(eq(courses.mentorId, userId), isThere)
  return sql`select ${courses.id} as id from ${courses} where ${isMentored}`
}

function union(queries: readonly SQL[]): SQL {
  return sql.join([...queries], sql` union `)
}

function narrowed({ courses }: Tables, courseIds: SQL | undefined, organizationId: string | undefined): SQL {
  if (organizationId === undefined && courseIds) return courseIds
  const isThere = organizationId === undefined ? undefined : eq(courses.organizationId, organizationId)
  return sql`select ${courses.id} as id from ${courses} where ${and(isThere, isOf({ courseIds, isWide: false }, courses.id))}`
}
