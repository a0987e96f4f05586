import type { Database } from '../../db/database.js'
import { forbidden, notFound } from '../../lib/errors.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { prepareFindRequest, type RequestRow } from './requests.repository.js'

export interface RequestAccessDeps {
  database: Database
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview'>
}

/** A request, and what its viewer is to it. */
export interface SeenRequest {
  request: RequestRow
  course: FoundCourse
  isReviewer: boolean
}

export type RequestAccess = ReturnType<typeof createRequestAccess>

/** Who sees which request, and who may decide it. */
export function createRequestAccess({ database, courses, reviewers }: RequestAccessDeps) {
  const find = prepareFindRequest(database)

  /** For the reviewers and the staff of its course. @throws 404 */
  async function requireSeen(viewer: Viewer, id: string): Promise<SeenRequest> {
    const request = await find(id)
    if (!request) throw notFound('Review')
    // Whether they see the course decides nothing here.
    const course = await courses.requirePermitted(viewer, { ref: request.courseId, rule: () => true })
    const isReviewer = await reviewers.mayReview(viewer, course)
    if (!isReviewer && !courses.rules.mayReadEnrolments(viewer, course)) throw notFound('Review')
    return { request, course, isReviewer }
  }

  return {
    requireSeen,

    /** For its reviewers, of others' work. @throws 403 FORBIDDEN, OWN_WORK; 404 */
    async requireReviewer(viewer: Viewer, id: string): Promise<SeenRequest> {
      const seen = await requireSeen(viewer, id)
      if (!seen.isReviewer) throw forbidden()
      if (seen.request.userId === viewer.userId) throw forbidden('Somebody else reviews your work', 'OWN_WORK')
      return seen
    }
  }
}
