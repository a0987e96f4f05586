import type { Database } from '../../db/database.js'
import type { SubmissionDraft } from '../../db/schema/submissions.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import type { DueTerms, Projects } from '../projects/index.js'
import { countEvents, listEvents, type ShownEvent } from './history.repository.js'
import type { SeenSubmission, SubmissionLookup } from './submissions.lookup.js'
import {
  countLearnersSubmissions,
  countOwnSubmissions,
  type LearnerSubmissionRow,
  listLearnersSubmissions,
  listOwnSubmissions,
  type OwnSubmissionRow,
  type Person,
  prepareFindLearner,
  prepareFindOpenReviewId,
  prepareFindOwnId,
  readDraft
} from './submissions.repository.js'
import type { LearnersParams, ListParams, OwnParams } from './submissions.schemas.js'

export interface SubmissionsDeps {
  database: Database
  projects: Pick<Projects, 'requireReadable' | 'termsOf'>
  lookup: SubmissionLookup
}

export type SubmissionsService = ReturnType<typeof createSubmissionsService>

export interface SubmissionView extends Pick<SeenSubmission, 'submission' | 'project'>, DueTerms {
  user: Person
  /** Null for its learner. */
  openReviewId: string | null
  /** Null for all but its learner. */
  draft: SubmissionDraft | null
}

const newestFirst = '-createdAt'
const byLearner = 'learner'

/** Submissions for whoever reads them. */
export function createSubmissionsService({ database, projects, lookup }: SubmissionsDeps) {
  const findOwnId = prepareFindOwnId(database)
  const findLearner = prepareFindLearner(database)
  const findOpenReviewId = prepareFindOpenReviewId(database)

  async function get(viewer: Viewer, id: string): Promise<SubmissionView> {
    const { submission, project, course, isOwner } = await lookup.requireSeen(viewer, id)
    const { userId } = submission
    const [user, draft, openReviewId, terms] = await Promise.all([
      findLearner(userId),
      isOwner ? readDraft(database, database.read, id) : undefined,
      isOwner ? undefined : findOpenReviewId(id),
      projects.termsOf(database.read, { project, timeZone: course.timeZone, userId })
    ])
    if (!user) throw notFound('Submission')
    return { submission, project, user, draft: draft ?? null, openReviewId: openReviewId ?? null, ...terms }
  }

  return {
    /** @throws 404 */
    get,

    /** Also when one has lost access to the course: it is one's work. @throws 404; 401; 403; 409 LESSON_LOCKED */
    async getOwn(viewer: Viewer, projectId: string): Promise<SubmissionView> {
      const id = await findOwnId({ projectId, userId: viewer.userId })
      if (id !== undefined) return get(viewer, id)
      await projects.requireReadable(viewer, projectId)
      throw notFound('Submission')
    },

    /** @throws 400; 404 */
    async history(
      viewer: Viewer,
      id: string,
      { limit = defaultPageSize, cursor, total }: ListParams
    ): Promise<Page<ShownEvent>> {
      await lookup.requireSeen(viewer, id)
      const rows = await listEvents(database, id, { limit: limit + 1, beforeId: idOf(cursor, newestFirst) })
      const page = toPage(rows, limit, { sort: newestFirst, key: (row) => [row.id], present: (row) => row })
      return total ? { ...page, total: await countEvents(database, id) } : page
    },

    /** Those of a project, for the staff of its course. @throws 400; 403; 404; 409 LESSON_LOCKED */
    async listOfProject(
      viewer: Viewer,
      projectId: string,
      { limit = defaultPageSize, cursor, status, cohortId, userId, total }: LearnersParams
    ): Promise<Page<LearnerSubmissionRow>> {
      const { isStaff } = await projects.requireReadable(viewer, projectId)
      if (!isStaff) throw forbidden()
      const request = { projectId, status, cohortId, userId }
      const afterUserId = idOf(cursor, byLearner)
      const rows = await listLearnersSubmissions(database, request, { limit: limit + 1, afterUserId })
      const page = toPage(rows, limit, { sort: byLearner, key: ({ userId }) => [userId], present: (row) => row })
      return total ? { ...page, total: await countLearnersSubmissions(database, request) } : page
    },

    /** @throws 400 */
    async listOwn(
      { userId }: Viewer,
      { limit = defaultPageSize, cursor, status, courseId, total }: OwnParams
    ): Promise<Page<OwnSubmissionRow>> {
      const request = { userId, status, courseId }
      const rows = await listOwnSubmissions(database, request, {
        limit: limit + 1,
        beforeId: idOf(cursor, newestFirst)
      })
      const page = toPage(rows, limit, { sort: newestFirst, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countOwnSubmissions(database, request) } : page
    }
  }
}

function idOf(cursor: string | undefined, sort: string): string | undefined {
  return cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
}
