import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import { insertRubric } from './rubrics.repository.js'
import { insertVersions, readForCopy } from './versions.repository.js'

export interface RubricCopying {
  versionIds: readonly string[]
  organizationId: string
  actorId: string
}

/** For each of the versions the id of the one that says the same in that organisation. */
export type CopyRubrics = (tx: Tx, copying: RubricCopying) => Promise<Map<string, string>>

/**
 * A version stays itself within its organisation. In another one it is copied, with its rubric: a new one, that has these
 * versions alone, numbered from 1. Criteria and levels keep their ids, so that what is judged by them can be compared.
 */
export function createCopyRubrics({ database, clock }: { database: Database; clock: Clock }): CopyRubrics {
  return async (tx, { versionIds, organizationId, actorId }) => {
    const ids = new Map<string, string>()
    if (versionIds.length === 0) return ids
    const now = clock.now()
    const fresh = { version: 1, createdBy: actorId, createdAt: now, updatedAt: now }
    const copies = new Map<string, { id: string; versions: number }>()
    for (const { rubric, version } of await readForCopy(database, tx, versionIds)) {
      if (rubric.organizationId === organizationId) {
        ids.set(version.id, version.id)
        continue
      }
      const copy = copies.get(rubric.id) ?? { id: createId('rubric', now.getTime()), versions: 0 }
      if (!copies.has(rubric.id)) {
        copies.set(rubric.id, copy)
        await insertRubric(database, tx, { ...rubric, ...fresh, id: copy.id, organizationId, isArchived: false })
      }
      const id = createId('rubricVersion', now.getTime())
      ids.set(version.id, id)
      const place = { id, rubricId: copy.id, number: ++copy.versions }
      await insertVersions(database, tx, [{ ...version, ...fresh, ...place, publishedAt: now, publishedBy: actorId }])
    }
    return ids
  }
}
