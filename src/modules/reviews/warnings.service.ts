import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import type { Events } from '../events/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { dueSoon } from './claims.events.js'
import { isHeld } from './claims.js'
import { lastPart } from './late.js'
import type { RequestRow } from './requests.repository.js'
import { findLate, findLongestTarget, findNamed, lockUnwarned, markWarned } from './warnings.repository.js'

export interface WarningsDeps {
  database: Database
  clock: Clock
  reviewers: Pick<Reviewers, 'reviewersOf'>
  events: Pick<Events, 'emit'>
}

export type WarningsService = ReturnType<typeof createWarningsService>

/** Of how many somebody is told in one transaction. */
const batchSize = 20

/** Reviews that are about to be late, or are. */
export function createWarningsService({ database, clock, reviewers, events }: WarningsDeps) {
  /** Who is to hurry: who holds it, for whom it is meant, or else all who may. Never who handed it in. */
  function concerned(request: RequestRow, { able, now }: { able: readonly string[]; now: Date }): string[] {
    const others = able.filter((id) => id !== request.userId)
    const whose = isHeld(request, now) ? request.claimedBy : request.assignedTo
    return whose !== null && others.includes(whose) ? [whose] : others
  }

  async function reviewersIn(tx: Tx, courseIds: Iterable<string>): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>()
    for (const id of new Set(courseIds)) found.set(id, await reviewers.reviewersOf(tx, id))
    return found
  }

  /** What was told is marked in the same transaction: whenever we stop, nobody is told twice, and nobody never. */
  async function tellSome(tx: Tx, afterCommit: AfterCommit, ids: readonly string[]): Promise<void> {
    const requests = await lockUnwarned(database, tx, ids)
    if (requests.length === 0) return
    const now = clock.now()
    const locked = requests.map(({ id }) => id)
    await markWarned(database, tx, { ids: locked, now })
    const able = await reviewersIn(
      tx,
      requests.map(({ courseId }) => courseId)
    )
    const named = await findNamed(database, tx, locked)
    for (const request of requests) {
      const row = named.get(request.id)
      const userIds = concerned(request, { able: able.get(request.courseId) ?? [], now })
      if (row) await events.emit(tx, afterCommit, dueSoon(row, { userIds, now }))
    }
  }

  return {
    /** Once of each, batch by batch: the others have a turn between. */
    async warnAll(): Promise<void> {
      const longest = await findLongestTarget(database)
      for (let isMore = true; isMore; ) {
        const now = clock.now()
        const until = new Date(now.getTime() + (longest * hourMs) / lastPart)
        const ids = await findLate(database, { now, until, limit: batchSize })
        if (ids.length > 0) await database.transaction((tx, afterCommit) => tellSome(tx, afterCommit, ids))
        isMore = ids.length === batchSize
      }
    }
  }
}
