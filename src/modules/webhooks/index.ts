import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { WebhookClient } from '../../integrations/webhooks/index.js'
import { type Clock, dayMs, hourMs } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { EventCatalogue, Events } from '../events/index.js'
import type { Organizations } from '../organizations/index.js'
import { deliveriesRoutes } from './deliveries.routes.js'
import { deliverySchemas } from './deliveries.schemas.js'
import { createDeliveriesService } from './deliveries.service.js'
import { createEnqueue, type Enqueue } from './enqueue.service.js'
import { createSending } from './sending.service.js'
import { webhooksRoutes } from './webhooks.routes.js'
import { webhookSchemas } from './webhooks.schemas.js'
import { createWebhooksService } from './webhooks.service.js'

export interface WebhooksModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  catalogue: EventCatalogue
  client: WebhookClient
  /** Made later, and called only when a request has come. */
  organizations: Pick<Organizations, 'require'>
  /** Made later: for the notice that an endpoint was switched off. */
  emit: Events['emit']
  onError: (error: unknown) => void
}

export interface Webhooks {
  /** One delivery for each endpoint of the event's organisation (or of its course's) that wants its type. Twice, it is one. */
  enqueue: Enqueue
}

/** Other systems that hear of what happens, and what was sent to them. */
export function createWebhooksModule({ database, clock, ...deps }: WebhooksModuleDeps) {
  const base = { database, clock }
  const sending = createSending({ ...base, ...deps })
  const webhooks = createWebhooksService({ ...base, ...deps, kick: sending.kick })
  const deliveries = createDeliveriesService({ ...base, webhooks, sending })
  const port: Webhooks = { enqueue: createEnqueue({ ...base, kick: sending.kick }) }
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(webhooksRoutes(webhooks))
    await app.register(deliveriesRoutes(deliveries))
  }
  return {
    ...port,
    routes,
    schemas: [...webhookSchemas, ...deliverySchemas],
    jobs: [
      { name: 'give-up-webhook-deliveries', everyMs: hourMs, run: () => deliveries.giveUpWaiting() },
      { name: 'prune-webhook-deliveries', everyMs: dayMs, run: () => deliveries.prune() }
    ],
    worker: sending
  }
}
