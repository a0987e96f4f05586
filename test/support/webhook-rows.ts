import { createId } from '../../src/lib/ids.js'
import type { TestApp } from './app.js'

/**
 * Straight into the database, and to an address that is refused before anything is sent: a webhook of the organisation with
 * two deliveries that are over.
 */
export async function insertWebhook({ database, clock, organizationId }: TestApp) {
  const { tables, transaction } = database
  const now = clock.now()
  const id = createId('webhookEndpoint', now.getTime())
  const deliveries = ['evt_1', 'evt_2'].map((eventId) => ({
    ...{ id: createId('webhookDelivery', now.getTime()), endpointId: id, eventId, type: 'announcement', payload: '{}' },
    ...{ state: 'dead' as const, attempts: 1, nextAttemptAt: now, createdAt: now }
  }))
  await transaction(async (tx) => {
    await tx.insert(tables.webhookEndpoints).values({
      ...{ id, organizationId, url: 'http://127.0.0.1/', description: '', eventTypes: ['webhook_disabled'] },
      ...{ secret: `whsec_${'a'.repeat(43)}=`, state: 'enabled', failures: 0 },
      ...{ version: 1, createdAt: now, updatedAt: now }
    })
    await tx.insert(tables.webhookDeliveries).values(deliveries)
  })
  return { webhookId: id, deliveryId: deliveries[0]!.id }
}
