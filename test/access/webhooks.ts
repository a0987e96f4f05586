import type { AccessPart } from '../support/access-world.js'
import { insertWebhook } from '../support/webhook-rows.js'

export const webhooksAccess: AccessPart = {
  // Those that are made come first: an organisation has twenty at most.
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/organizations/{home}/webhooks            401  403  403  403  403  403  201  201  201  404 : webhook
POST   /api/organizations/{away}/webhooks            401  403  403  403  403  403  404  404  201  201 : webhook
GET    /api/organizations/{home}/webhooks            401  403  403  403  403  403  200  200  200  404
GET    /api/organizations/{away}/webhooks            401  403  403  403  403  403  404  404  200  200
GET    /api/webhooks/{webhook}                       401  403  403  403  403  403  200  200  200  404
PATCH  /api/webhooks/{webhook}                       401  403  403  403  403  403  200  200  200  404 : webhookState
DELETE /api/webhooks/{webhook}                       401  403  403  403  403  403  204  204  204  404
POST   /api/webhooks/{webhook}/rotate-secret         401  403  403  403  403  403  200  200  200  404 : webhookRotation
POST   /api/webhooks/{webhook}/test                  401  403  403  403  403  403  202  202  202  404
GET    /api/webhooks/{webhook}/deliveries            401  403  403  403  403  403  200  200  200  404
GET    /api/webhook-deliveries/{webhookDelivery}     401  403  403  403  403  403  200  200  200  404
POST   /api/webhook-deliveries/{webhookDelivery}/redeliver 401 403 403 403 403 403 202 202 202 404
`,
  objects: ({ app }) => ({
    webhook: async () => (await insertWebhook(app)).webhookId,
    webhookDelivery: async () => (await insertWebhook(app)).deliveryId
  }),
  bodies: () => ({
    webhook: async () => ({ url: 'https://hooks.example.org/', eventTypes: ['webhook_disabled'] }),
    webhookState: async () => ({ state: 'disabled' }),
    webhookRotation: async () => ({ keepOldForHours: 1 })
  })
}
