import type { Database } from '../../db/database.js'
import { type Clock, dayMs, hourMs } from '../../lib/clock.js'
import type { ByteStore } from './byte-store.js'
import { deleteUnattached, findKnownIds } from './files.repository.js'

/** How long an upload may wait for its use. */
const unattachedMs = dayMs
/** Bytes have no row yet while they arrive, and while a course is cloned; much longer than either takes. */
const withoutRowMs = hourMs
const batch = 200

/**
 * Takes away what nobody uses, and what a crash has left: bytes come before their row and go after it, so that between
 * any two steps there may be bytes without a row, and never a row without bytes.
 */
export function createSweep({ database, clock, store }: { database: Database; clock: Clock; store: ByteStore }) {
  async function removeUnattached(): Promise<void> {
    const before = new Date(clock.now().getTime() - unattachedMs)
    for (let removed = batch; removed === batch; ) {
      const ids = await database.transaction((tx) => deleteUnattached(database, tx, { before, limit: batch }))
      for (const id of ids) await store.remove(id)
      removed = ids.length
    }
  }

  async function removeLost(): Promise<void> {
    const before = new Date(clock.now().getTime() - withoutRowMs)
    for await (const stored of store.list()) {
      for (let i = 0; i < stored.length; i += batch) {
        const some = stored.slice(i, i + batch)
        const known = await findKnownIds(
          database,
          some.map(({ id }) => id)
        )
        for (const each of some) {
          if (known.has(each.id) && !each.isPart) continue
          const changedAt = await store.changedAt(each)
          if (changedAt === undefined || changedAt > before) continue
          await (each.isPart ? store.removePart(each.id) : store.remove(each.id))
        }
      }
    }
  }

  return async (): Promise<void> => {
    await removeUnattached()
    await removeLost()
  }
}
