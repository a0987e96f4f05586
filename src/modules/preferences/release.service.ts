import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import type { EventCatalogue, Events } from '../events/index.js'
import type { Mails } from '../mails/index.js'
import { deleteHeld, findDue, findUsersDue, putOff, takeUsersDue } from './held.repository.js'
import { planRelease, type Release } from './releasing.js'
import { findMutes, findPreferences, findUsers } from './settings.repository.js'

export interface ReleaseDeps {
  database: Database
  clock: Clock
  catalogue: EventCatalogue
  /** Last in the transaction. */
  deliverHeld: Events['deliverHeld']
  queueEvent: Mails['queueEvent']
  queueDigest: Mails['queueDigest']
  onError: (error: unknown) => void
}

/** One round serves so many users in one transaction, and delivers so much to them beside their digests. */
const usersAtOnce = 20
const singlesAtOnce = 500
const pauseMs = 10 * minuteMs

/**
 * Delivers what was held back until now, as far as it is still wanted. It goes in the transaction that forgets it: whoever
 * is killed on the way has delivered nothing, or all of it.
 */
export function createRelease(deps: ReleaseDeps) {
  const { database, clock, catalogue, deliverHeld, queueEvent, queueDigest, onError } = deps

  async function release(
    tx: Tx,
    afterCommit: AfterCommit,
    { userIds, now }: { userIds: readonly string[]; now: Date }
  ): Promise<void> {
    const { ofDigest, single } = await findDue(database, tx, { userIds, now, limit: singlesAtOnce })
    const planned = planRelease(catalogue, {
      rows: [...ofDigest, ...single],
      users: await findUsers(database, tx, userIds),
      preferences: await findPreferences(database, tx, userIds),
      mutes: await findMutes(database, tx, userIds),
      now
    })
    await carryOut(tx, afterCommit, planned, now)
  }

  async function carryOut(tx: Tx, afterCommit: AfterCommit, planned: Release, now: Date): Promise<void> {
    const { inApp, mails, digests, over, quiet, unknown } = planned
    await deleteHeld(database, tx, over)
    for (const [userId, dueAt] of quiet) await putOff(database, tx, { userId, now, dueAt })
    for (const { userId, eventId } of unknown) await putOff(database, tx, { userId, now, dueAt: later(now), eventId })
    for (const { event, recipients } of mails.values())
      await queueEvent(tx, afterCommit, { event, words: catalogue.wordsOf(event), recipients })
    for (const digest of digests.values()) await queueDigest(tx, afterCommit, digest)
    await deliverHeld(tx, afterCommit, [...inApp.values()])
  }

  /** Whether there may be more: whoever was taken has had something, and others may wait behind all that one has. */
  function releaseSome(): Promise<boolean> {
    const now = clock.now()
    return database.transaction(async (tx, afterCommit) => {
      const userIds = await takeUsersDue(database, tx, { now, limit: usersAtOnce })
      if (userIds.length > 0) await release(tx, afterCommit, { userIds, now })
      return userIds.length > 0
    })
  }

  /** One by one, after a round has failed: the user for whom it fails waits, and holds up nobody else. */
  async function releaseEach(): Promise<void> {
    const now = clock.now()
    for (const userId of await findUsersDue(database, now)) {
      try {
        await database.transaction(async (tx, afterCommit) => {
          const userIds = await takeUsersDue(database, tx, { now, limit: 1, userId })
          if (userIds.length > 0) await release(tx, afterCommit, { userIds, now })
        })
      } catch (error) {
        onError(error)
        await database.transaction((tx) => putOff(database, tx, { userId, now, dueAt: later(now) }))
      }
    }
  }

  return {
    /** One round; whether there may be more to do at once. */
    async run(): Promise<boolean> {
      try {
        return await releaseSome()
      } catch (error) {
        onError(error)
        await releaseEach()
        return false
      }
    }
  }
}

function later(now: Date): Date {
  return new Date(now.getTime() + pauseMs)
}
