import { isFields, mergeBodies } from './merging.js'
import {
  type Answer,
  isTaken,
  isTemporary,
  type Kept,
  type OutboxState,
  type WaitingWrite,
  type Write
} from './writes.js'

export interface OutboxPorts {
  store: {
    read(): Promise<OutboxState>
    /** In one step, whatever other tabs do. */
    change(how: (state: OutboxState) => OutboxState): Promise<void>
  }
  send(write: Write): Promise<Answer>
  /** To learn whether a write whose answer was lost has arrived after all; undefined when that cannot be told now. */
  kept(write: Write): Promise<Kept | undefined>
  /** Who writes here. */
  userId(): string | undefined
  /** Who the API says is signed in, at this moment; undefined for nobody, or when it cannot be reached. */
  confirmedUserId(): Promise<string | undefined>
  isOnline(): boolean
  /** Whether this browser is signed in as somebody else than who writes here, as far as it knows without asking. */
  isOfAnother(): boolean
  /** Runs it unless another tab does so already. */
  alone(run: () => Promise<void>): Promise<void>
  /** Returns what cancels it. */
  later(run: () => void, ms: number): () => void
  now(): number
  random(): number
  newId(): string
  /** Called when a round was not in vain. */
  onSent(): void
  onSignedOut(): void
}

export type SendResult = { answer: Answer } | { queued: true }
export type Outbox = ReturnType<typeof createOutbox>

type KeyedWrite = Write & { key: string }

const keptForMs = 7 * 24 * 3_600_000
const firstPauseMs = 2_000
const longestPauseMs = 300_000
/** An error of the server that does not go away is as good as a refusal. */
const triesOfServerErrors = 6

/**
 * Writes that wait for a network. They are sent in their order, by one tab at a time, and go when an answer has come. What
 * may have arrived although its answer was lost is looked for before it is sent again.
 */
