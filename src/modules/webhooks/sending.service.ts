import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { WebhookClient, WebhookOutcome } from '../../integrations/webhooks/index.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import { createWorker, type Worker } from '../../lib/worker.js'
import type { Events } from '../events/index.js'
import { type DeliveryRow, insertAttempts, lockDelivery, updateDelivery } from './deliveries.repository.js'
import { markSending, prepareFindDue, takeDue } from './queue.repository.js'
import { afterFailure, pauseAfter } from './retries.js'
import {
  type EndpointRow,
  findEndpoints,
  findManagers,
  forgetFailures,
  lockEndpoint,
  updateEndpoint
} from './webhooks.repository.js'
import { nextDeliveryState } from './webhooks.status.js'

export interface SendingDeps {
  database: Database
  clock: Clock
  client: Pick<WebhookClient, 'send'>
  emit: Events['emit']
  onError: (error: unknown) => void
}

export interface Sending extends Worker {
  /** Sends this one at the next opportunity, also when its endpoint is switched off, or busy. */
  ask(deliveryId: string): void
}

/** How often it looks for what another instance left, and for what was put off. */
const lookEveryMs = 2_000
/** At a time, in this process. */
const maxSends = 16
/** Of them to one endpoint: one that hangs has some of the places and not all. */
const maxPerEndpoint = 2
/** Much longer than an attempt may take. */
const leaseMs = minuteMs
/** What is being sent when the process ends has so long to come to its end. */
const closingMs = 3_000

interface Sent {
  delivery: DeliveryRow
  endpoint: EndpointRow
  startedAt: Date
  outcome: WebhookOutcome
}

/**
 * Sends what is due, several at a time. That it is being sent is committed before, for as long as a lease lasts: another
 * process sends it no second time, and what is lost with a process is sent again when its lease has run out.
 */
