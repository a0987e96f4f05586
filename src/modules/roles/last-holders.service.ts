import type { Database, Tx } from '../../db/database.js'
import { conflict } from '../../lib/errors.js'
import {
  hasOtherActiveAdmin,
  isActiveAdmin,
  listOwnedByOthers,
  listOwnedOrganizations,
  lockAdmins,
  lockOrganizations
} from './last-holders.repository.js'

export type LastHolders = ReturnType<typeof createLastHolders>

/**
 * The last administrator stays, and so does the last owner of an organisation. Both hold the locks to the end of the
 * transaction: whoever comes second sees what the first has done. Callers have locked the user's row before.
 */
export function createLastHolders(database: Database) {
  return {
    /** @throws 409 LAST_ADMIN when this user is the only active, not deleted administrator */
    async requireAnotherAdmin(tx: Tx, userId: string): Promise<void> {
      if (!(await isActiveAdmin(database, tx, userId))) return
      await lockAdmins(database, tx)
      if (await hasOtherActiveAdmin(database, tx, userId)) return
      throw conflict('LAST_ADMIN', 'This is the last administrator: make another one first')
    },

    /** Of these organisations, or of all. @throws 409 LAST_OWNER when the user is the last active owner of one */
    async requireOtherOwners(tx: Tx, userId: string, organizationIds?: readonly string[]): Promise<void> {
      const owned = await listOwnedOrganizations(database, tx, userId)
      const concerned = organizationIds ? owned.filter((id) => organizationIds.includes(id)) : owned
      if (concerned.length === 0) return
      await lockOrganizations(database, tx, concerned)
      const covered = await listOwnedByOthers(database, tx, { userId, organizationIds: concerned })
      if (concerned.every((id) => covered.includes(id))) return
      throw conflict('LAST_OWNER', 'This is the last owner of an organisation: make another one first')
    }
  }
}
