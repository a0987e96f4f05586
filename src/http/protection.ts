import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import helmet from 'helmet'
import { tooManyRequests, unavailable } from '../lib/errors.js'

const windowMs = 60_000
/** How often the delay of the event loop is looked at. */
const sampleMs = 500
/** A whole school shares one address: who is not signed in is counted with many others. */
const anonymousFactor = 10

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered also when the process is at its limits: health, and streams, which a 503 would end for good. */
    evenUnderPressure?: boolean
  }
}

/** The headers that every answer carries. A page of ours sets its own content policy. */
export function registerSecurityHeaders(app: FastifyInstance, fixed: Record<string, string>): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(fixed)
    reply.header('x-request-id', request.id)
    if (request.headers.cookie !== undefined) reply.header('cache-control', 'no-store')
    done()
  })
}

/**
 * What helmet sets, taken down once: none of it depends on the request, and to run its ten functions for each cost as much
 * as finding the session.
 */
export function securityHeaders(https: boolean): Record<string, string> {
  const headers: Record<string, string> = { 'permissions-policy': 'geolocation=(), camera=(), microphone=()' }
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"]
      }
    },
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // For browsers that nobody has any more, or the default of all others.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false
  })
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => {}
  }
  setHeaders({} as never, response as never, (error) => {
    if (error) throw error
  })
  return headers
}

/** Other origins, one by one; a wildcard cannot be configured. */
export async function registerCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return
  await app.register(cors, {
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['etag', 'location', 'retry-after', 'x-request-id'],
    maxAge: 600
  })
}

/**
 * Reads and writes are counted apart, by user, or by address for who is not signed in. 0 lifts a limit. It counts what the
 * hooks after it refuse, too: call it once it is known who asks, and before anything else is decided.
 */
export async function registerRateLimit(
  app: FastifyInstance,
  limits: { reads: number; writes: number }
): Promise<void> {
  if (limits.reads === 0 && limits.writes === 0) return
  await app.register(rateLimit, {
    global: false, // its own way to serve all routes comes after every hook of ours
    timeWindow: windowMs,
    cache: 50_000,
    max: (request) => limitOf(request, limits) * (request.principal ? 1 : anonymousFactor),
    keyGenerator: (request) => `${isRead(request) ? 'r' : 'w'} ${request.principal?.userId ?? request.ip}`,
    allowList: (request) => request.routeOptions.config.rateLimit === false || limitOf(request, limits) === 0,
    errorResponseBuilder: (_request, context) =>
      tooManyRequests(context.ttl / 1000, 'Too many requests: try again in a moment')
  })
  app.addHook('onRequest', app.rateLimit())
}

/** Says no (503) before the process is too busy to say anything. */
export async function registerUnderPressure(app: FastifyInstance, maxEventLoopDelay: number): Promise<void> {
  if (maxEventLoopDelay === 0) return
  // A start keeps the event loop busy, and before it listens only the product itself asks (the demo).
  let watchesFromMs = Number.POSITIVE_INFINITY
  app.addHook('onListen', async () => {
    watchesFromMs = performance.now() + 2 * sampleMs
  })
  await app.register(underPressure, {
    maxEventLoopDelay,
    sampleInterval: sampleMs,
    pressureHandler: (request) => {
      if (request.routeOptions.config.evenUnderPressure || performance.now() < watchesFromMs) return
      throw unavailable(5 + Math.random() * 10, 'Too much at once: try again in a moment')
    }
  })
}

function limitOf(request: FastifyRequest, limits: { reads: number; writes: number }): number {
  return isRead(request) ? limits.reads : limits.writes
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}
