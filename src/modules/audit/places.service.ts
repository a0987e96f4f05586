import type { Database, Tx } from '../../db/database.js'
import { idPrefixes } from '../../lib/ids.js'
import type { RequestContext } from '../../lib/request-context.js'
import { type AuditEntry, type AuditResource, resourcesOf } from './entries.js'
import { findBySlug, findOrganizationOf } from './places.repository.js'

export type LocatedEntry = AuditEntry & { organizationId: string | null }
export type Places = ReturnType<typeof createPlaces>

/** What an entry is about, by its id, and in which organisation it is read. */
export function createPlaces(database: Database) {
  /** A path may name a course or an organisation by its slug, too. */
  async function identify(tx: Tx, resource: AuditResource): Promise<AuditResource> {
    const { type, id } = resource
    if (type !== 'course' && type !== 'organization') return resource
    if (id === null || id.startsWith(`${idPrefixes[type]}_`)) return resource
    return { type, id: (await findBySlug(database, tx, { type, slug: id })) ?? id }
  }

  /** What a request is about may be gone by now; what the path names beside it is not. */
  async function placeOf(tx: Tx, request: RequestContext | undefined): Promise<string | null> {
    if (!request) return null
    for (const named of resourcesOf(request)) {
      const { type, id } = await identify(tx, named)
      const found = id === null ? null : await findOrganizationOf(database, tx, { type, id })
      if (found) return found
    }
    return request.home
  }

  return {
    /** Of each entry, in their order. An organisation that is null: only who runs the platform reads it. */
    async locate(tx: Tx, entries: readonly AuditEntry[], request: RequestContext | undefined): Promise<LocatedEntry[]> {
      const known = new Map<string, string | null>() // an import has one course and a thousand entries
      const find = async ({ type, id }: AuditResource): Promise<string | null> => {
        if (id === null) return null
        const found = known.get(id) ?? (await findOrganizationOf(database, tx, { type, id }))
        known.set(id, found)
        return found
      }
      const located: LocatedEntry[] = []
      for (const entry of entries) {
        const { courseId } = entry
        const resource = await identify(tx, entry.resource)
        let { organizationId } = entry
        if (organizationId === undefined) {
          organizationId = await find(courseId === undefined ? resource : { type: 'course', id: courseId })
          organizationId ??= await placeOf(tx, request)
        }
        located.push({ ...entry, resource, organizationId })
      }
      return located
    }
  }
}
