import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type DeliveryState = Tables['webhookDeliveries']['$inferSelect']['state']
export type DeliveryMove = 'send' | 'take' | 'putOff' | 'giveUp' | 'redeliver'

const moves: Record<DeliveryMove, Partial<Record<DeliveryState, DeliveryState>>> = {
  /** Also of one that is being sent: by a process that has come to its end. */
  send: { pending: 'sending', sending: 'sending' },
  take: { sending: 'delivered' },
  putOff: { sending: 'pending' },
  giveUp: { sending: 'dead', pending: 'dead' },
  redeliver: { delivered: 'pending', dead: 'pending' }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextDeliveryState(move: DeliveryMove, state: DeliveryState): DeliveryState {
  const next = moves[move][state]
  if (!next) throw conflict('ILLEGAL_TRANSITION', `A delivery that is ${state} is not sent again: it is under way`)
  return next
}
