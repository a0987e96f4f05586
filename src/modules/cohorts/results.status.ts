import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type ResultStatus = Tables['checkpointResults']['$inferSelect']['status']
export type ResultMove = 'do' | 'approve' | 'return'

/** `none`: the learner has not done it. A reviewer may change their mind. */
const moves: Record<ResultMove, Partial<Record<ResultStatus | 'none', ResultStatus>>> = {
  do: { none: 'done', done: 'done', returned: 'done' },
  approve: { done: 'approved', returned: 'approved', approved: 'approved' },
  return: { done: 'returned', approved: 'returned', returned: 'returned' }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextResultStatus(move: ResultMove, status: ResultStatus | undefined): ResultStatus {
  const next = moves[move][status ?? 'none']
  if (next) return next
  throw conflict('ILLEGAL_TRANSITION', status ? `It is ${status} and stays so` : 'It has not been done yet')
}
