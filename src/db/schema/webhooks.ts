import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccessTables } from './access.js'
import type { AccountTables } from './accounts.js'

/** Addresses of other systems that hear of an organisation's events, and what was sent to them. */
export function defineWebhooks(
  c: Columns,
  { users, organizations }: AccountTables & Pick<AccessTables, 'organizations'>
) {
  const webhookEndpoints = c.table(
    'webhook_endpoints',
    {
      id: c.text('id').primaryKey(),
      organizationId: c
        .text('organization_id')
        .notNull()
        .references(() => organizations.id, { onDelete: 'cascade' }),
      url: c.text('url').notNull(),
      description: c.text('description').notNull(),
      /** Types of the catalogue. */
      eventTypes: c.json<string[]>()('event_types').notNull(),
      /** `whsec_…`, shown once. */
      secret: c.text('secret').notNull(),
      /** The one before: both sign until then. */
      previousSecret: c.text('previous_secret'),
      previousSecretUntil: c.time('previous_secret_until'),
      state: c.oneOf('state', ['enabled', 'disabled'] as const).notNull(),
      /** Why it is switched off: by somebody, after repeated failure, or because it answered 410. */
      disabledReason: c.oneOf('disabled_reason', ['by_hand', 'failing', 'gone'] as const),
      /** Attempts that failed since the last that did not, and since when. */
      failures: c.int('failures').notNull(),
      failingSince: c.time('failing_since'),
      version: c.int('version').notNull(),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('webhook_endpoints_organization').on(t.organizationId, t.id),
      c.index('webhook_endpoints_created_by').on(t.createdBy)
    ]
  )

  const webhookDeliveries = c.table(
    'webhook_deliveries',
    {
      /** The `webhook-id` of the Standard Webhooks headers: the same for every attempt. */
      id: c.text('id').primaryKey(),
      endpointId: c
        .text('endpoint_id')
        .notNull()
        .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
      /** Null: a test. */
      eventId: c.text('event_id'),
      type: c.text('type').notNull(),
      /** The very bytes that are signed and sent. */
      payload: c.text('payload').notNull(),
      state: c.oneOf('state', ['pending', 'sending', 'delivered', 'dead'] as const).notNull(),
      /** Since it was queued, by an event or again by hand. */
      attempts: c.int('attempts').notNull(),
      /** While it is being sent: when that is given up for lost. */
      nextAttemptAt: c.time('next_attempt_at').notNull(),
      createdAt: c.time('created_at').notNull(),
      deliveredAt: c.time('delivered_at')
    },
    (t) => [
      c.uniqueIndex('webhook_deliveries_once').on(t.endpointId, t.eventId),
      c.index('webhook_deliveries_endpoint').on(t.endpointId, t.id),
      c.index('webhook_deliveries_dead').on(t.endpointId, t.id).where(sql`${t.state} = 'dead'`),
      // By endpoint: what waits for one that hangs, or is switched off, is not in the way of the others.
      c
        .index('webhook_deliveries_due')
        .on(t.endpointId, t.nextAttemptAt)
        .where(sql`${t.state} in ('pending', 'sending')`)
    ]
  )

  const webhookAttempts = c.table(
    'webhook_attempts',
    {
      deliveryId: c
        .text('delivery_id')
        .notNull()
        .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
      number: c.int('number').notNull(),
      startedAt: c.time('started_at').notNull(),
      /** Milliseconds. */
      duration: c.int('duration').notNull(),
      /** Of the answer; null: there was none. */
      status: c.int('status'),
      /** Why there was none, or why it does not count. */
      error: c.text('error'),
      /** The beginning of the answer. */
      answer: c.text('answer')
    },
    (t) => [c.primaryKey({ columns: [t.deliveryId, t.number] })]
  )

  return { webhookEndpoints, webhookDeliveries, webhookAttempts }
}

export type WebhookTables = ReturnType<typeof defineWebhooks>
