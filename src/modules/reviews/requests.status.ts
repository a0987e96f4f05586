import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type RequestStatus = Tables['reviewRequests']['$inferSelect']['status']
export type RequestMove = 'claim' | 'release' | 'decide' | 'cancel'

const moves: Record<RequestMove, { done: string; from: Partial<Record<RequestStatus, RequestStatus>> }> = {
  claim: { done: 'claimed', from: { waiting: 'claimed' } },
  release: { done: 'released', from: { claimed: 'waiting' } },
  decide: { done: 'decided', from: { claimed: 'decided' } },
  cancel: { done: 'cancelled', from: { waiting: 'cancelled' } }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextRequestStatus(move: RequestMove, status: RequestStatus): RequestStatus {
  const { done, from } = moves[move]
  const next = from[status]
  if (!next) throw conflict('ILLEGAL_TRANSITION', `A review that is ${status} cannot be ${done}`)
  return next
}
