import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { defaultPageSize } from '../../lib/pages.js'
import {
  NewOrganizationBody,
  OrganizationChangesBody,
  OrganizationPageSchema,
  OrganizationParams,
  OrganizationSchema,
  OrganizationsQuery,
  presentOrganization
} from './organizations.schemas.js'
import type { OrganizationsService } from './organizations.service.js'

const tags = ['organizations']

export function organizationsRoutes(organizations: OrganizationsService): Routes {
  return (app) => {
    app.get(
      '/organizations',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listOrganizations',
          summary: 'The organisations that the caller is a member of',
          description: 'With `organization.read` on the whole platform: all of them.',
          tags,
          querystring: OrganizationsQuery,
          response: { 200: Ref(OrganizationPageSchema, 'A page of organisations') }
        }
      },
      async (request) => {
        const { limit = defaultPageSize, sort = 'slug', ...query } = request.query
        const page = await organizations.list(requirePrincipal(request), { ...query, limit, sort })
        return { ...page, data: page.data.map(presentOrganization) }
      }
    )

    app.post(
      '/organizations',
      {
        config: { access: 'organization.create', audited: true },
        schema: {
          operationId: 'createOrganization',
          summary: 'Make an organisation; the caller becomes its owner',
          tags,
          body: NewOrganizationBody,
          response: { 201: Ref(OrganizationSchema, 'The new organisation'), ...errorAnswers(409) }
        }
      },
      async (request, reply) => {
        const organization = await organizations.create(requirePrincipal(request), request.body)
        return reply
          .code(201)
          .header('location', `/api/organizations/${organization.id}`)
          .header('etag', etagOf(organization))
          .send(presentOrganization(organization))
      }
    )

    app.get(
      '/organizations/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getOrganization',
          summary: 'One organisation; only its members see it',
          tags,
          params: OrganizationParams,
          response: {
            200: Ref(OrganizationSchema, 'The organisation'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const organization = await organizations.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, organization)) return reply.code(304).send()
        return presentOrganization(organization)
      }
    )

    app.patch(
      '/organizations/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'updateOrganization',
          summary: 'Change an organisation',
          description: 'Needs the permission `organization.update` in it.',
          tags,
          params: OrganizationParams,
          body: OrganizationChangesBody,
          response: { 200: Ref(OrganizationSchema, 'The changed organisation'), ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        const organization = await organizations.update(requirePrincipal(request), request.params.id, {
          changes: request.body,
          check: ifMatch(request)
        })
        reply.header('etag', etagOf(organization))
        return presentOrganization(organization)
      }
    )

    app.delete(
      '/organizations/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteOrganization',
          summary: 'Delete an organisation that has no courses',
          description: 'Needs the permission `organization.delete` in it. Its members lose their roles in it.',
          tags,
          params: OrganizationParams,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        await organizations.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
