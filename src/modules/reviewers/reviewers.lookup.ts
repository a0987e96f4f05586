import type { Database, Queries } from '../../db/database.js'
import { holds } from '../../lib/permissions.js'
import type { CourseRow, Viewer } from '../courses/index.js'
import {
  findReviewers,
  prepareFindNamedCourses,
  prepareIsListed,
  type ReviewedBy,
  reviewedBy
} from './reviewers.repository.js'
import { mayReviewUnlisted, reviewingPlaces } from './reviewers.rules.js'

/** Where somebody reviews: everywhere, or in whole organisations and single courses. */
export type ReviewedCourses = 'all' | { organizationIds: string[]; courseIds: string[] }

export type ReviewerLookup = ReturnType<typeof createReviewerLookup>

/** Who reviews which course. */
export function createReviewerLookup(database: Database) {
  const isListed = prepareIsListed(database)
  const findNamedCourses = prepareFindNamedCourses(database)

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

    async coursesOf(viewer: Viewer): Promise<ReviewedCourses> {
      const { any, mentored, listed } = reviewingPlaces(viewer)
      if (any === 'all') return 'all'
      const isIn = (places: readonly string[] | 'all', id: string) => places === 'all' || places.includes(id)
      const named = await findNamedCourses(viewer.userId)
      const courseIds = [
        ...named.mentored.filter(({ organizationId }) => isIn(mentored, organizationId)),
        ...named.listed.filter(({ organizationId }) => isIn(listed, organizationId))
      ]
        .filter(({ organizationId }) => !any.includes(organizationId))
        .map(({ id }) => id)
      return { organizationIds: [...any], courseIds: [...new Set(courseIds)] }
    },

    reviewedBy: (viewer: Viewer): ReviewedBy => reviewedBy(database.tables, reviewingPlaces(viewer))
  }
}
