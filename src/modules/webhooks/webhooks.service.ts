import type { Database, Queries, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { WebhookClient } from '../../integrations/webhooks/index.js'
import { changesOf } from '../../lib/changes.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Audit, AuditEntry } from '../audit/index.js'
import type { EventCatalogue } from '../events/index.js'
import type { Organizations } from '../organizations/index.js'
import { giveUpWaiting } from './deliveries.repository.js'
import { everyType } from './payload.js'
import { keptMs } from './retries.js'
import { mayManage, seesOrganization, type Viewer } from './webhooks.access.js'
import {
  countEndpoints,
  deleteEndpoint,
  type EndpointChanges,
  type EndpointRow,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  lockEndpoint,
  lockOrganization,
  updateEndpoint
} from './webhooks.repository.js'
import { maxUrlLength, type WebhookFields, type WebhookPatch, type WebhooksParams } from './webhooks.schemas.js'

export interface WebhooksDeps {
  database: Database
  clock: Clock
  catalogue: Pick<EventCatalogue, 'isEventType'>
  audit: Pick<Audit, 'record'>
  organizations: Pick<Organizations, 'require'>
  client: Pick<WebhookClient, 'parseTarget' | 'createSecret'>
  /** Something may be due. */
  kick: () => void
}

export type WebhooksService = ReturnType<typeof createWebhooksService>

const sort = '-createdAt'
const maxPerOrganization = 20

/** Who hears of what happens in an organisation. */
export function createWebhooksService({ database, clock, audit, client, kick, ...deps }: WebhooksDeps) {
  /** @throws 404 */
  async function requireManaged(queries: Queries, viewer: Viewer, id: string): Promise<EndpointRow> {
    const endpoint = await findEndpoint(database, queries, id)
    if (!endpoint || !mayManage(viewer, endpoint.organizationId)) throw notFound('Webhook')
    return endpoint
  }

  /** @throws 403; 404 */
  async function requireOrganization(viewer: Viewer, idOrSlug: string): Promise<string> {
    const { id } = await deps.organizations.require(database.read, idOrSlug)
    if (mayManage(viewer, id)) return id
    throw seesOrganization(viewer, id) ? forbidden() : notFound('Organisation')
  }

  /** @throws 404; 412 */
  async function requireLocked(tx: Tx, viewer: Viewer, { id, check }: { id: string; check: Precondition }) {
    const endpoint = await lockEndpoint(database, tx, id)
    if (!endpoint || !mayManage(viewer, endpoint.organizationId)) throw notFound('Webhook')
    check(endpoint)
    return endpoint
  }

  async function save(tx: Tx, endpoint: EndpointRow, changes: EndpointChanges): Promise<EndpointRow> {
    const saved = { ...changes, version: endpoint.version + 1, updatedAt: clock.now() }
    await updateEndpoint(database, tx, { id: endpoint.id, changes: saved })
    return { ...endpoint, ...saved }
  }

  function note(tx: Tx, { id, organizationId }: EndpointRow, what: Pick<AuditEntry, 'action' | 'before' | 'after'>) {
    audit.record(tx, { ...what, resource: { type: 'webhookEndpoint', id }, organizationId })
  }

  /** As it is kept. @throws 422 INVALID_URL naming `url` */
  function toUrl(given: string): string {
    let url: string
    try {
      url = client.parseTarget(given).href
    } catch (error) {
      throw unprocessable('INVALID_URL', 'url', (error as Error).message)
    }
    if (url.length > maxUrlLength) throw unprocessable('INVALID_URL', 'url', 'is too long')
    return url
  }

  /** @throws 422 UNKNOWN_EVENT_TYPE naming `eventTypes` */
  function requireTypes(eventTypes: readonly string[]): void {
    if (eventTypes.includes(everyType) && eventTypes.length > 1) {
      throw unprocessable('UNKNOWN_EVENT_TYPE', 'eventTypes', `must have "${everyType}" alone, or none of it`)
    }
    const unknown = eventTypes.find((type) => type !== everyType && !deps.catalogue.isEventType(type))
    if (unknown === undefined) return
    throw unprocessable('UNKNOWN_EVENT_TYPE', 'eventTypes', 'must be types of the list of event types')
  }

  function toChanges({ url, eventTypes, ...patch }: WebhookPatch): EndpointChanges {
    if (eventTypes) requireTypes(eventTypes)
    return { ...patch, ...(eventTypes && { eventTypes }), ...(url !== undefined && { url: toUrl(url) }) }
  }

  return {
    requireManaged,

    /** @throws 404 */
    get: (viewer: Viewer, id: string) => requireManaged(database.read, viewer, id),

    /** The newest first. @throws 400; 403; 404 */
    async list(viewer: Viewer, idOrSlug: string, query: WebhooksParams): Promise<Page<EndpointRow>> {
      const { limit = defaultPageSize, cursor, total } = query
      const organizationId = await requireOrganization(viewer, idOrSlug)
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listEndpoints(database, organizationId, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countEndpoints(database, database.read, organizationId) } : page
    },

    /** @throws 403; 404; 409 TOO_MANY_WEBHOOKS; 422 */
    async create(actor: Viewer, idOrSlug: string, fields: WebhookFields): Promise<EndpointRow> {
      const organizationId = await requireOrganization(actor, idOrSlug)
      requireTypes(fields.eventTypes)
      const now = clock.now()
      const row: EndpointRow = {
        ...{ id: createId('webhookEndpoint', now.getTime()), organizationId, url: toUrl(fields.url) },
        ...{ description: fields.description ?? '', eventTypes: fields.eventTypes },
        ...{ secret: client.createSecret(), previousSecret: null, previousSecretUntil: null },
        ...{ state: 'enabled', disabledReason: null, failures: 0, failingSince: null },
        ...{ version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now }
      }
      await database.transaction(async (tx) => {
        if (!(await lockOrganization(database, tx, organizationId))) throw notFound('Organisation')
        if ((await countEndpoints(database, tx, organizationId)) >= maxPerOrganization) {
          throw conflict('TOO_MANY_WEBHOOKS', `An organisation has at most ${maxPerOrganization} webhooks`)
        }
        await insertEndpoint(database, tx, row)
        note(tx, row, { action: 'webhook.create', after: toldOf(row) })
      })
      return row
    },

    /** @throws 404; 412; 422 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: WebhookPatch; check: Precondition }
    ): Promise<EndpointRow> {
      return database.transaction(async (tx, afterCommit) => {
        const endpoint = await requireLocked(tx, actor, { id, check })
        const changes = toChanges(patch)
        const isMoved = changes.state !== undefined && changes.state !== endpoint.state
        if (isMoved && changes.state === 'enabled') {
          const before = new Date(clock.now().getTime() - keptMs)
          await giveUpWaiting(database, tx, { before, endpointId: id })
          Object.assign(changes, { disabledReason: null, failures: 0, failingSince: null })
          afterCommit(kick)
        }
        if (isMoved && changes.state === 'disabled') changes.disabledReason = 'by_hand'
        if (isSame(endpoint, changes)) return endpoint
        const saved = await save(tx, endpoint, changes)
        note(tx, saved, { action: 'webhook.change', ...changesOf(toldOf(endpoint), toldOf(saved), told) })
        return saved
      })
    },

    /** With all that was sent to it. @throws 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      await database.transaction(async (tx) => {
        const endpoint = await requireLocked(tx, actor, { id, check })
        await deleteEndpoint(database, tx, id)
        note(tx, endpoint, { action: 'webhook.delete', before: toldOf(endpoint) })
      })
    },

    /** The old secret signs, too, for so long; one that was older signs no more. @throws 404; 412 */
    async rotate(
      actor: Viewer,
      id: string,
      { keepOldForHours, check }: { keepOldForHours: number; check: Precondition }
    ): Promise<EndpointRow> {
      return database.transaction(async (tx) => {
        const endpoint = await requireLocked(tx, actor, { id, check })
        const until = new Date(clock.now().getTime() + keepOldForHours * hourMs)
        const old =
          keepOldForHours === 0
            ? { previousSecret: null, previousSecretUntil: null }
            : { previousSecret: endpoint.secret, previousSecretUntil: until }
        note(tx, endpoint, { action: 'webhook.rotate_secret', after: { keepOldForHours } })
        return save(tx, endpoint, { secret: client.createSecret(), ...old })
      })
    }
  }
}

/** What the audit log keeps of one. Not the whole address: some carry a secret in it. */
const told = ['host', 'description', 'eventTypes', 'state'] as const

function toldOf({ url, description, eventTypes, state }: EndpointRow) {
  return { host: new URL(url).host, description, eventTypes, state }
}

function isSame(endpoint: EndpointRow, changes: EndpointChanges): boolean {
  const names = Object.keys(changes) as (keyof EndpointChanges)[]
  return names.every((name) => JSON.stringify(changes[name]) === JSON.stringify(endpoint[name]))
}
