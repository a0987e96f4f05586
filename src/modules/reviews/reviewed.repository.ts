import { inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'
import type { ReviewedCourses } from '../reviewers/index.js'

export type ReviewedCourseIds = Exclude<ReviewedCourses, 'all'>

/** The courses themselves, for a query that begins with them; its values come in by placeholders. */
export function isOneOf({ courses }: Tables, { organizationIds, courseIds }: ReviewedCourseIds): SQL | undefined {
  const placeholders = (name: string, ids: readonly string[]) =>
    Array.from({ length: paddedLength(ids) }, (_, i) => sql.placeholder(`${name}${i}`))
  return or(
    inArray(courses.id, placeholders('course', courseIds)),
    organizationIds.length > 0
      ? inArray(courses.organizationId, placeholders('organization', organizationIds))
      : undefined
  )
}

/** Conditions of the same shape are the same text. */
export function reviewedShape({ organizationIds, courseIds }: ReviewedCourseIds): string {
  return `${paddedLength(courseIds)} ${paddedLength(organizationIds)}`
}

export function reviewedValues({ organizationIds, courseIds }: ReviewedCourseIds): Record<string, string> {
  const values: Record<string, string> = {}
  for (const [name, ids] of [
    ['course', courseIds],
    ['organization', organizationIds]
  ] as const) {
    for (let i = 0; i < paddedLength(ids); i++) values[`${name}${i}`] = ids[Math.min(i, ids.length - 1)] ?? ''
  }
  return values
}

/** Lists are filled up to a power of two, so that there are few statements to prepare. */
function paddedLength({ length }: readonly string[]): number {
  return length === 0 ? 0 : 2 ** Math.ceil(Math.log2(length))
}
