import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { lockExpired, prepareHasExpired } from './claims.repository.js'
import type { RequestsService } from './requests.service.js'

export interface ExpiryDeps {
  database: Database
  clock: Clock
  requests: Pick<RequestsService, 'giveBack'>
}

export type ClaimsExpiry = ReturnType<typeof createClaimsExpiry>

/** How many go back in one transaction. */
const batchSize = 20

/** Claims whose time is over. */
export function createClaimsExpiry({ database, clock, requests }: ExpiryDeps) {
  const hasExpired = prepareHasExpired(database)

  /** Whether that may not have been all. */
  function endSome(): Promise<boolean> {
    return database.transaction(async (tx) => {
      const over = await lockExpired(database, tx, { now: clock.now(), limit: batchSize })
      for (const request of over) {
        await requests.giveBack(tx, request, { actorId: null, reason: 'The time of its reviewer was over.' })
      }
      return over.length === batchSize
    })
  }

  return {
    /** Before somebody asks for the next: what has just become free is in its place. */
    async endDue(): Promise<void> {
      if (await hasExpired(clock.now())) await endSome()
    },

    /** All that there are, batch by batch: the others have a turn between. */
    async endAll(): Promise<void> {
      while (await endSome());
    }
  }
}
