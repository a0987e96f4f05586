import type { Database, Queries } from '../../db/database.js'
import { type AppError, unprocessable } from '../../lib/errors.js'
import { findNewestVersion, findVersionBodies, findVersionHeads, type VersionBody } from './published.repository.js'

/** A published version of a rubric: it never changes, but for the title of its rubric. Points are in hundredths. */
export interface PublishedRubric extends VersionBody {
  title: string
}

/** More versions than are in use at a time; the one asked for longest ago makes room. */
const maxKept = 500

export type PublishedRubrics = ReturnType<typeof createPublishedRubrics>

/** The versions by which work is judged. Criteria are kept in memory: to read them costs more than to find them. */
export function createPublishedRubrics(database: Database) {
  const kept = new Map<string, VersionBody>()

  function keep(body: VersionBody): void {
    kept.delete(body.id)
    kept.set(body.id, body)
    if (kept.size > maxKept) kept.delete(kept.keys().next().value as string)
  }

  async function bodiesOf(queries: Queries, ids: readonly string[]): Promise<Map<string, VersionBody>> {
    const bodies = ids.flatMap((id) => kept.get(id) ?? [])
    const missing = ids.filter((id) => !kept.has(id))
    if (missing.length > 0) bodies.push(...(await findVersionBodies(database, queries, missing)))
    for (const body of bodies) keep(body)
    return new Map(bodies.map((body) => [body.id, body]))
  }

  /** Those that there are, by their ids. */
  async function versions(queries: Queries, versionIds: readonly string[]): Promise<Map<string, PublishedRubric>> {
    const ids = [...new Set(versionIds)]
    if (ids.length === 0) return new Map()
    const heads = await findVersionHeads(database, queries, ids)
    const bodies = await bodiesOf(
      queries,
      heads.map(({ id }) => id)
    )
    return new Map(
      heads.flatMap(({ id, title }) => {
        const body = bodies.get(id)
        return body ? [[id, { ...body, title }] as const] : []
      })
    )
  }

  /** Nobody chooses an archived rubric anew. @throws 422 UNKNOWN_RUBRIC naming `field` */
  async function requireUsable(
    queries: Queries,
    { versionId, organizationId, field }: { versionId: string; organizationId: string; field: string }
  ): Promise<PublishedRubric> {
    const [head] = await findVersionHeads(database, queries, [versionId])
    const isUsable = head?.organizationId === organizationId && !head.isArchived
    const found = isUsable ? (await versions(queries, [versionId])).get(versionId) : undefined
    if (!found) throw unknownRubric(field)
    return found
  }

  return {
    versions,
    requireUsable,

    /** The newest version of a rubric. @throws as `requireUsable` */
    async requireNewest(
      queries: Queries,
      { rubricId, organizationId, field }: { rubricId: string; organizationId: string; field: string }
    ): Promise<PublishedRubric> {
      const versionId = await findNewestVersion(database, queries, rubricId)
      if (!versionId) throw unknownRubric(field)
      return requireUsable(queries, { versionId, organizationId, field })
    }
  }
}

function unknownRubric(field: string): AppError {
  return unprocessable('UNKNOWN_RUBRIC', field, 'must be a published rubric in use of the organisation')
}