export function createOutbox(ports: OutboxPorts) {
  const { store } = ports
  /** Those of one key one after the other: an older one that hangs must not come last. */
  const turns = new Map<string, Promise<unknown>>()
  let pauses = 0
  let cancelRetry: (() => void) | undefined

  function sendOrQueue(write: Write): Promise<SendResult> {
    const key = write.key ?? (write.method === 'POST' ? ports.newId() : `${write.method} ${write.path}`)
    const turn = (turns.get(key) ?? Promise.resolve()).then(() => takeTurn({ ...write, key }))
    const settled = turn.catch(() => {})
    turns.set(key, settled)
    void settled.then(() => turns.get(key) === settled && turns.delete(key))
    return turn
  }

  async function takeTurn(write: KeyedWrite): Promise<SendResult> {
    const userId = ports.userId()
    if (userId === undefined) return { answer: await ports.send(write) }
    const { waiting } = await store.read()
    // After what waits, or it would be undone by it.
    if (waiting.some((each) => each.key === write.key && each.userId === userId)) {
      await enqueue(write, userId)
      void flush()
      return { queued: true }
    }
    if (!ports.isOnline() || ports.isOfAnother()) {
      await enqueue(write, userId)
      return { queued: true }
    }
    const answer = await ports.send(write)
    if (!isTemporary(answer)) return { answer }
    await enqueue(write, userId, { tries: 1, sentBody: write.body })
    retryLater(answer.retryAfterMs)
    return { queued: true }
  }

  function enqueue(
    write: KeyedWrite,
    userId: string,
    sent: Pick<WaitingWrite, 'tries' | 'sentBody'> = { tries: 0 }
  ): Promise<void> {
    return store.change((state) => {
      const { key, headers = {} } = write
      const older = state.waiting.find((each) => each.key === key && each.userId === userId)
      // What was to be made may have been made meanwhile, and is changed now.
      const { method, path } = older ?? write
      const body = older ? mergeBodies(older, older.body, write.body) : write.body
      const common = { id: ports.newId(), key, method, path, body, headers, userId, queuedAt: ports.now() }
      const { tries, sentBody } = older ?? sent
      const added: WaitingWrite = { ...common, tries, sentBody }
      const waiting = older ? state.waiting.map((each) => (each === older ? added : each)) : [...state.waiting, added]
      return { ...state, waiting }
    })
  }

  /** Sends what waits for who is signed in. */
  async function flush(): Promise<void> {
    cancelRetry?.()
    cancelRetry = undefined
    const userId = ports.userId()
    if (!ports.isOnline() || userId === undefined || !(await nextOf(userId))) return
    await ports.alone(async () => {
      // The cookie is of all tabs: another one may have signed in as somebody else a moment ago.
      if ((await ports.confirmedUserId()) === userId) await sendAll(userId)
    })
    if (!cancelRetry && (await nextOf(userId))) retryLater()
  }

  async function sendAll(userId: string): Promise<void> {
    let sent = 0
    for (;;) {
      const write = await nextOf(userId)
      if (!write || ports.userId() !== userId || ports.isOfAnother() || !(await sendOne(write))) break
      pauses = 0
      sent += 1
    }
    if (sent > 0) ports.onSent()
  }

  /** Whether the next one may follow. */
  async function sendOne(write: WaitingWrite): Promise<boolean> {
    // Before the request: a tab that is closed while it waits leaves behind that it may have arrived.
    await replace(write.id, (each) => ({ ...each, tries: each.tries + 1, sentBody: each.body }))
    if (write.tries > 0 && write.method === 'POST') {
      const kept = await ports.kept(write)
      if (!kept) return false
      if (kept.has(write.body)) return settle(write)
      const made = kept.madeBy(write.sentBody)
      if (made) return replace(write.id, (each) => ({ ...each, method: 'PATCH', path: made, tries: 0 }))
    }
    const answer = await ports.send(write)
    if (isTaken(answer)) return settle(write, answer)
    if (answer.status === 401) {
      ports.onSignedOut()
      return false
    }
    if (isTemporary(answer) || (answer.status >= 500 && write.tries < triesOfServerErrors)) {
      retryLater(answer.retryAfterMs)
      return false
    }
    if (answer.status === 412 && write.tries > 0) return afterConflict(write, answer)
    return refuse(write, answer)
  }

  /** What it was written upon has changed: perhaps by an earlier try of ours, whose answer was lost. */
  async function afterConflict(write: WaitingWrite, answer: Answer): Promise<boolean> {
    const kept = await ports.kept(write)
    if (!kept) return false
    if (kept.has(write.body)) return settle(write)
    const isOurs = write.sentBody !== undefined && kept.has(write.sentBody)
    if (!isOurs || kept.version === undefined) return refuse(write, answer)
    const headers = headersAt(write, kept.version)
    return replace(write.id, (each) => ({ ...each, headers }))
  }

  async function settle(write: WaitingWrite, answer?: Answer): Promise<true> {
    const version = isFields(answer?.body) ? answer.body.version : undefined
    await store.change((state) => ({
      ...state,
      waiting: state.waiting
        .filter(({ id }) => id !== write.id)
        .map((each) => {
          // What was written meanwhile was written upon what has just been saved.
          const isUpon = each.key === write.key && each.headers['If-Match'] === write.headers['If-Match']
          return isUpon && typeof version === 'number' ? { ...each, headers: headersAt(each, version) } : each
        })
    }))
    return true
  }

  async function refuse(write: WaitingWrite, { status, body: problem }: Answer): Promise<true> {
    const { id, userId, path, body } = write
    await store.change((state) => {
      const isReplaced = !state.waiting.some((each) => each.id === id)
      if (isReplaced) return state
      const refused = { id, userId, path, body, status, problem, refusedAt: ports.now() }
      return { waiting: state.waiting.filter((each) => each.id !== id), refused: [...state.refused, refused] }
    })
    return true
  }

  async function replace(id: string, how: (write: WaitingWrite) => WaitingWrite): Promise<true> {
    await store.change((state) => ({
      ...state,
      waiting: state.waiting.map((each) => (each.id === id ? how(each) : each))
    }))
    return true
  }

  async function nextOf(userId: string): Promise<WaitingWrite | undefined> {
    const { waiting } = await store.read()
    return waiting.find((each) => each.userId === userId && !isTooOld(each.queuedAt))
  }

  function retryLater(atLeastMs = 0): void {
    cancelRetry?.()
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** pauses)
    pauses = Math.min(pauses + 1, 10)
    cancelRetry = ports.later(() => void flush(), Math.max(atLeastMs, pause * (0.5 + ports.random() / 2)))
  }

  function isTooOld(at: number): boolean {
    return ports.now() - at > keptForMs
  }

  return {
    sendOrQueue,
    flush,
    /** The network is back, or somebody has come: no more waiting. */
    wake(): Promise<void> {
      pauses = 0
      return flush()
    },
    dismiss: (refusedId: string): Promise<void> =>
      store.change((state) => ({ ...state, refused: state.refused.filter(({ id }) => id !== refusedId) })),
    /** What nobody has come back for in a week is forgotten. */
    prune: (): Promise<void> =>
      store.change((state) => ({
        waiting: state.waiting.filter(({ queuedAt }) => !isTooOld(queuedAt)),
        refused: state.refused.filter(({ refusedAt }) => !isTooOld(refusedAt))
      })),
    stop: () => cancelRetry?.()
  }
}

function headersAt({ headers }: WaitingWrite, version: number): Readonly<Record<string, string>> {
  return 'If-Match' in headers ? { ...headers, 'If-Match': `"v${version}"` } : headers
}
