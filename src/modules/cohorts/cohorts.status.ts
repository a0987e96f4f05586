import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type CohortStatus = Tables['cohorts']['$inferSelect']['status']
export type CohortMove = 'start' | 'complete'

const moves: Record<CohortMove, { done: string; from: Partial<Record<CohortStatus, CohortStatus>> }> = {
  start: { done: 'started', from: { upcoming: 'active' } },
  complete: { done: 'completed', from: { active: 'completed' } }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextCohortStatus(move: CohortMove, status: CohortStatus): CohortStatus {
  const { done, from } = moves[move]
  const next = from[status]
  if (!next) throw conflict('ILLEGAL_TRANSITION', `A cohort that is ${status} cannot be ${done}`)
  return next
}
