import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { createReviewerLookup } from './reviewers.lookup.js'
import { deleteListings, type ReviewedBy } from './reviewers.repository.js'
import { reviewersRoutes } from './reviewers.routes.js'
import { reviewerSchemas } from './reviewers.schemas.js'
import { createReviewersService } from './reviewers.service.js'

export type { ReviewedBy } from './reviewers.repository.js'

export interface ReviewersModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  events: Pick<Events, 'emit'>
  /** Whoever keeps the queue: they no longer review there, what they hold goes back. */
  onLeft: (tx: Tx, left: { courseId: string; userId: string }) => Promise<void>
}

/** Who reviews the work of a course. */
export interface Reviewers {
  /** Whether they manage or mentor the course, or are one of its reviewers and hold `submission.review` in its organisation. */
  mayReview(viewer: Viewer, course: Pick<CourseRow, 'id' | 'organizationId' | 'mentorId'>): Promise<boolean>
  /** Its mentor and its reviewers who still may: whom a submission concerns, and who take turns. In the order of their ids. */
  reviewersOf(queries: Queries, courseId: string): Promise<string[]>
  /** All courses that the viewer reviews, for a query in somebody else's repository. */
  reviewedBy(viewer: Viewer): ReviewedBy
  /** Of an account that is removed. */
  leaveAll(tx: Tx, userId: string): Promise<void>
}

export function createReviewersModule(deps: ReviewersModuleDeps) {
  const { database } = deps
  const lookup = createReviewerLookup(database)
  const service = createReviewersService({ ...deps, lookup })
  const reviewers: Reviewers = { ...lookup, leaveAll: (tx, userId) => deleteListings(database, tx, userId) }
  return { ...reviewers, routes: reviewersRoutes(service), schemas: reviewerSchemas }
}
