import type { submissionStatuses } from '../../db/schema/submissions.js'
import { conflict } from '../../lib/errors.js'

export type SubmissionStatus = (typeof submissionStatuses)[number]
/** `none`: the learner has not begun. Whoever hands in without having begun begins with that. */
export type SubmissionStanding = 'none' | SubmissionStatus

export type SubmissionMove =
  | 'start'
  | 'submit'
  | 'withdraw'
  | 'claim'
  | 'release'
  | 'accept'
  | 'request_changes'
  | 'reject'
  /** A second review of what was decided. */
  | 'review_again'

const moves: Record<SubmissionMove, Partial<Record<SubmissionStanding, SubmissionStatus>>> = {
  start: { none: 'draft', withdrawn: 'draft' },
  submit: {
    none: 'submitted',
    draft: 'submitted',
    changes_requested: 'submitted',
    withdrawn: 'submitted'
  },
  withdraw: { submitted: 'withdrawn' },
  claim: { submitted: 'in_review' },
  release: { in_review: 'submitted' },
  accept: { in_review: 'accepted' },
  request_changes: { in_review: 'changes_requested' },
  reject: { in_review: 'rejected' },
  review_again: { accepted: 'submitted', rejected: 'submitted', changes_requested: 'submitted' }
}

const pastForms: Record<SubmissionMove, string> = {
  start: 'begun',
  submit: 'handed in',
  withdraw: 'withdrawn',
  claim: 'claimed',
  release: 'released',
  accept: 'accepted',
  request_changes: 'sent back',
  reject: 'rejected',
  review_again: 'reviewed again'
}

/** The one table of what may become of a submission. @throws 409 ILLEGAL_TRANSITION */
export function nextSubmissionStatus(move: SubmissionMove, from: SubmissionStanding): SubmissionStatus {
  const next = moves[move][from]
  if (next) return next
  const state = from === 'none' ? 'has not begun' : `is ${from.replace('_', ' ')}`
  throw conflict('ILLEGAL_TRANSITION', `A submission that ${state} cannot be ${pastForms[move]}`)
}

/** Whether its learner may still write: what waits or is decided stays as it is. */
export function isWritable(status: SubmissionStatus): boolean {
  return status === 'draft' || status === 'changes_requested' || status === 'withdrawn'
}

/** Whether its judgement is final, as far as nobody asks for a second one. */
export function isDecided(status: SubmissionStatus): boolean {
  return status === 'accepted' || status === 'rejected'
}
