import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import { notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { organizationsWhere } from '../../lib/permissions.js'
import { type AuditFilter, countEntries, type ListedEntry, listActions, listEntries } from './audit.repository.js'
import type { AuditParams } from './audit.schemas.js'
import type { Recording } from './recording.service.js'

const sort = '-at'

export interface ReadingDeps {
  database: Database
  recording: Pick<Recording, 'record'>
}

export type Reading = ReturnType<typeof createReading>

export function createReading({ database, recording }: ReadingDeps) {
  /** @throws 404 for an organisation whose entries the reader does not see */
  function placesOf(reader: Pick<Principal, 'grants'>, organizationId: string | undefined): string[] | undefined {
    const visible = organizationsWhere(reader.grants, 'audit.read')
    if (organizationId === undefined) return visible === 'all' ? undefined : visible
    if (visible !== 'all' && !visible.includes(organizationId)) throw notFound('Organisation')
    return [organizationId]
  }

  async function actionsOf(prefix: string | undefined): Promise<string[] | undefined> {
    if (prefix === undefined) return undefined
    return (await listActions(database)).filter((action) => action.startsWith(prefix))
  }

  return {
    /**
     * Who may read all of it reads all, others what belongs to their organisations. That somebody has read it is itself an
     * entry. @throws 400 for a cursor that is none; 404
     */
    async list(reader: Pick<Principal, 'grants'>, query: AuditParams): Promise<Page<ListedEntry>> {
      const { limit = defaultPageSize, cursor, total, action, organizationId, from, until, ...filter } = query
      const wanted: AuditFilter = {
        ...filter,
        organizationIds: placesOf(reader, organizationId),
        actions: await actionsOf(action),
        from: from === undefined ? undefined : new Date(from),
        until: until === undefined ? undefined : new Date(until)
      }
      const rows = await listEntries(database, wanted, { limit: limit + 1, after: readCursor(cursor) })
      const page = toPage(rows, limit, { sort, key: ({ at, seq }) => [at.getTime(), seq], present: (row) => row })
      const answer = total ? { ...page, total: await countEntries(database, wanted) } : page
      const { limit: _limit, cursor: _cursor, total: _total, ...asked } = query
      await database.transaction(async (tx) => {
        const resource = { type: 'audit', id: null }
        recording.record(tx, {
          action: 'audit.read',
          resource,
          organizationId: wanted.organizationIds?.[0] ?? null,
          after: asked
        })
      })
      return answer
    }
  }
}

function readCursor(cursor: string | undefined): { at: Date; seq: number } | undefined {
  if (cursor === undefined) return undefined
  const [at, seq] = decodeCursor(cursor, sort, ['time', 'number']) as [number, number]
  return { at: new Date(at), seq }
}
