import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import { type AppError, forbidden, unauthenticated } from '../lib/errors.js'
import { holdsSomewhere, isPermission, type Permission } from '../lib/permissions.js'

/**
 * Who may call a route: anybody, any user, or users who hold a permission somewhere. Whether they hold it for the object
 * at hand, the service decides.
 */
export type Access = 'public' | 'user' | Permission

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** Who may call the route besides: a program with a token, say. */
    isAlsoAllowed?: (request: FastifyRequest) => boolean
  }
}

export interface Route {
  methods: readonly string[]
  url: string
  options: RouteOptions
}

/** Holds every request to the declaration of its route; a route without one stops the start. Returns all routes to come. */
export function registerAccess(app: FastifyInstance): readonly Route[] {
  const routes: Route[] = []
  app.addHook('onRoute', (options) => {
    // The address now: Fastify changes that of a route which it adds both with and without a slash at the end.
    routes.push({ methods: [options.method].flat(), url: options.url, options })
  })
  app.addHook('onReady', async () => {
    // Only now: a scope may declare for the plugin that it registers (`declareAccess`), and its hook runs after ours.
    const undeclared = routes.filter(({ options }) => !isAccess(options.config?.access)).map(describe)
    if (undeclared.length > 0) throw new Error(`routes that do not declare who may call them: ${undeclared.join(', ')}`)
  })
  app.addHook('onRequest', (request, _reply, done) => done(refusal(request)))
  return routes
}

function refusal(request: FastifyRequest): AppError | undefined {
  const { routeOptions, principal, is404 } = request
  const { access, isAlsoAllowed } = routeOptions.config
  if (access === 'public' || is404 || isAlsoAllowed?.(request)) return undefined
  if (!principal) return unauthenticated()
  return access === 'user' || (access && holdsSomewhere(principal.grants, access)) ? undefined : forbidden()
}

/** For the routes of plugins that are not ours: declares them all at once. Call it before registering the plugin. */
export function declareAccess(app: FastifyInstance, access: Access): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, access }
  })
}

function isAccess(access: unknown): access is Access {
  return access === 'public' || access === 'user' || (typeof access === 'string' && isPermission(access))
}

function describe({ methods, url }: Route): string {
  return `${methods.join('|')} ${url}`
}
