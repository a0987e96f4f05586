import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { answerSocketError, sendError } from './error-handler.js'

export interface ServerOptions {
  /** Addresses of the proxies that are believed. */
  trustProxy: string[] | false
  /** That every answer carries, also one that no hook has seen. */
  headers: Record<string, string>
  /** Nothing is logged without one. */
  logger: FastifyBaseLogger | undefined
}

/** Fastify with our limits in place of its own. */
export function createServer({ trustProxy, headers, logger }: ServerOptions): FastifyInstance {
  const prefix = randomBytes(4).toString('hex')
  let count = 0
  return Fastify({
    ...(logger && { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }), // see http/request-log.ts
    // A logger of its own for each request would cost more than most of them; errors name the request (error-handler.ts).
    childLoggerFactory: (parent) => parent,
    genReqId: () => `req-${prefix}-${(++count).toString(36)}`,
    trustProxy,
    bodyLimit: 65_536,
    requestTimeout: 310_000, // the net under http/body-time.ts
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    routerOptions: { maxParamLength: 100 },
    // During shutdown a stream is answered with 200 and told to come back: a 503 would end a browser's for good.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerSocketError,
    // Before any hook has run.
    frameworkErrors: (error, request, reply) => {
      sendError(error, request, reply.headers(headers))
    }
  })
}
