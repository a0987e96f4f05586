import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import {
  type Decided,
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

const decisions: Record<SubmissionMove, Decided> = {
  start: 'as before',
  submit: 'no more',
  withdraw: 'as before',
  claim: 'as before',
  release: 'as before',
  accept: 'now',
  request_changes: 'now',
  reject: 'now',
  review_again: 'no more'
}

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
      const decided = decisions[move]
      const decidedAt = decided === 'now' ? now : decided === 'no more' ? null : submission.decidedAt
      const version = submission.version + 1
      const moved = { ...submission, ...facts, status, decidedAt, version, updatedAt: now }
      await updateStatus(tx, moved, { decided, ...(changes && { changes }) })
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

    /** The first line, of a row that was just inserted. */
    async begin(tx: Tx, { submission, actorId }: { submission: SubmissionRow; actorId: string }): Promise<void> {
      await insertEvent(tx, {
        id: createId('submissionEvent', submission.startedAt.getTime()),
        submissionId: submission.id,
        move: 'start',
        fromStatus: null,
        toStatus: nextSubmissionStatus('start', 'none'),
        attemptNumber: null,
        actorId,
        reason: '',
        at: submission.startedAt
      })
    }
  }
}
