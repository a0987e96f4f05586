import type { Database, Tx } from '../../db/database.js'
import { AppError, forbidden, notFound } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { SeenSubmission, SubmissionRow, Submissions } from '../submissions/index.js'
import { type FoundComment, findComment } from './comments.repository.js'
import { type FoundThread, findThread } from './threads.repository.js'

export interface FeedbackAccessDeps {
  database: Database
  submissions: Pick<Submissions, 'requireSeen' | 'lock'>
}

export type FeedbackAccess = ReturnType<typeof createFeedbackAccess>

/** Who may read and write what about a submission: whoever sees it reads, its learner and the reviewers write. */
export function createFeedbackAccess({ database, submissions }: FeedbackAccessDeps) {
  /** Whoever does not see the submission is not told that there is something about it. @throws 404 naming `what` */
  async function requireSeenFor(what: string, viewer: Viewer, submissionId: string): Promise<SeenSubmission> {
    try {
      return await submissions.requireSeen(viewer, submissionId)
    } catch (error) {
      throw error instanceof AppError && error.statusCode === 404 ? notFound(what) : error
    }
  }

  return {
    requireSeen: submissions.requireSeen,

    /** @throws 404 */
    async requireThread(viewer: Viewer, id: string): Promise<SeenSubmission & { thread: FoundThread }> {
      const thread = await findThread(database, database.read, id)
      if (!thread) throw notFound('Thread')
      return { ...(await requireSeenFor('Thread', viewer, thread.submissionId)), thread }
    },

    /** @throws 404 */
    async requireComment(viewer: Viewer, id: string): Promise<SeenSubmission & { comment: FoundComment }> {
      const found = await findComment(database, database.read, id)
      if (!found) throw notFound('Comment')
      const { submissionId, ...comment } = found
      return { ...(await requireSeenFor('Comment', viewer, submissionId)), comment }
    },

    /** @throws 403 for staff who only read */
    requireWriter({ isOwner, isReviewer }: SeenSubmission): void {
      if (!isOwner && !isReviewer)
        throw forbidden('Its learner and the reviewers of the course comment on a submission')
    },

    /** All that is said about a submission is written under its lock. @throws 404 */
    async lock(tx: Tx, submissionId: string): Promise<SubmissionRow> {
      const submission = await submissions.lock(tx, submissionId)
      if (!submission) throw notFound('Submission')
      return submission
    }
  }
}
