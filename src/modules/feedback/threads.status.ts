import { conflict } from '../../lib/errors.js'

export const threadStatuses = ['open', 'resolved'] as const
export type ThreadStatus = (typeof threadStatuses)[number]
export type ThreadMove = 'resolve' | 'reopen'

const moves: Record<ThreadMove, Partial<Record<ThreadStatus, ThreadStatus>>> = {
  resolve: { open: 'resolved' },
  reopen: { resolved: 'open' }
}

export function statusOf({ resolvedAt }: { resolvedAt: Date | null }): ThreadStatus {
  return resolvedAt ? 'resolved' : 'open'
}

/** The one place where a thread changes its state. @throws 409 ILLEGAL_TRANSITION */
export function nextThreadStatus(move: ThreadMove, from: ThreadStatus): ThreadStatus {
  const next = moves[move][from]
  if (!next) throw conflict('ILLEGAL_TRANSITION', `The thread is ${from} already`)
  return next
}
