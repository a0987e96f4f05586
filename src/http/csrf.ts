import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type AppError, forbidden } from '../lib/errors.js'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No cookie matters to it: whoever has the address may call it, from any page or program. */
    fromAnywhere?: boolean
    /**
     * To read it costs something, such as one of a user's five streams: a page that may not see the answer must not even
     * have it begun. A browser sends the cookie first, and refuses its page afterwards.
     */
    toOurPagesOnly?: boolean
  }
}

export interface OriginRules {
  /** Our own address; undefined when we were not told. */
  publicOrigin: string | undefined
  /** Other origins whose pages may call us. */
  trustedOrigins: readonly string[]
  /** Outside production the page may come over plain HTTP from any host that we answer for. */
  production: boolean
}

/**
 * An unsafe request must prove that it comes from a page of ours: `Sec-Fetch-Site: same-origin`, which no page can
 * forge, or else an `Origin` that is ours to the letter (scheme, host and port). A request with neither is refused too:
 * every browser sends one of them, and a program can.
 */
export function registerCsrf(app: FastifyInstance, rules: OriginRules): void {
  app.addHook('onRequest', (request, _reply, done) => done(refusal(request, rules)))
}

function refusal(request: FastifyRequest, rules: OriginRules): AppError | undefined {
  const { origin, 'sec-fetch-site': site } = request.headers
  const { fromAnywhere, toOurPagesOnly } = request.routeOptions.config
  const isSafe = safeMethods.has(request.method)
  if (site === 'same-origin' || fromAnywhere || (isSafe && !toOurPagesOnly)) return undefined
  // Programs say neither, and our own pages no origin when they read; `none` is who has typed the address.
  if (isSafe && origin === undefined && (site === undefined || site === 'none')) return undefined
  if (origin === undefined)
    return forbidden('Send the Origin header with the address of this service', 'ORIGIN_REQUIRED')
  return isTrustedOrigin(origin, request, rules)
    ? undefined
    : forbidden('This origin may not call this service', 'ORIGIN_NOT_ALLOWED')
}

export function isTrustedOrigin(origin: string, request: FastifyRequest, rules: OriginRules): boolean {
  if (rules.trustedOrigins.includes(origin)) return true
  if (rules.publicOrigin !== undefined && origin === rules.publicOrigin) return true
  const { host } = request.headers
  if (rules.publicOrigin !== undefined && rules.production) return false
  if (!host) return false
  const plainHttp = !rules.production || loopbackHost.test(host)
  return origin === `https://${host}` || (plainHttp && origin === `http://${host}`)
}
