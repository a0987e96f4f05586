import { hourMs } from '../../lib/clock.js'
import { conflict } from '../../lib/errors.js'
import type { RequestRow } from './requests.repository.js'

/** How long a reviewer has what they claimed, from their last sign of work on it. */
export const claimMs = 2 * hourMs

type Claim = Pick<RequestRow, 'status' | 'claimedBy' | 'claimExpiresAt'>

/** Whether somebody holds it by the clock: a claim that is over holds nobody up, whether that has been noted yet or not. */
export function isHeld({ status, claimExpiresAt }: Pick<Claim, 'status' | 'claimExpiresAt'>, now: Date): boolean {
  return status === 'claimed' && claimExpiresAt !== null && claimExpiresAt > now
}

export function expiryFrom(now: Date): Date {
  return new Date(now.getTime() + claimMs)
}

/** Of a locked request: the user holds it. @throws 409 NOT_CLAIMED, CLAIM_EXPIRED */
export function requireMine(request: Claim, userId: string, now: Date): void {
  if (request.status !== 'claimed' || request.claimedBy !== userId) {
    throw conflict('NOT_CLAIMED', 'You have not claimed this review')
  }
  if (!isHeld(request, now)) throw conflict('CLAIM_EXPIRED', 'Your claim is over: claim the review again')
}
