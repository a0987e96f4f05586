import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, dayMs } from '../../lib/clock.js'
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
/** A dozen tries over about two hours; then an administrator looks at it. */
const maxAttempts = 12
const firstPauseMs = 1_000
const longestPauseMs = 1_800_000
const maxErrorLength = 500
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

  /** One slice of its audience. Returns whether all are served. */
  async function serve(tx: Tx, afterCommit: AfterCommit, event: EventRow): Promise<boolean> {
    if (event.servedUpTo === null) await webhooks.enqueue(tx, afterCommit, event)
    if (event.audience === null) return true
    const userIds = await nextOfAudience(database, tx, { audience: event.audience, after: event.servedUpTo ?? '' })
    await telling.tell(tx, afterCommit, { event, userIds })
    const last = userIds.at(-1)
    if (last === undefined || userIds.length < sliceSize) return true
    await updateEvent(database, tx, { id: event.id, servedUpTo: last })
    return false
  }

  /** All that are due, or as far as the first that is not served in one step: a user's events stay in their order. */
  function serveRound(): Promise<boolean> {
    return database.transaction(async (tx, afterCommit) => {
      const due = await takeDue(tx, clock.now())
      const done: string[] = []
      for (const event of due) {
        if (!(await serve(tx, afterCommit, event))) {
          await finish(tx, done)
          return true
        }
        done.push(event.id)
      }
      await finish(tx, done)
      return due.length === roundSize
    })
  }

  /** One by one, after a round has failed: that one which fails is put off, and holds up no other. */
  async function serveEach(): Promise<void> {
    const due = await database.transaction((tx) => takeDue(tx, clock.now()))
    for (const { id } of due) {
      try {
        await database.transaction(async (tx, afterCommit) => {
          const event = await takeOne(database, tx, id)
          if (event && (await serve(tx, afterCommit, event))) await finish(tx, [id])
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
        lastError: String(error).slice(0, maxErrorLength)
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
