import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import {
  prepareInsertEvent,
  prepareUpdateStatus,
  type SubmissionChanges,
  type SubmissionRow
} from './moves.repository.js'
import { nextSubmissionStatus, type SubmissionMove } from './submissions.status.js'

export interface Step {
  submission: SubmissionRow
  move: SubmissionMove
  /** Null: it happens by itself. */
  actorId: string | null
  reason?: string
  /** What else becomes of the row with it. */
  changes?: SubmissionChanges
}

export type Moves = ReturnType<typeof createMoves>

const decisions: ReadonlySet<SubmissionMove> = new Set<SubmissionMove>(['accept', 'request_changes', 'reject'])

/** The one place where the status of a submission changes, each time with its line in the history. */
export function createMoves({ database, clock }: { database: Database; clock: Clock }) {
  const updateStatus = prepareUpdateStatus(database)
  const insertEvent = prepareInsertEvent(database)

  return {
    /** Of a locked row. @throws 409 ILLEGAL_TRANSITION */
    async move(tx: Tx, { submission, move, actorId, reason = '', changes }: Step): Promise<SubmissionRow> {
      const status = nextSubmissionStatus(move, submission.status)
      const now = clock.now()
      const { draft: _draft, ...facts } = changes ?? {}
      const isDecided = decisions.has(move)
      // What is reviewed again was decided all the same; a new attempt was not.
      const decidedAt = isDecided ? now : move === 'submit' ? null : submission.decidedAt
      const version = submission.version + 1
      const moved = { ...submission, ...facts, status, decidedAt, version, updatedAt: now }
      await updateStatus(tx, moved, { isDecided, changes })
      await insertEvent(tx, {
        id: createId('submissionEvent', now.getTime()),
        submissionId: submission.id,
        move,
        fromStatus: submission.status,
        toStatus: status,
        attemptNumber: moved.attempts || null,
        actorId,
        reason,
        at: now
      })
      return moved
    },

    /** The first line, of a row that its learner has just begun. */
    async begin(tx: Tx, { id: submissionId, userId, startedAt }: SubmissionRow): Promise<void> {
      await insertEvent(tx, {
        id: createId('submissionEvent', startedAt.getTime()),
        submissionId,
        move: 'start',
        fromStatus: null,
        toStatus: nextSubmissionStatus('start', 'none'),
        attemptNumber: null,
        actorId: userId,
        reason: '',
        at: startedAt
      })
    }
  }
}
