import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { defaultPageSize } from '../../lib/pages.js'
import { permissionCodes, permissions } from '../../lib/permissions.js'
import {
  NewRoleBody,
  PermissionPageSchema,
  presentRole,
  RoleChangesBody,
  RolePageSchema,
  RoleParams,
  RolePermissionsBody,
  RoleSchema,
  RolesQuery
} from './roles.schemas.js'
import type { RolesService } from './roles.service.js'

const tags = ['roles']

export function rolesRoutes(roles: RolesService): Routes {
  return (app) => {
    app.get(
      '/permissions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listPermissions',
          summary: 'Every permission that there is',
          tags,
          response: { 200: Ref(PermissionPageSchema, 'All of them, on one page') }
        }
      },
      async () => ({
        data: permissionCodes.map((code) => ({ code, description: permissions[code] })),
        nextCursor: null
      })
    )

    app.get(
      '/roles',
      {
        config: { access: 'role.read' },
        schema: {
          operationId: 'listRoles',
          summary: 'The roles, by key',
          tags,
          querystring: RolesQuery,
          response: { 200: Ref(RolePageSchema, 'A page of roles') }
        }
      },
      async ({ query }) => {
        const page = await roles.list({ ...query, limit: query.limit ?? defaultPageSize })
        return { ...page, data: page.data.map(presentRole) }
      }
    )

    app.post(
      '/roles',
      {
        config: { access: 'role.manage', audited: true },
        schema: {
          operationId: 'createRole',
          summary: 'Make a role',
          tags,
          body: NewRoleBody,
          response: { 201: Ref(RoleSchema, 'The new role'), ...errorAnswers(409) }
        }
      },
      async (request, reply) => {
        const role = await roles.create(requirePrincipal(request), request.body)
        return reply
          .code(201)
          .header('location', `/api/roles/${role.id}`)
          .header('etag', etagOf(role))
          .send(presentRole(role))
      }
    )

    app.get(
      '/roles/:id',
      {
        config: { access: 'role.read' },
        schema: {
          operationId: 'getRole',
          summary: 'One role',
          tags,
          params: RoleParams,
          response: {
            200: Ref(RoleSchema, 'The role'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const role = await roles.require(request.params.id)
        if (isFresh(request, reply, role)) return reply.code(304).send()
        return presentRole(role)
      }
    )

    app.patch(
      '/roles/:id',
      {
        config: { access: 'role.manage', audited: true },
        schema: {
          operationId: 'updateRole',
          summary: 'Change the title or the description of a role',
          tags,
          params: RoleParams,
          body: RoleChangesBody,
          response: { 200: Ref(RoleSchema, 'The changed role'), ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        const { params, body: changes } = request
        const role = await roles.update(requirePrincipal(request), params.id, { changes, check: ifMatch(request) })
        reply.header('etag', etagOf(role))
        return presentRole(role)
      }
    )

    app.put(
      '/roles/:id/permissions',
      {
        config: { access: 'role.manage', audited: true },
        schema: {
          operationId: 'replaceRolePermissions',
          summary: 'Replace the permissions of a role; acts at once for all who hold it',
          tags,
          params: RoleParams,
          body: RolePermissionsBody,
          response: { 200: Ref(RoleSchema, 'The changed role'), ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        const { permissions } = request.body
        const role = await roles.replacePermissions(requirePrincipal(request), request.params.id, {
          permissions,
          check: ifMatch(request)
        })
        reply.header('etag', etagOf(role))
        return presentRole(role)
      }
    )

    app.delete(
      '/roles/:id',
      {
        config: { access: 'role.manage', audited: true },
        schema: {
          operationId: 'deleteRole',
          summary: 'Delete a role that nobody holds',
          tags,
          params: RoleParams,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        await roles.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
