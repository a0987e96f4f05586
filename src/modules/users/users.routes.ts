import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { defaultPageSize } from '../../lib/pages.js'
import {
  NewUserBody,
  presentUser,
  UserChangesBody,
  UserPageSchema,
  UserParams,
  UserProfileBody,
  UserSchema,
  UsersQuery
} from './users.schemas.js'
import type { UsersService } from './users.service.js'

const tags = ['users']

export function usersRoutes(users: UsersService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/users',
      {
        config: { access: 'user.read' },
        schema: {
          operationId: 'listUsers',
          summary: 'The users that the caller may see',
          description:
            'With `user.read` on the whole platform: all; else the members of the organisations where it is held.',
          tags,
          querystring: UsersQuery,
          response: { 200: Ref(UserPageSchema, 'A page of users') }
        }
      },
      async (request) => {
        const { limit = defaultPageSize, sort = 'username', ...query } = request.query
        const page = await users.list(requirePrincipal(request), { ...query, limit, sort })
        return { ...page, data: page.data.map(presentUser) }
      }
    )

    app.post(
      '/users',
      {
        config: { access: 'user.create', audited: true },
        schema: {
          operationId: 'createUser',
          summary: 'Make a user in an organisation',
          description: 'Needs the permission `user.create` in it, and `role.assign` for another role than learner.',
          tags,
          body: NewUserBody,
          response: { 201: Ref(UserSchema, 'The new user'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const { role = 'learner', ...input } = request.body
        const user = await users.add(requirePrincipal(request), { ...input, role })
        return reply
          .code(201)
          .header('location', `/api/users/${user.id}`)
          .header('etag', etagOf(user))
          .send(presentUser(user))
      }
    )

    app.get(
      '/users/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getUser',
          summary: 'One user: oneself, or with `user.read` over them',
          tags,
          params: UserParams,
          response: {
            200: Ref(UserSchema, 'The user'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const user = await users.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, user)) return reply.code(304).send()
        return presentUser(user)
      }
    )

    app.put(
      '/users/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'replaceUserProfile',
          summary: 'Replace the profile of a user; what is absent is emptied',
          description:
            'One’s own, or with `user.update` over them. Language and time zone, which nobody is without, stay when absent.',
          tags,
          params: UserParams,
          body: UserProfileBody,
          response: { 200: Ref(UserSchema, 'The changed user'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const { username, fullName = null, email = null, age = null, ...others } = request.body
        const changes = { username, fullName, email, age, ...others }
        const check = ifMatch(request)
        const user = await users.update(requirePrincipal(request), request.params.id, { changes, check })
        reply.header('etag', etagOf(user))
        return presentUser(user)
      }
    )

    app.patch(
      '/users/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'updateUser',
          summary: 'Change a user',
          description:
            'One’s own profile, or with `user.update` over them anything. Disabling and a new password end all sessions.',
          tags,
          params: UserParams,
          body: UserChangesBody,
          response: { 200: Ref(UserSchema, 'The changed user'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const { params, body: changes } = request
        const user = await users.update(requirePrincipal(request), params.id, { changes, check: ifMatch(request) })
        reply.header('etag', etagOf(user))
        return presentUser(user)
      }
    )

    app.delete(
      '/users/:id',
      {
        config: { access: 'user.delete', audited: true },
        schema: {
          operationId: 'deleteUser',
          summary: 'Delete a user; sessions and streams end at once, the record stays',
          description:
            'They leave their courses, waiting lists and cohorts; what they have completed stays. Honours `If-Match`.',
          tags,
          params: UserParams,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        await users.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
