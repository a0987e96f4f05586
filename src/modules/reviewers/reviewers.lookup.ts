import type { Database, Queries } from '../../db/database.js'
import { holds } from '../../lib/permissions.js'
import type { CourseRow, Viewer } from '../courses/index.js'
import { createReviewedBy, findReviewers, prepareIsListed, type ReviewedBy } from './reviewers.repository.js'
import { mayReviewUnlisted, reviewingPlaces } from './reviewers.rules.js'

export type ReviewerLookup = ReturnType<typeof createReviewerLookup>

/** Who reviews which course. */
export function createReviewerLookup(database: Database) {
  const isListed = prepareIsListed(database)
  const reviewedBy = createReviewedBy(database.tables)

  return {
    async mayReview(viewer: Viewer, course: Pick<CourseRow, 'id' | 'organizationId' | 'mentorId'>): Promise<boolean> {
      if (mayReviewUnlisted(viewer, course)) return true
      if (!holds(viewer.grants, 'submission.review', course.organizationId)) return false
      return isListed({ courseId: course.id, userId: viewer.userId })
    },

    async reviewersOf(queries: Queries, courseId: string): Promise<string[]> {
      const rows = await findReviewers(database, queries, courseId)
      return rows.filter(({ mayReview }) => mayReview).map(({ userId }) => userId)
    },

    reviewedBy: (viewer: Viewer): ReviewedBy => reviewedBy(reviewingPlaces(viewer))
  }
}
