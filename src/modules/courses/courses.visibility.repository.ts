import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'
import type { Sight } from './courses.access.js'

/** The names of the placeholders that the condition has, with their values. */
export type SightValues = Record<string, string | Date>

/**
 * Which courses a viewer sees, as a condition with placeholders; undefined when they see all. The same rule for one course
 * is `maySee` in courses.access.ts. None of it can drive a query by an index of its own, so that the order of the list does.
 * Who manages nothing sees no draft: said in so many words, it lets them use the indexes that have no drafts. The words
 * stand in the text, because SQLite compares with a parameter at twice the cost.
 */
export function visibleTo({ courses, enrolments }: Tables, sight: Sight | null): SQL | undefined {
  const isNoDraft = sql`${courses.status} <> 'draft'`
  const isPublic = sql`(${courses.status} = 'published' and ${courses.visibility} = 'public')`
  if (!sight) return and(isNoDraft, isPublic)
  if (sight.managed === 'all') return undefined
  const viewerId = sql.placeholder('viewerId')
  const now = sql.param(sql.placeholder('now'), enrolments.expiresAt)
  const isInternal = sql`${courses.status} = 'published' and ${courses.visibility} = 'internal'`
  const isOpen = or(
    isPublic,
    sight.member.length > 0 ? and(isInternal, isIn(courses, 'member', sight.member)) : undefined
  )
  const isEnrolled = sql`exists (select 1 from ${enrolments} where ${enrolments.courseId} = ${courses.id}
    and ${enrolments.userId} = ${viewerId} and (${enrolments.status} = 'completed'
      or (${enrolments.status} = 'pending' and ${courses.status} = 'published')
      or (${enrolments.status} = 'active' and (${enrolments.expiresAt} is null or ${enrolments.expiresAt} > ${now}))))`
  if (!managesSome(sight)) return and(isNoDraft, or(isOpen, isEnrolled))
  const isMentored = and(
    eq(courses.mentorId, viewerId),
    sight.mentored === 'all' ? undefined : isIn(courses, 'mentored', sight.mentored)
  )
  return or(
    isOpen,
    sight.managed.length > 0 ? isIn(courses, 'managed', sight.managed) : undefined,
    sight.mentored.length > 0 ? isMentored : undefined,
    and(isNoDraft, isEnrolled)
  )
}

/** The condition and its values together, for queries of other modules that join the courses. */
export interface VisibleCourses {
  condition: SQL | undefined
  values: SightValues
  /** Conditions of the same shape are the same text: by it a prepared query is found again. */
  shape: string
}

export function visibleCourses(tables: Tables, sight: Sight | null): VisibleCourses {
  return { condition: visibleTo(tables, sight), values: sightValues(sight), shape: sightShape(sight) }
}

function managesSome({ managed, mentored }: Sight): boolean {
  return managed.length > 0 || mentored.length > 0
}

function isIn(courses: Tables['courses'], kind: string, organizations: readonly string[]): SQL {
  return inArray(courses.organizationId, placeholders(kind, organizations))
}

/** What tells apart the conditions that `visibleTo` can make. */
export function sightShape(sight: Sight | null): string {
  if (!sight) return 'anybody'
  if (sight.managed === 'all') return 'all'
  const mentored = sight.mentored === 'all' ? 'all' : paddedLength(sight.mentored)
  return `${paddedLength(sight.member)} ${paddedLength(sight.managed)} ${mentored}`
}

export function sightValues(sight: Sight | null): SightValues {
  if (!sight) return {}
  const values: SightValues = { viewerId: sight.userId, now: sight.now }
  for (const kind of ['member', 'managed', 'mentored'] as const) {
    const organizations = sight[kind]
    if (organizations === 'all') continue
    const last = organizations.at(-1) ?? ''
    for (let i = 0; i < paddedLength(organizations); i++) values[`${kind}${i}`] = organizations[i] ?? last
  }
  return values
}

function placeholders(kind: string, organizations: readonly string[]) {
  return Array.from({ length: paddedLength(organizations) }, (_, i) => sql.placeholder(`${kind}${i}`))
}

/** Lists are filled up to a power of two, so that there are few statements to prepare. */
function paddedLength({ length }: readonly string[]): number {
  return length === 0 ? 0 : 2 ** Math.ceil(Math.log2(length))
}
