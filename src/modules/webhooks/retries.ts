import { dayMs, hourMs, minuteMs, secondMs } from '../../lib/clock.js'
import type { EndpointRow } from './webhooks.repository.js'

/** After each attempt, as Standard Webhooks suggests: eight attempts over a little more than a day. */
const pausesMs = [5 * secondMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 8 * hourMs, 10 * hourMs]
/** So that what failed together does not come back together. */
const jitter = 0.1

/** Switched off when nothing was taken for so long, and it was tried so often or something was given up. */
const failingMs = dayMs
const failingAttempts = 10

/** How long what waits for one that is switched off is kept for it. */
export const keptMs = dayMs

/** How long to wait after so many attempts, at least as long as the receiver asks; undefined: that was the last. */
export function pauseAfter(attempts: number, retryAfterMs: number | null): number | undefined {
  const pauseMs = pausesMs[attempts - 1]
  if (pauseMs === undefined) return undefined
  return Math.max(Math.ceil(pauseMs * (1 + Math.random() * jitter)), retryAfterMs ?? 0)
}

/** What becomes of an endpoint that did not take something, in an attempt that began at that time. */
export function afterFailure(
  { failures, failingSince, state, ...endpoint }: EndpointRow,
  { startedAt, status, isGivenUp }: { startedAt: Date; status: number | null; isGivenUp: boolean }
): Pick<EndpointRow, 'failures' | 'failingSince' | 'state' | 'disabledReason'> {
  const since = failingSince ?? startedAt
  const failed = { failures: failures + 1, failingSince: since }
  if (state === 'disabled') return { ...failed, state, disabledReason: endpoint.disabledReason }
  if (status === 410) return { ...failed, state: 'disabled', disabledReason: 'gone' }
  const isLong = startedAt.getTime() - since.getTime() >= failingMs
  const isFailing = isLong && (isGivenUp || failed.failures >= failingAttempts)
  return isFailing
    ? { ...failed, state: 'disabled', disabledReason: 'failing' }
    : { ...failed, state, disabledReason: null }
}
