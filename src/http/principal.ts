import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { unauthenticated } from '../lib/errors.js'
import type { Language } from '../lib/languages.js'
import type { Grant } from '../lib/permissions.js'

/** The user's own record, as it was read with the session. */
export interface Profile {
  id: string
  username: string
  fullName: string | null
  email: string | null
  age: number | null
  language: Language
  timeZone: string
  status: 'active' | 'disabled'
  version: number
  createdAt: Date
  updatedAt: Date
}

/** Who makes a request: the user of a live session, with all that they may do at this moment. */
export interface Principal {
  userId: string
  username: string
  profile: Profile
  /** The hash under which the session is kept, never the token. */
  sessionId: string
  sessionExpiresAt: Date
  grants: readonly Grant[]
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
  }
  interface FastifyContextConfig {
    /** Made by a page that lies open, not by its user: a session does not live on by it. */
    isPassive?: boolean
    /** Answers everybody alike: who asks is not looked up. */
    isSameForAll?: boolean
  }
}

/** The bearer of this token, or nobody. A use of the session puts off its end; a passive request is none. */
export type FindPrincipal = (token: string, options: { isUse: boolean }) => Promise<Principal | null>

export async function registerPrincipal(
  app: FastifyInstance,
  { cookieName, findPrincipal }: { cookieName: string; findPrincipal: FindPrincipal }
): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('principal', null)
  app.addHook('onRequest', (request, _reply, done) => {
    const { isPassive, isSameForAll } = request.routeOptions.config
    const token = request.cookies[cookieName]
    if (!token || isSameForAll) return done()
    findPrincipal(token, { isUse: !isPassive }).then((principal) => {
      request.principal = principal
      done()
    }, done)
  })
}

/** The caller of a route that only users may call. @throws 401 */
export function requirePrincipal(request: FastifyRequest): Principal {
  if (!request.principal) throw unauthenticated()
  return request.principal
}
