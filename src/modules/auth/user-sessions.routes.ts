import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Id, NoContent, Ref } from '../../http/schemas.js'
import { presentSessions, SessionListSchema } from './auth.schemas.js'
import type { UserSessions } from './user-sessions.service.js'

const tags = ['users']
const description =
  'Needs `user.update` over them, as a change of their account does. One’s own are at `/api/auth/sessions`.'

const UserParams = Type.Object({ id: Id('user') })
const SessionParams = Type.Object({ id: Id('user'), sessionId: Type.String({ maxLength: 100 }) })

export function userSessionsRoutes(sessions: UserSessions): Routes {
  return (app) => {
    app.get(
      '/users/:id/sessions',
      {
        config: { access: 'user.update' },
        schema: {
          operationId: 'listUserSessions',
          summary: 'Where a user is signed in',
          description,
          tags,
          params: UserParams,
          response: { 200: Ref(SessionListSchema, 'Their sessions, the last used first'), ...errorAnswers(404) }
        }
      },
      async (request) => presentSessions(await sessions.list(requirePrincipal(request), request.params.id))
    )

    app.delete(
      '/users/:id/sessions/:sessionId',
      {
        config: { access: 'user.update', audited: true },
        schema: {
          operationId: 'endUserSession',
          summary: 'Sign out one device of a user',
          description,
          tags,
          params: SessionParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { id: userId, sessionId: id } = request.params
        await sessions.end(requirePrincipal(request), { userId, id })
        return reply.code(204).send()
      }
    )

    app.delete(
      '/users/:id/sessions',
      {
        config: { access: 'user.update', audited: true },
        schema: {
          operationId: 'endUserSessions',
          summary: 'Sign out all devices of a user',
          description,
          tags,
          params: UserParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await sessions.endAll(requirePrincipal(request), request.params.id)
        return reply.code(204).send()
      }
    )
  }
}
