import type { Database, Tx } from '../../db/database.js'
import type { RequestContext } from '../../lib/request-context.js'
import { type AuditEntry, resourcesOf } from './entries.js'
import { findOrganizationOf } from './places.repository.js'

/** In which organisation an entry is read. */
export function createPlaces(database: Database) {
  return {
    /** Of each entry, in their order; null for what only who runs the platform reads. */
    async placeOf(
      tx: Tx,
      entries: readonly AuditEntry[],
      request: RequestContext | undefined
    ): Promise<(string | null)[]> {
      const known = new Map<string, Promise<string | null>>()
      const find = (type: string, id: string | null): Promise<string | null> => {
        if (id === null) return Promise.resolve(null)
        const found = known.get(id) ?? findOrganizationOf(database, tx, { type, id })
        known.set(id, found)
        return found
      }

      /** What a request is about may be gone by now; what the path names beside it is not. */
      async function ofRequest(): Promise<string | null> {
        if (!request) return null
        for (const { type, id } of resourcesOf(request)) {
          const found = await find(type, id)
          if (found) return found
        }
        return request.home
      }

      const places: (string | null)[] = []
      for (const { organizationId, courseId, resource } of entries) {
        if (organizationId !== undefined) places.push(organizationId)
        else if (courseId !== undefined) places.push(await find('course', courseId))
        else places.push((await find(resource.type, resource.id)) ?? (await ofRequest()))
      }
      return places
    }
  }
}
