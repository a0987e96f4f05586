import type { Database } from '../../db/database.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import type { Grades } from '../grades/index.js'
import type { Submissions } from '../submissions/index.js'
import { countDecided, type DecidedReview, listDecided, type Position } from './submission-reviews.repository.js'
import type { SubmissionReviewsParams } from './submission-reviews.schemas.js'

export interface SubmissionReviewsDeps {
  database: Database
  submissions: Pick<Submissions, 'requireSeen'>
  grades: Pick<Grades, 'showsPoints'>
}

export type SubmissionReviewsService = ReturnType<typeof createSubmissionReviewsService>

const sort = '-attempt'

/** What was decided of a submission, and how much of it who sees. */
export function createSubmissionReviewsService({ database, submissions, grades }: SubmissionReviewsDeps) {
  return {
    /** For its learner and the staff of the course; `hasPoints`: whether the viewer sees them. @throws 400; 404 */
    async list(
      viewer: Viewer,
      submissionId: string,
      { limit = defaultPageSize, cursor, total }: SubmissionReviewsParams
    ): Promise<{ page: Page<DecidedReview>; hasPoints: boolean }> {
      const { submission, isOwner } = await submissions.requireSeen(viewer, submissionId)
      const { courseId, userId, projectId } = submission
      const below = cursor === undefined ? undefined : decodePosition(cursor)
      const rows = await listDecided(database, submissionId, { limit: limit + 1, below })
      const key = ({ attemptNumber, round }: DecidedReview) => [attemptNumber, round]
      const page = toPage(rows, limit, { sort, key, present: (row) => row })
      return {
        page: total ? { ...page, total: await countDecided(database, submissionId) } : page,
        // Who learns here and works on the course, too, is a learner of their own work.
        hasPoints: !isOwner || (await grades.showsPoints({ courseId, userId, kind: 'project', itemId: projectId }))
      }
    }
  }
}

/** @throws 400 naming `cursor` */
function decodePosition(cursor: string): Position {
  const [attemptNumber, round] = decodeCursor(cursor, sort, ['number', 'number'])
  return { attemptNumber: Number(attemptNumber), round: Number(round) }
}
