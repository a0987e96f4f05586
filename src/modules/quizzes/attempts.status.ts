import { conflict } from '../../lib/errors.js'
import type { AttemptRow } from './attempts.repository.js'

export type AttemptStatus = AttemptRow['status']
export type AttemptMove = 'submit' | 'grade'

const moves: Record<AttemptMove, readonly AttemptStatus[]> = {
  submit: ['in_progress'],
  grade: ['submitted', 'graded']
}

/** Where the move leads: an attempt waits as `submitted` while an answer of it has no grade. @throws 409 ILLEGAL_TRANSITION */
export function nextAttemptStatus(
  move: AttemptMove,
  from: AttemptStatus,
  isWhollyGraded: boolean
): Exclude<AttemptStatus, 'in_progress'> {
  if (!moves[move].includes(from)) {
    throw conflict('ILLEGAL_TRANSITION', `An attempt that is ${from.replace('_', ' ')} cannot be ${past[move]}`)
  }
  return isWhollyGraded ? 'graded' : 'submitted'
}

const past: Record<AttemptMove, string> = { submit: 'submitted', grade: 'graded' }
