import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { AppError, forbidden, notFound } from '../../lib/errors.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { ReviewersModuleDeps } from './index.js'
import type { ReviewerLookup } from './reviewers.lookup.js'
import { findCandidates, findReviewers, type ReviewerRow, replaceListed } from './reviewers.repository.js'

export interface ReviewersDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  lookup: ReviewerLookup
  events: Pick<Events, 'emit'>
  onLeft: ReviewersModuleDeps['onLeft']
}

export type ReviewersService = ReturnType<typeof createReviewersService>

/** The list of those who review a course besides its mentor. */
export function createReviewersService(deps: ReviewersDeps) {
  const { database, clock, audit, courses, lookup, events, onLeft } = deps
  const { mayManage, mayReadEnrolments, maySee } = courses.rules

  /** A reviewer of a course for the invited need not see it in the catalogue. @throws 404; 403 */
  async function requireStaff(viewer: Viewer, ref: string): Promise<FoundCourse> {
    const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
    if (mayReadEnrolments(viewer, course) || (await lookup.mayReview(viewer, course))) return course
    if (maySee(viewer, course, course.enrolmentStatus)) throw forbidden()
    throw notFound('Course')
  }

  async function findInOrder(courseId: string): Promise<ReviewerRow[]> {
    const rows = await findReviewers(database, database.read, courseId)
    return rows.sort((a, b) => Number(b.isMentor) - Number(a.isMentor) || (a.username < b.username ? -1 : 1))
  }

  /** @throws 422 NOT_A_REVIEWER naming each who may not */
  async function requireAble(tx: Tx, courseId: string, userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return
    const rows = await findCandidates(database, tx, { courseId, userIds })
    const able = new Set(rows.filter(({ mayReview }) => mayReview).map(({ userId }) => userId))
    const unable = userIds.flatMap((id, i) => (able.has(id) ? [] : [`userIds.${i}`]))
    if (unable.length === 0) return
    const message = 'must be somebody who may review in the organisation of the course'
    const details = Object.fromEntries(unable.map((field) => [field, [message]]))
    throw new AppError(422, 'NOT_A_REVIEWER', `${unable[0]} ${message}`, { details })
  }

  async function tellAdded(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, added, actorId }: { course: CourseRow; added: readonly string[]; actorId: string }
  ): Promise<void> {
    if (added.length === 0) return
    await events.emit(tx, afterCommit, {
      type: 'reviewer_added',
      data: { courseId: course.id, courseTitle: course.title, reviewerIds: [...added] },
      audience: { userIds: added.filter((id) => id !== actorId) },
      actorId,
      courseId: course.id
    })
  }

  return {
    /** @throws 404; 403 */
    async list(viewer: Viewer, ref: string): Promise<ReviewerRow[]> {
      return findInOrder((await requireStaff(viewer, ref)).id)
    },

    /**
     * Replaces the whole list; the same list again changes nothing. What those hold who are on it no more goes back to the
     * queue; who is new is told.
     * @throws 404; 403; 422 NOT_A_REVIEWER
     */
    async replace(actor: Viewer, ref: string, wanted: readonly string[]): Promise<ReviewerRow[]> {
      const seen = await requireStaff(actor, ref)
      if (!mayManage(actor, seen)) throw forbidden()
      const { id: courseId } = seen
      const userIds = [...new Set(wanted)]
      await database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref: courseId, rule: mayManage })
        await requireAble(tx, courseId, wanted)
        const fresh = { createdBy: actor.userId, createdAt: clock.now() }
        const { added, removed } = await replaceListed(database, tx, { courseId, userIds, ...fresh })
        if (added.length > 0 || removed.length > 0) {
          const resource = { type: 'course', id: courseId }
          audit.record(tx, { action: 'reviewer.change', resource, before: { removed }, after: { added } })
        }
        for (const userId of removed) if (userId !== course.mentorId) await onLeft(tx, { courseId, userId })
        await tellAdded(tx, afterCommit, { course, added, actorId: actor.userId })
      })
      return findInOrder(courseId)
    }
  }
}
