import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'

export function eventsRoutes(): FastifyPluginAsyncTypebox {
  return async () => {}
}
