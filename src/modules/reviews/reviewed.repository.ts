import { type SQL, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'
import type { ReviewedBy } from '../reviewers/index.js'

/**
 * Of a request: whether the viewer reviews its course. Not by `exists`, of which SQLite makes a join, and reads all courses
 * to prepare it.
 */
export function isReviewed({ courses, reviewRequests: requests }: Tables, { condition }: ReviewedBy): SQL | undefined {
  if (!condition) return undefined
  return sql`(select 1 from ${courses} where ${courses.id} = ${requests.courseId} and ${condition}) is not null`
}

/** The courses themselves, where they drive a query; each is `reviewedId`. */
export function fromReviewed({ courseIds }: ReviewedBy): SQL {
  return sql`(${courseIds}) as reviewed`
}
export const reviewedId = sql<string>`reviewed.id`
