import type { FastifyInstance } from 'fastify'

/**
 * One line a request, at the level `debug`: the pattern of the route, not the address, which may name people and hold
 * tokens; no header, no body.
 */
export function registerRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        userId: request.principal?.userId
      },
      'request'
    )
  })
}
