import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { EventAudience } from '../../db/schema/events.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import { toLines } from '../../lib/text.js'
import { createWorker } from '../../lib/worker.js'
import type { Mails } from '../mails/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Preferences } from '../preferences/index.js'
import type { Webhooks } from '../webhooks/index.js'
import { countAudience, nextOfAudience } from './audience.repository.js'
import { definitionOf, type EventInput, eventTypes, isEventType, wordsOf } from './catalogue.js'
import { createDeadLetters } from './dead-letters.service.js'
import { prepareInsertEvent } from './events.repository.js'
import { eventsRoutes } from './events.routes.js'
import { eventSchemas } from './events.schemas.js'
import { readBacklog } from './outbox.repository.js'
import { outboxRoutes } from './outbox.routes.js'
import { outboxSchemas } from './outbox.schemas.js'
import { createOutbox } from './outbox.service.js'
import { createTelling, type ToldEvent } from './telling.service.js'

export type { EventAudience } from '../../db/schema/events.js'
export type { EventDefinition } from './catalogue/define.js'
export type { EventData, EventInput, EventType, EventWords } from './catalogue.js'
export type { ToldEvent } from './telling.service.js'

export interface EventsModuleDeps {
  database: Database
  clock: Clock
  notifications: Pick<Notifications, 'deliver'>
  preferences: Pick<Preferences, 'sort'>
  mails: Pick<Mails, 'queueEvent'>
  webhooks: Pick<Webhooks, 'enqueue'>
  onError: (error: unknown) => void
}

/** The catalogue, for those who are handed it. */
export const eventCatalogue = { types: eventTypes, isEventType, definitionOf, wordsOf }
export type EventCatalogue = typeof eventCatalogue

/** How often it looks for what another instance left, and for what was put off. */
const lookEveryMs = 2_000

export type Events = ReturnType<typeof createEventsModule>

/** The catalogue of what may happen, and the outbox that tells of it. */
export function createEventsModule(deps: EventsModuleDeps) {
  const { database, clock, onError } = deps
  const telling = createTelling(deps)
  const outbox = createOutbox({ ...deps, telling })
  const worker = createWorker({ run: outbox.run, everyMs: lookEveryMs, onError })
  const insert = prepareInsertEvent(database)

  const deadLetters = createDeadLetters({ database, clock, kick: worker.kick })
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(eventsRoutes())
    await app.register(outboxRoutes(deadLetters))
  }

  async function write(tx: Tx, event: EventInput, state: 'pending' | 'done'): Promise<ToldEvent> {
    const now = clock.now()
    const row = {
      id: createId('event', now.getTime()),
      type: event.type,
      data: storable(event.data),
      audience: event.audience,
      actorId: event.actorId,
      courseId: event.courseId ?? null,
      organizationId: event.organizationId ?? null,
      occurredAt: now,
      state,
      attempts: 0,
      nextAttemptAt: now,
      servedUpTo: null,
      lastError: null
    }
    await insert(tx, row)
    return row
  }

  return {
    /** Says that something happened, anywhere in the transaction in which it did. It is told after the commit. */
    async emit(tx: Tx, afterCommit: AfterCommit, event: EventInput): Promise<string> {
      const { id } = await write(tx, event, 'pending')
      afterCommit(worker.kick)
      return id
    },

    /** The same for one whose audience somebody else walks through, by `tell`. */
    async open(tx: Tx, afterCommit: AfterCommit, event: EventInput): Promise<ToldEvent> {
      const opened = await write(tx, event, 'done')
      await deps.webhooks.enqueue(tx, afterCommit, opened)
      return opened
    },

    /** Up to a thousand users, as they want to be told. Last in the transaction. */
    tell: (tx: Tx, afterCommit: AfterCommit, told: { event: ToldEvent; userIds: readonly string[] }) =>
      telling.tell(tx, afterCommit, [told]),
    /** What the preferences held back until now. Last in the transaction. */
    deliverHeld: telling.deliverHeld,
    /** Up to a thousand users of an audience after that id, in the order of their ids. */
    nextOfAudience: (queries: Queries, asked: { audience: EventAudience; after: string; limit?: number }) =>
      nextOfAudience(database, queries, asked),
    countAudience: (queries: Queries, audience: EventAudience) => countAudience(database, queries, audience),

    /** What waits, and since when. */
    backlog: () => readBacklog(database),

    schemas: [...eventSchemas, ...outboxSchemas],
    routes,
    jobs: [{ name: 'prune-events', everyMs: dayMs, run: () => outbox.prune() }],
    worker
  }
}

/**
 * The API lets no NUL and no half of a character in; what a file or a fault of ours lets in, PostgreSQL would refuse, and
 * with it the change that the event tells of.
 */
function storable<T>(data: T): T {
  const text = JSON.stringify(data)
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return data
  return JSON.parse(text, (_name, value) => (typeof value === 'string' ? toLines(value) : value))
}
