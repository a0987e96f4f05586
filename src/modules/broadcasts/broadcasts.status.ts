import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type BroadcastState = Tables['broadcasts']['$inferSelect']['state']
export type BroadcastMove = 'change' | 'start' | 'finish' | 'cancel' | 'fail' | 'resume'

export const broadcastStates = ['scheduled', 'running', 'done', 'cancelled', 'failed'] as const

const moves: Record<BroadcastMove, { done: string; from: Partial<Record<BroadcastState, BroadcastState>> }> = {
  change: { done: 'changed', from: { scheduled: 'scheduled' } },
  start: { done: 'started', from: { scheduled: 'running', running: 'running' } },
  finish: { done: 'finished', from: { running: 'done' } },
  cancel: { done: 'cancelled', from: { scheduled: 'cancelled', running: 'cancelled' } },
  fail: { done: 'given up', from: { scheduled: 'failed', running: 'failed' } },
  resume: { done: 'resumed', from: { failed: 'running' } }
}

/** Where the move leads from there. @throws 409 ILLEGAL_TRANSITION */
export function nextBroadcastState(move: BroadcastMove, state: BroadcastState): BroadcastState {
  const { done, from } = moves[move]
  const next = from[state]
  if (!next) throw conflict('ILLEGAL_TRANSITION', `A broadcast that is ${state} cannot be ${done}`)
  return next
}
