import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Grant } from '../lib/permissions.js'
import { inRequest, type RequestContext } from '../lib/request-context.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What it does is recorded, whoever calls it: what the services say, and of a DELETE at least that it was called.
     * False: it is for its caller alone, and nothing of it is recorded, an administrator's neither.
     */
    audited?: boolean
  }
}

const unsafeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const administrators = new Set(['admin', 'owner', 'org_admin'])

/**
 * Lets what is written know for whom: for every unsafe request of an administrator, and for the routes that declare that
 * they are audited. Around the handler, not in a hook: so that it lasts exactly as long as the work, also when the caller
 * goes away. Call it before the routes are registered.
 */
export function registerRequestContext(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const { audited, audited: isAudited = false } = route.config ?? {}
    if (audited === false || (!isAudited && !isUnsafe(route))) return
    const { handler } = route
    const writeOnly = writeOnlyFields(route.schema?.body)
    route.handler = function (request, reply) {
      const isAdministrator = request.principal?.grants.some(({ role }) => administrators.has(role)) ?? false
      if (!isAudited && !isAdministrator) return handler.call(this, request, reply)
      const isRecorded = isUnsafe(request) && (isAdministrator || request.method === 'DELETE')
      return inRequest(contextOf(request, { isRecorded, writeOnly }), () => handler.call(this, request, reply))
    }
  })
}

function isUnsafe({ method }: { method: string | string[] }): boolean {
  return [method].flat().some((each) => unsafeMethods.has(each))
}

function contextOf(
  request: FastifyRequest,
  { isRecorded, writeOnly }: Pick<RequestContext, 'isRecorded' | 'writeOnly'>
): RequestContext {
  const { principal, routeOptions } = request
  const route = routeOptions.url ?? ''
  const { operationId = route } = (routeOptions.schema ?? {}) as { operationId?: string }
  return {
    actorId: principal?.userId ?? null,
    requestId: request.id,
    address: request.ip,
    operationId,
    isRecorded,
    home: homeOf(principal?.grants ?? []),
    route,
    params: request.params as Record<string, unknown>,
    body: request.body,
    writeOnly
  }
}

function homeOf(grants: readonly Grant[]): string | null {
  const places = new Set(
    grants.flatMap(({ role, organizationId }) => (administrators.has(role) ? [organizationId] : []))
  )
  const [home = null] = places
  return places.size === 1 ? home : null
}

/** The names of all fields, at any depth, that the schema says are only written. */
function writeOnlyFields(schema: unknown): Set<string> {
  const found = new Set<string>()
  JSON.stringify(schema, (name, value) => {
    if (name !== '' && value?.writeOnly === true) found.add(name)
    return value
  })
  return found
}
