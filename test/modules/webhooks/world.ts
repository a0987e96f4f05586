import type { TestContext } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { type Database, openDatabase } from '../../../src/db/database.js'
import { createWebhookClient, type WebhookClientOptions } from '../../../src/integrations/webhooks/index.js'
import { createId } from '../../../src/lib/ids.js'
import type { EventInput, ToldEvent } from '../../../src/modules/events/index.js'
import { createWebhooksModule } from '../../../src/modules/webhooks/index.js'
import { createTestClock } from '../../support/clock.js'
import { createTestDatabase } from '../../support/database.js'

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
type EndpointRow = Database['tables']['webhookEndpoints']['$inferSelect']

export interface WorldOptions {
  /** A second instance over the database of another world. */
  databaseUrl?: string
  client?: Partial<WebhookClientOptions>
}

/** The module alone over a database of its own, without jobs and timers. */
export async function createWorld(t: TestContext, options: WorldOptions = {}) {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase(t)).url
  const database = await openDatabase({ url: databaseUrl, poolSize: 6, refuseNesting: true })
  const { tables, read, transaction } = database
  const clock = createTestClock()
  const emitted: EventInput[] = []
  const errors: unknown[] = []
  const allowed = { allowPrivate: true, requireTls: false, userAgent: 'Naik-Kelas/1' }
  const webhooks = createWebhooksModule({
    database,
    clock,
    audit: { record: () => {} },
    catalogue: { isEventType: () => true } as never,
    client: createWebhookClient({ ...allowed, ...options.client }),
    organizations: { require: async () => Promise.reject(new Error('no requests here')) },
    emit: async (_tx, _afterCommit, event) => {
      emitted.push(event)
      return 'evt_1'
    },
    onError: (error) => errors.push(error)
  })
  t.after(async () => {
    await webhooks.worker.close()
    await database.close()
  })
  const [organization] = await read.select({ id: tables.organizations.id }).from(tables.organizations)
  const organizationId = organization?.id ?? ''

  return {
    database,
    databaseUrl,
    clock,
    webhooks,
    emitted,
    errors,
    organizationId,

    async addEndpoint(url: string, fields: Partial<EndpointRow> = {}): Promise<string> {
      const now = clock.now()
      const id = createId('webhookEndpoint', now.getTime())
      const row: EndpointRow = {
        ...{ id, organizationId, url, description: '', eventTypes: ['*'], secret },
        ...{ previousSecret: null, previousSecretUntil: null, state: 'enabled', disabledReason: null },
        ...{ failures: 0, failingSince: null, version: 1, createdBy: null, createdAt: now, updatedAt: now },
        ...fields
      }
      await transaction(async (tx) => {
        await tx.insert(tables.webhookEndpoints).values(row)
      })
      return id
    },

    async changeEndpoint(id: string, changes: Partial<EndpointRow>): Promise<void> {
      await transaction(async (tx) => {
        await tx.update(tables.webhookEndpoints).set(changes).where(eq(tables.webhookEndpoints.id, id))
      })
    },

    /** Something happens; what that sets going is not waited for. */
    async tell(event: Partial<ToldEvent> = {}): Promise<ToldEvent> {
      const now = clock.now()
      const told: ToldEvent = {
        ...{ id: createId('event', now.getTime()), type: 'announcement', data: { title: 'Libur' } },
        ...{ actorId: null, courseId: null, organizationId, occurredAt: now },
        ...event
      }
      await transaction((tx, afterCommit) => webhooks.enqueue(tx, afterCommit, told))
      return told
    },

    /** Looks for what is due, and waits until nothing is. */
    async look(): Promise<void> {
      webhooks.worker.kick()
      await webhooks.worker.settled()
    },

    async runJob(name: string): Promise<void> {
      await webhooks.jobs.find((job) => job.name === name)?.run()
    },

    /** In the order of their making. */
    deliveries: () => read.select().from(tables.webhookDeliveries).orderBy(asc(tables.webhookDeliveries.id)),
    attempts: () =>
      read
        .select()
        .from(tables.webhookAttempts)
        .orderBy(asc(tables.webhookAttempts.deliveryId), asc(tables.webhookAttempts.number)),
    async endpoint(id: string): Promise<EndpointRow> {
      const [row] = await read.select().from(tables.webhookEndpoints).where(eq(tables.webhookEndpoints.id, id))
      if (!row) throw new Error('the endpoint is gone')
      return row
    }
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>
