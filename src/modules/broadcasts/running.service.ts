import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { reasonOf } from '../../lib/errors.js'
import type { Events, ToldEvent } from '../events/index.js'
import type { Roles } from '../roles/index.js'
import { isActive } from './audience.repository.js'
import type { AudienceRules } from './audience.rules.js'
import {
  type BroadcastChanges,
  type BroadcastRow,
  lockBroadcast,
  takeDue,
  updateBroadcast
} from './broadcasts.repository.js'
import { nextBroadcastState } from './broadcasts.status.js'
import { whereOf } from './sending.service.js'

export interface RunningDeps {
  database: Database
  clock: Clock
  events: Pick<Events, 'open' | 'tell' | 'nextOfAudience' | 'countAudience'>
  rules: Pick<AudienceRules, 'mayStill'>
  roles: Pick<Roles, 'grantsOf'>
  onError: (error: unknown) => void
}

/** Users whom one transaction serves. On SQLite all other writes wait for it: with mails it takes some 20 ms. */
const sliceSize = 200
/** Over some two minutes; then somebody looks at it. */
const maxAttempts = 8
const firstPauseMs = 1_000

export type Running = ReturnType<typeof createRunning>

/**
 * Serves what is due, slice by slice. A slice and the row that says how far the broadcast has come change in one
 * transaction: whoever is killed leaves either none of it or all, and the next goes on where the last has stopped.
 */
export function createRunning({ database, clock, events, rules, roles, onError }: RunningDeps) {
  /** Whether its writer may still write there: at the time when it goes out, not when it was planned. */
  async function isStillAllowed(tx: Tx, { createdBy, audience }: BroadcastRow): Promise<boolean> {
    if (createdBy === null || !(await isActive(database, tx, createdBy))) return false
    return rules.mayStill(tx, { userId: createdBy, grants: await roles.grantsOf(tx, createdBy) }, audience)
  }

  /** What it is from its first slice on; undefined when it must not go out. */
  async function begin(
    tx: Tx,
    afterCommit: AfterCommit,
    broadcast: BroadcastRow
  ): Promise<{ event: ToldEvent; changes: BroadcastChanges } | undefined> {
    if (!(await isStillAllowed(tx, broadcast))) return undefined
    const { title, message, link, audience, createdBy: actorId } = broadcast
    const announcement = { type: 'announcement' as const, data: { title, message, link }, audience, actorId }
    const event = await events.open(tx, afterCommit, { ...announcement, ...whereOf(broadcast) })
    const total = await events.countAudience(tx, audience)
    return { event, changes: { eventId: event.id, total, startedAt: event.occurredAt } }
  }

  async function serve(tx: Tx, afterCommit: AfterCommit, broadcast: BroadcastRow): Promise<void> {
    const { id, audience, served, servedUpTo } = broadcast
    const opened = openedEvent(broadcast)
    const begun = opened ? { event: opened, changes: {} } : await begin(tx, afterCommit, broadcast)
    const now = clock.now()
    const save = (changes: BroadcastChanges) =>
      updateBroadcast(database, tx, { id, changes: { ...changes, version: broadcast.version + 1, updatedAt: now } })
    if (!begun) {
      const lastError = 'Whoever wrote it may not write there any more'
      return save({ state: nextBroadcastState('cancel', broadcast.state), lastError, finishedAt: now })
    }
    const running = nextBroadcastState('start', broadcast.state)
    const userIds = await events.nextOfAudience(tx, { audience, after: servedUpTo ?? '', limit: sliceSize })
    const isLast = userIds.length < sliceSize
    await save({
      ...begun.changes,
      ...(isLast ? { state: nextBroadcastState('finish', running), finishedAt: now } : { state: running }),
      ...{ served: served + userIds.length, servedUpTo: userIds.at(-1) ?? servedUpTo },
      ...{ attempts: 0, lastError: null, nextAttemptAt: now }
    })
    await events.tell(tx, afterCommit, { event: begun.event, userIds })
  }

  async function putOff(id: string, error: unknown): Promise<void> {
    await database.transaction(async (tx) => {
      const broadcast = await lockBroadcast(database, tx, id)
      if (!broadcast || !isUnfinished(broadcast)) return
      const now = clock.now()
      const attempts = broadcast.attempts + 1
      const isOver = attempts >= maxAttempts
      const pauseMs = firstPauseMs * 2 ** broadcast.attempts * (0.5 + Math.random() / 2)
      const changes = {
        ...{ attempts, lastError: reasonOf(error) },
        ...{ nextAttemptAt: new Date(now.getTime() + Math.ceil(pauseMs)) },
        ...(isOver && { state: nextBroadcastState('fail', broadcast.state), finishedAt: now }),
        ...{ version: broadcast.version + 1, updatedAt: now }
      }
      await updateBroadcast(database, tx, { id, changes })
    })
  }

  return {
    /** One slice of the one that waits longest; whether there may be more to do at once. */
    async run(): Promise<boolean> {
      let taken: string | undefined
      try {
        return await database.transaction(async (tx, afterCommit) => {
          const broadcast = await takeDue(database, tx, clock.now())
          taken = broadcast?.id
          if (!broadcast) return false
          await serve(tx, afterCommit, broadcast)
          return true
        })
      } catch (error) {
        onError(error)
        if (taken === undefined) return false
        await putOff(taken, error)
        return true
      }
    }
  }
}

function isUnfinished({ state }: BroadcastRow): boolean {
  return state === 'scheduled' || state === 'running'
}

/** The event of one that has begun, as it was opened. */
function openedEvent(broadcast: BroadcastRow): ToldEvent | undefined {
  const { eventId: id, startedAt, title, message, link, createdBy: actorId, courseId, organizationId } = broadcast
  if (id === null || startedAt === null) return undefined
  const where = { courseId, organizationId: courseId === null ? organizationId : null }
  return { id, type: 'announcement', data: { title, message, link }, actorId, ...where, occurredAt: startedAt }
}
