import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { presentSessions, SessionListSchema } from './auth.schemas.js'
import type { AuthService } from './auth.service.js'
import type { Sessions } from './sessions.js'

const tags = ['auth']

export interface SessionsRoutesDeps {
  auth: Pick<AuthService, 'endSession' | 'endOtherSessions'>
  sessions: Pick<Sessions, 'list'>
}

export function sessionsRoutes({ auth, sessions }: SessionsRoutesDeps): Routes {
  return (app) => {
    app.get(
      '/auth/sessions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listSessions',
          summary: 'Where I am signed in',
          tags,
          response: { 200: Ref(SessionListSchema, 'One’s own sessions, the last used first') }
        }
      },
      async (request) => {
        return presentSessions(await sessions.list(requirePrincipal(request)))
      }
    )

    app.delete(
      '/auth/sessions/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'endSession',
          summary: 'Sign out one of my devices',
          tags,
          params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await auth.endSession(requirePrincipal(request), request.params.id)
        return reply.code(204).send()
      }
    )

    app.delete(
      '/auth/sessions',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'endOtherSessions',
          summary: 'Sign out all my other devices',
          tags,
          response: { 204: NoContent }
        }
      },
      async (request, reply) => {
        await auth.endOtherSessions(requirePrincipal(request))
        return reply.code(204).send()
      }
    )
  }
}
