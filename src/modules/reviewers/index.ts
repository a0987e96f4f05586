import type { FastifyPluginAsync } from 'fastify'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'

export interface ReviewersModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  notifications: Pick<Notifications, 'notify'>
  /** Whoever keeps the queue: they no longer review there, what they hold goes back. */
  onLeft: (tx: Tx, left: { courseId: string; userId: string }) => Promise<void>
}

/** Where somebody reviews: everywhere, or in whole organisations and single courses. */
export type ReviewedCourses = 'all' | { organizationIds: string[]; courseIds: string[] }

/** Who reviews the work of a course. */
export interface Reviewers {
  /** Whether they manage the course, or are one of its reviewers and hold `submission.review` in its organisation. */
  mayReview(viewer: Viewer, course: Pick<CourseRow, 'id' | 'organizationId' | 'mentorId'>): Promise<boolean>
  /** Its mentor and its reviewers: whom a submission concerns, and who take turns. */
  reviewersOf(queries: Queries, courseId: string): Promise<string[]>
  /** All courses that the viewer reviews. */
  coursesOf(viewer: Viewer): Promise<ReviewedCourses>
  /** Of an account that is removed. */
  leaveAll(tx: Tx, userId: string): Promise<void>
}

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet')
}

export function createReviewersModule(_deps: ReviewersModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const reviewers: Reviewers = {
    mayReview: notBuilt,
    reviewersOf: notBuilt,
    coursesOf: notBuilt,
    leaveAll: async () => {}
  }
  return { ...reviewers, routes, schemas: [] }
}
