import { computed, signal } from '@preact/signals'
import { Problem, problemOf } from '../api/problem.js'
import { queryClient, refreshAll } from '../api/queries.js'
import { noteSignedOut } from '../session/expired.js'
import { isOfAnother } from '../session/of-browser.js'
import { type Me, meKey } from '../session/session.js'
import { alone } from './alone.js'
import { createOutbox } from './outbox.js'
import { confirmedUserId, kept, send } from './outbox-api.js'
import { openOutboxStore } from './outbox-store.js'
import { type Answer, emptyOutbox, isTaken, type OutboxState, type Write } from './writes.js'

const state = signal<OutboxState>(emptyOutbox)
const userId = signal<string | undefined>(undefined)

/** Whether the browser believes that it has a network. */
export const isOffline = signal(!navigator.onLine)
/** What waits for a network, of who is signed in. */
export const waiting = computed(() => state.value.waiting.filter((each) => each.userId === userId.value))
export const waitingWrites = computed(() => waiting.value.length)
/** What could not be saved, until its writer has done with it. */
export const refused = computed(() => state.value.refused.filter((each) => each.userId === userId.value))

const store = openOutboxStore((now) => {
  state.value = now
})

const outbox = createOutbox({
  ...{ store, send, kept, confirmedUserId },
  userId: () => userId.peek(),
  isOnline: () => navigator.onLine,
  isOfAnother,
  alone: (run) => alone('naik-kelas.outbox', run),
  later(run, ms) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  now: Date.now,
  random: Math.random,
  newId: () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
  onSent: () => void refreshAll(),
  onSignedOut: noteSignedOut
})

/**
 * Sends a change, or keeps it until it can be sent; then once, in its turn, and as long as the same user is signed in.
 * What waits under the same key becomes one. @throws Problem when the API refuses it at once
 */
export async function sendOrQueue<Data = unknown>(write: Write): Promise<{ sent: Data } | { queued: true }> {
  const result = await outbox.sendOrQueue(write)
  return 'queued' in result ? result : { sent: take<Data>(result.answer) }
}

/** What waits to be written there, for a page to show instead of what the API had: `waitingBody('PUT', path)`. */
export function waitingBody(method: Write['method'], path: string): unknown {
  return waiting.value.find((each) => each.method === method && each.path === path)?.body
}

export const dismissRefused = outbox.dismiss

/** Something arrived from the server: there is a network, whatever the browser believes. */
export function noteNetwork(): void {
  if (waitingWrites.peek() > 0) void outbox.flush()
}

/** Once, with the shell. */
export function startOutbox(): void {
  const note = () => {
    isOffline.value = !navigator.onLine
    if (!isOffline.peek()) void outbox.wake()
  }
  addEventListener('online', note)
  addEventListener('offline', note)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void outbox.flush())
  const noteUser = () => {
    const now = queryClient.getQueryData<Me | null>(meKey)?.user.id
    if (now === userId.peek()) return
    userId.value = now
    if (now) void outbox.wake()
  }
  queryClient.getQueryCache().subscribe(({ query }) => query.queryKey[0] === meKey[0] && noteUser())
  noteUser()
  void outbox.prune().then(() => store.tell())
}

function take<Data>(answer: Answer): Data {
  if (isTaken(answer)) return answer.body as Data
  if (answer.status === 401) noteSignedOut()
  if (answer.status === 0) throw Problem.unreachable('')
  const { status, retryAfterMs } = answer
  const headers: Record<string, string> = retryAfterMs ? { 'retry-after': String(retryAfterMs / 1_000) } : {}
  throw problemOf(new Response(null, { status, headers }), answer.body)
}
