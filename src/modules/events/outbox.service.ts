import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { reasonOf } from '../../lib/errors.js'
import { firstIdAt } from '../../lib/ids.js'
import type { Webhooks } from '../webhooks/index.js'
import { nextOfAudience, sliceSize } from './audience.repository.js'
import { type EventRow, prepareFinish, prepareTakeDue, pruneEvents, takeOne, updateEvent } from './events.repository.js'
import type { Telling } from './telling.service.js'

export interface OutboxDeps {
  database: Database
  clock: Clock
  telling: Pick<Telling, 'tell'>
  webhooks: Pick<Webhooks, 'enqueue'>
  onError: (error: unknown) => void
}

/** One round takes so many events in one transaction. */
const roundSize = 100
/** An event for more users than that is told by itself, slice by slice. */
const namedAtMost = 20
/** A dozen tries over about two hours; then an administrator looks at it. */
const maxAttempts = 12
const firstPauseMs = 1_000
const longestPauseMs = 1_800_000
const retentionMs = 30 * dayMs
const pruneBatch = 1_000

export type Outbox = ReturnType<typeof createOutbox>

/**
 * Carries what happened to those whom it concerns. An event and the row of it that says 'done' change in one transaction
 * with the deliveries, so that a process that is killed leaves either none of them or all.
 */
export function createOutbox({ database, clock, telling, webhooks, onError }: OutboxDeps) {
  const takeDue = prepareTakeDue(database, roundSize)
  const finish = prepareFinish(database)

  /** Few, by name, each once: such events are told together. */
  function namedBy({ audience }: EventRow): string[] | undefined {
    if (audience === null) return []
    if (!('userIds' in audience) || audience.userIds.length > namedAtMost) return undefined
    return [...new Set(audience.userIds)]
  }

  /** One slice of its audience. Returns whether all are served. */
  async function serveSlice(tx: Tx, afterCommit: AfterCommit, event: EventRow): Promise<boolean> {
    if (event.audience === null) return true
    const userIds = await nextOfAudience(database, tx, { audience: event.audience, after: event.servedUpTo ?? '' })
    await telling.tell(tx, afterCommit, [{ event, userIds }])
    const last = userIds.at(-1)
    if (last === undefined || userIds.length < sliceSize) return true
    await updateEvent(database, tx, { id: event.id, servedUpTo: last })
    return false
  }

  /**
   * Those that are told together, or a slice of one that is told to many: in one transaction never both, so that counters
   * are locked in one order. Returns those that are done; a user's events stay in their order.
   */
  async function serve(tx: Tx, afterCommit: AfterCommit, due: readonly EventRow[]): Promise<string[]> {
    const firstLarge = due.findIndex((event) => namedBy(event) === undefined)
    const together = firstLarge === -1 ? due : due.slice(0, Math.max(firstLarge, 1))
    for (const event of together) {
      if (event.servedUpTo === null) await webhooks.enqueue(tx, afterCommit, event)
    }
    const [first] = together
    if (first && firstLarge === 0) return (await serveSlice(tx, afterCommit, first)) ? [first.id] : []
    await telling.tell(
      tx,
      afterCommit,
      together.map((event) => ({ event, userIds: namedBy(event) ?? [] }))
    )
    return together.map(({ id }) => id)
  }

  function serveRound(): Promise<boolean> {
    return database.transaction(async (tx, afterCommit) => {
      const due = await takeDue(tx, clock.now())
      const done = await serve(tx, afterCommit, due)
      await finish(tx, done)
      return done.length < due.length || due.length === roundSize
    })
  }

  /** One by one, after a round has failed: that one which fails is put off, and holds up no other. */
  async function serveEach(): Promise<void> {
    const due = await database.transaction((tx) => takeDue(tx, clock.now()))
    for (const { id } of due) {
      try {
        await database.transaction(async (tx, afterCommit) => {
          const event = await takeOne(database, tx, id)
          if (event) await finish(tx, await serve(tx, afterCommit, [event]))
        })
      } catch (error) {
        onError(error)
        await putOff(id, error)
      }
    }
  }

  async function putOff(id: string, error: unknown): Promise<void> {
    await database.transaction(async (tx) => {
      const event = await takeOne(database, tx, id)
      if (!event) return
      const attempts = event.attempts + 1
      const pauseMs = Math.min(firstPauseMs * 2 ** event.attempts, longestPauseMs) * (0.5 + Math.random() / 2)
      await updateEvent(database, tx, {
        id,
        attempts,
        state: attempts < maxAttempts ? 'pending' : 'dead',
        nextAttemptAt: new Date(clock.now().getTime() + Math.ceil(pauseMs)),
        lastError: reasonOf(error)
      })
    })
  }

  return {
    /** One round; whether there may be more to do at once. */
    async run(): Promise<boolean> {
      try {
        return await serveRound()
      } catch (error) {
        onError(error)
        await serveEach()
        return false
      }
    },

    /** What was told more than thirty days ago. */
    async prune(): Promise<void> {
      const before = firstIdAt('event', new Date(clock.now().getTime() - retentionMs))
      const pruneSome = () => database.transaction((tx) => pruneEvents(database, tx, { before, limit: pruneBatch }))
      while ((await pruneSome()) === pruneBatch);
    }
  }
}