export function createSending({ database, clock, client, emit, onError }: SendingDeps): Sending {
  // Enough to find others behind those endpoints that have all the places they may have.
  const findDue = prepareFindDue(database, maxSends + maxSends / maxPerEndpoint)
  const worker = createWorker({ run: startSome, everyMs: lookEveryMs, onError })
  const asked = new Set<string>()
  const sends = new Set<Promise<void>>()
  const sendsTo = new Map<string, number>()
  const stopping = new AbortController()

  /** As many as there are places for. Returns whether there may be more. */
  async function startSome(): Promise<boolean> {
    const places = maxSends - sends.size
    if (places === 0) return false
    const urgent = [...asked].slice(0, places)
    const due = (await findDue(clock.now())).filter(({ endpointId }) => (sendsTo.get(endpointId) ?? 0) < maxPerEndpoint)
    const ids = new Set([...urgent, ...due.map(({ id }) => id)].slice(0, places))
    for (const id of urgent) asked.delete(id)
    if (ids.size === 0) return false
    const taken = await take([...ids])
    for (const { delivery, endpoint } of taken) start(delivery, endpoint)
    return taken.length > 0
  }

  /** Theirs from the commit on, for as long as the lease lasts. */
  function take(ids: readonly string[]): Promise<{ delivery: DeliveryRow; endpoint: EndpointRow }[]> {
    return database.transaction(async (tx) => {
      const now = clock.now()
      const due = await takeDue(database, tx, { ids, now })
      if (due.length === 0) return []
      const until = new Date(now.getTime() + leaseMs)
      await insertAttempts(database, tx, due.filter(({ state }) => state === 'sending').map(lostAttempt))
      await markSending(database, tx, { ids: due.map(({ id }) => id), until })
      const endpoints = await findEndpoints(database, tx, [...new Set(due.map(({ endpointId }) => endpointId))])
      return due.flatMap((row) => {
        const endpoint = endpoints.find(({ id }) => id === row.endpointId)
        const state = nextDeliveryState('send', row.state)
        const delivery = { ...row, state, attempts: row.attempts + 1, nextAttemptAt: until }
        return endpoint ? [{ delivery, endpoint }] : []
      })
    })
  }

  function start(delivery: DeliveryRow, endpoint: EndpointRow): void {
    sendsTo.set(endpoint.id, (sendsTo.get(endpoint.id) ?? 0) + 1)
    const send: Promise<void> = sendOne(delivery, endpoint)
      .catch(onError) // its lease runs out, and it is sent again
      .then(() => {
        const others = (sendsTo.get(endpoint.id) ?? 1) - 1
        if (others === 0) sendsTo.delete(endpoint.id)
        else sendsTo.set(endpoint.id, others)
        sends.delete(send)
        worker.kick()
      })
    sends.add(send)
  }

  async function sendOne(delivery: DeliveryRow, endpoint: EndpointRow): Promise<void> {
    const { id, payload } = delivery
    const startedAt = clock.now()
    const message = { url: endpoint.url, id, payload, secrets: liveSecrets(endpoint, startedAt), at: startedAt }
    const outcome = await client.send(message, stopping.signal)
    if (stopping.signal.aborted) return // given up by us: whoever is there when its lease has run out sends it again
    await database.transaction((tx, afterCommit) => record(tx, afterCommit, { delivery, endpoint, startedAt, outcome }))
  }

  /** What came of an attempt, and what becomes of the delivery and its endpoint. */
  async function record(tx: Tx, afterCommit: AfterCommit, { delivery, endpoint, startedAt, outcome }: Sent) {
    const { id } = delivery
    const { status, error, answer, durationMs: duration } = outcome
    const isTaken = status !== null && status >= 200 && status < 300
    const isTest = delivery.eventId === null
    const pauseMs = isTest || status === 410 ? undefined : pauseAfter(delivery.attempts, outcome.retryAfterMs)
    // The endpoint before what goes to it: so does everybody, and nobody waits for each other.
    if (isTaken) await forgetFailures(database, tx, endpoint.id)
    const failing = isTaken || isTest ? undefined : await lockEndpoint(database, tx, endpoint.id)
    const row = await lockDelivery(database, tx, id)
    if (row?.state !== 'sending' || row.nextAttemptAt.getTime() !== delivery.nextAttemptAt.getTime()) return
    await insertAttempts(database, tx, [{ deliveryId: id, startedAt, duration, status, error, answer }])
    const now = clock.now()
    if (isTaken) {
      const state = nextDeliveryState('take', row.state)
      return updateDelivery(database, tx, { id, state, deliveredAt: now })
    }
    const nextAttemptAt = new Date(now.getTime() + (pauseMs ?? 0))
    const state = nextDeliveryState(pauseMs === undefined ? 'giveUp' : 'putOff', row.state)
    await updateDelivery(database, tx, { id, state, nextAttemptAt })
    if (failing) await countFailure(tx, afterCommit, { failing, startedAt, status, isGivenUp: pauseMs === undefined })
  }

  /** Says so to who manages it when it is switched off. */
  async function countFailure(
    tx: Tx,
    afterCommit: AfterCommit,
    { failing, ...failed }: { failing: EndpointRow; startedAt: Date; status: number | null; isGivenUp: boolean }
  ): Promise<void> {
    const { id, organizationId, url, version } = failing
    const changes = afterFailure(failing, failed)
    if (changes.state === failing.state) return updateEndpoint(database, tx, { id, changes })
    await updateEndpoint(database, tx, { id, changes: { ...changes, version: version + 1, updatedAt: clock.now() } })
    await emit(tx, afterCommit, {
      type: 'webhook_disabled',
      data: { webhookId: id, host: new URL(url).host, reason: changes.disabledReason === 'gone' ? 'gone' : 'failing' },
      audience: { userIds: await findManagers(database, tx, organizationId) },
      actorId: null,
      organizationId
    })
  }

  return {
    kick: worker.kick,
    start: worker.start,
    ask(deliveryId) {
      asked.add(deliveryId)
      worker.kick()
    },
    isBusy: () => worker.isBusy() || sends.size > 0,
    async settled() {
      await worker.settled()
      while (sends.size > 0) {
        await Promise.all(sends)
        await worker.settled() // each that ends makes it look for the next
      }
    },
    async close() {
      await worker.close()
      const timer = setTimeout(() => stopping.abort(), closingMs)
      await Promise.all(sends)
      clearTimeout(timer)
    }
  }
}

/** Of one whose lease ran out: whether it arrived nobody knows. */
function lostAttempt({ id, nextAttemptAt }: DeliveryRow) {
  return {
    deliveryId: id,
    startedAt: new Date(nextAttemptAt.getTime() - leaseMs),
    duration: leaseMs,
    status: null,
    error: 'the server ended before there was an answer',
    answer: null
  }
}

function liveSecrets({ secret, previousSecret, previousSecretUntil }: EndpointRow, now: Date): string[] {
  const isLive = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now
  return isLive ? [secret, previousSecret] : [secret]
}
