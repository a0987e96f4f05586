import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { defaultPageSize } from '../../lib/pages.js'
import {
  MemberPageSchema,
  MemberParams,
  MemberRolesBody,
  MemberSchema,
  MembersQuery,
  NewMemberBody,
  presentMember
} from './members.schemas.js'
import type { MembersService } from './members.service.js'
import { OrganizationParams } from './organizations.schemas.js'

const tags = ['organizations']

export function membersRoutes(members: MembersService): Routes {
  return (app) => {
    app.get(
      '/organizations/:id/members',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMembers',
          summary: 'The members of an organisation and their roles in it',
          description: 'Needs the permission `organization.read` in it.',
          tags,
          params: OrganizationParams,
          querystring: MembersQuery,
          response: { 200: Ref(MemberPageSchema, 'A page of members'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { limit = defaultPageSize, ...query } = request.query
        const page = await members.list(requirePrincipal(request), request.params.id, { ...query, limit })
        return { ...page, data: page.data.map(presentMember) }
      }
    )

    app.post(
      '/organizations/:id/members',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'addMember',
          summary: 'Make a user a member',
          description: 'Needs the permission `member.manage` in it, and every permission of the roles that are given.',
          tags,
          params: OrganizationParams,
          body: NewMemberBody,
          response: { 201: Ref(MemberSchema, 'The new member'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const { userId, roles = ['learner'] } = request.body
        const idOrSlug = request.params.id
        const member = await members.add(requirePrincipal(request), { idOrSlug, userId, roles })
        return reply.code(201).send(presentMember(member))
      }
    )

    app.patch(
      '/organizations/:id/members/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'replaceMemberRoles',
          summary: 'Replace the roles of a member; acts at once',
          description: 'Needs the permission `member.manage` in it, and every permission of the roles given or taken.',
          tags,
          params: MemberParams,
          body: MemberRolesBody,
          response: { 200: Ref(MemberSchema, 'The changed member'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request) => {
        const { id: idOrSlug, userId } = request.params
        const { roles } = request.body
        return presentMember(await members.replaceRoles(requirePrincipal(request), { idOrSlug, userId, roles }))
      }
    )

    app.delete(
      '/organizations/:id/members/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'removeMember',
          summary: 'Remove a member, or leave',
          description: 'Everybody may leave but the last owner; for others it needs the permission `member.manage`.',
          tags,
          params: MemberParams,
          response: { 204: NoContent, ...errorAnswers(404, 409) }
        }
      },
      async (request, reply) => {
        const { id: idOrSlug, userId } = request.params
        await members.remove(requirePrincipal(request), { idOrSlug, userId })
        return reply.code(204).send()
      }
    )
  }
}
