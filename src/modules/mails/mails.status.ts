import { conflict } from '../../lib/errors.js'
import type { MailRow } from './mails.repository.js'

export const mailStates = ['queued', 'sending', 'sent', 'kept', 'dead', 'unknown'] as const
export type MailState = MailRow['state']

/** Before a server is spoken to the mail is `sending`, so that no other and no later process sends it, too. */
const moves = {
  take: { from: ['queued'], to: 'sending' },
  keep: { from: ['queued'], to: 'kept' },
  accept: { from: ['sending'], to: 'sent' },
  putOff: { from: ['sending'], to: 'queued' },
  giveUp: { from: ['sending'], to: 'dead' },
  lose: { from: ['sending'], to: 'unknown' },
  /** By hand alone. */
  sendAgain: { from: ['dead', 'unknown', 'kept'], to: 'queued' }
} as const satisfies Record<string, { from: readonly MailState[]; to: MailState }>
export type MailMove = keyof typeof moves

/** @throws 409 ILLEGAL_TRANSITION */
export function moved(state: MailState, move: MailMove): MailState {
  const { from, to } = moves[move]
  if (!(from as readonly MailState[]).includes(state))
    throw conflict('ILLEGAL_TRANSITION', `A mail that is ${state} cannot become ${to} now`)
  return to
}
