import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { dateIn } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { notFound } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { CohortLookup, SeenCohort } from './cohorts.lookup.js'
import { type CohortRow, findMovable, lockCohort, updateCohort } from './cohorts.repository.js'
import { type CohortMove, nextCohortStatus } from './cohorts.status.js'
import { type CohortTelling, cohortFacts } from './cohorts.telling.js'
import { hasBegun, hasEnded } from './weeks.js'

export interface CohortMovesDeps {
  database: Database
  clock: Clock
  lookup: CohortLookup
  telling: CohortTelling
}

export type CohortMoves = ReturnType<typeof createCohortMoves>

/** Where a day begins first on this earth: what has not begun there has begun nowhere. */
const firstTimeZone = 'Pacific/Kiritimati'

/** Cohorts start and are completed: by hand, and by the clock. */
export function createCohortMoves({ database, clock, lookup, telling }: CohortMovesDeps) {
  /** Of a locked cohort. @throws 409 ILLEGAL_TRANSITION */
  async function moveLocked(tx: Tx, cohort: CohortRow, move: CohortMove): Promise<CohortRow> {
    const status = nextCohortStatus(move, cohort.status)
    const changes = { status, version: cohort.version + 1, updatedAt: clock.now() }
    await updateCohort(database, tx, { id: cohort.id, changes })
    return { ...cohort, ...changes }
  }

  async function tellOfStart(
    tx: Tx,
    afterCommit: AfterCommit,
    { cohort, actorId }: { cohort: CohortRow; actorId: string | null }
  ): Promise<void> {
    const event = { type: 'cohort_started', data: cohortFacts(cohort), actorId, courseId: cohort.courseId } as const
    await telling.members(tx, afterCommit, { cohortId: cohort.id, event })
  }

  /** As its days say. Nobody is told of the start of one that is over by now. */
  async function moveOneDue(id: string): Promise<void> {
    await database.transaction(async (tx, afterCommit) => {
      const now = clock.now()
      const locked = await lockCohort(database, tx, id)
      if (!locked) return
      const starts = locked.status === 'upcoming' && hasBegun(locked, now)
      const cohort = starts ? await moveLocked(tx, locked, 'start') : locked
      if (cohort.status === 'active' && hasEnded(cohort, now)) await moveLocked(tx, cohort, 'complete')
      else if (starts) await tellOfStart(tx, afterCommit, { cohort, actorId: null })
    })
  }

  return {
    /** Its members are told of its start. @throws 403; 404; 409 ILLEGAL_TRANSITION; 412 */
    async move(
      actor: Viewer,
      id: string,
      { move, check }: { move: CohortMove; check: Precondition }
    ): Promise<SeenCohort> {
      const seen = await lookup.requireRun(actor, id)
      const moved = await database.transaction(async (tx, afterCommit) => {
        const locked = await lockCohort(database, tx, id)
        if (!locked) throw notFound('Cohort')
        check(locked)
        const cohort = await moveLocked(tx, locked, move)
        if (move === 'start') await tellOfStart(tx, afterCommit, { cohort, actorId: actor.userId })
        return cohort
      })
      return { ...seen, ...moved }
    },

    /**
     * Starts those whose first day has begun, and completes those whose last day has ended. Each is looked at again under
     * its lock: whichever instance comes second finds nothing left to do.
     */
    async moveDue(): Promise<void> {
      const now = clock.now()
      const movable = await findMovable(database, dateIn(firstTimeZone, now))
      const due = movable.filter((cohort) =>
        cohort.status === 'upcoming' ? hasBegun(cohort, now) : hasEnded(cohort, now)
      )
      const failures: unknown[] = []
      for (const { id } of due) {
        // One that fails does not keep the others waiting.
        await moveOneDue(id).catch((error: unknown) => failures.push(error))
      }
      if (failures.length > 0) throw failures[0]
    }
  }
}
