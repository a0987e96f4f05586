import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Channel } from '../../db/schema/preferences.js'
import type { Clock } from '../../lib/clock.js'
import type { EventCatalogue } from '../events/index.js'
import { findWaiting, retimeWaiting } from './held.repository.js'
import { findPreferences, findUsers } from './settings.repository.js'
import { createCadences, decideByCadence, type Held, timingOf } from './wishes.js'

export interface RetimingDeps {
  database: Database
  clock: Clock
  catalogue: Pick<EventCatalogue, 'isEventType' | 'definitionOf'>
  /** Something is due. */
  kick: () => void
}

export type Retime = ReturnType<typeof createRetiming>

/** Lets what waits for a user wait until the moment that their settings, as they are in the transaction, mean. */
export function createRetiming({ database, clock, catalogue, kick }: RetimingDeps) {
  return async (tx: Tx, afterCommit: AfterCommit, userId: string): Promise<void> => {
    const now = clock.now()
    const waiting = await findWaiting(database, tx, { userId, now })
    const [user] = await findUsers(database, tx, [userId])
    if (waiting.length === 0 || !user) return
    const cadenceOf = createCadences(catalogue, await findPreferences(database, tx, [userId]))
    const groups = new Map<string, Held & { channel: Channel; types: string[] }>()
    for (const { channel, type } of waiting) {
      if (!catalogue.isEventType(type)) continue
      const decision = decideByCadence(cadenceOf({ userId, type, channel }), timingOf(user), now)
      if (decision === 'never') continue // it is asked again when it is due: until then they may change their mind
      const held = decision === 'now' ? { dueAt: now, inDigest: false } : decision
      const name = `${channel} ${held.dueAt.getTime()} ${held.inDigest}`
      const group = groups.get(name) ?? { ...held, channel, types: [] }
      group.types.push(type)
      groups.set(name, group)
    }
    for (const group of groups.values()) await retimeWaiting(database, tx, { ...group, userId, now })
    if ([...groups.values()].some(({ dueAt }) => dueAt <= now)) afterCommit(kick)
  }
}
