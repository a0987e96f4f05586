import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { CourseParams, OwnEnrolmentSchema, presentOwnEnrolment } from './enrolments.schemas.js'
import {
  InviteBody,
  InvitePageSchema,
  InviteParams,
  InvitePreviewSchema,
  InvitesQuery,
  NewInviteSchema,
  presentInvite,
  presentNewInvite,
  TokenBody
} from './invites.schemas.js'
import type { InvitesService } from './invites.service.js'

const tags = ['courses']

export function invitesRoutes(invites: InvitesService): Routes {
  return (app) => {
    app.post(
      '/courses/:id/invites',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'createInvite',
          summary: 'Make a link by which people get into a course',
          description:
            'For who manages the course or holds `enrolment.manage`. It opens courses that are published and not closed, those seen by nobody else too.',
          tags,
          params: CourseParams,
          body: InviteBody,
          response: { 201: Ref(NewInviteSchema, 'The invite and its token'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request, reply) => {
        const { invite, token } = await invites.create(requirePrincipal(request), request.params.id, request.body)
        return reply.code(201).send(presentNewInvite(invite, token))
      }
    )

    app.get(
      '/courses/:id/invites',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listInvites',
          summary: 'The invites of a course, the newest first',
          description: 'For who manages the course or holds `enrolment.manage`. Without their tokens.',
          tags,
          params: CourseParams,
          querystring: InvitesQuery,
          response: { 200: Ref(InvitePageSchema, 'A page of invites'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await invites.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentInvite) }
      }
    )

    app.delete(
      '/courses/:id/invites/:inviteId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'revokeInvite',
          summary: 'Take an invite back',
          description: 'For who manages the course or holds `enrolment.manage`. Whoever got in by it stays.',
          tags,
          params: InviteParams,
          response: { 204: NoContent, ...errorAnswers(403, 404) }
        }
      },
      async (request, reply) => {
        const { id, inviteId } = request.params
        await invites.revoke(requirePrincipal(request), id, inviteId)
        return reply.code(204).send()
      }
    )

    app.post(
      '/invites/preview',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'previewInvite',
          summary: 'Where an invite leads',
          description:
            'For anybody who has it. One that works no more is a conflict: `INVITE_REVOKED`, `INVITE_EXPIRED` or `INVITE_USED_UP`.',
          tags,
          body: TokenBody,
          response: { 200: Ref(InvitePreviewSchema, 'The course'), ...errorAnswers(404, 409) }
        }
      },
      async (request) => {
        const { courseId, title, isUsable } = await invites.preview(request.body.token)
        return { courseId, title, usable: isUsable }
      }
    )

    app.post(
      '/invites/accept',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'acceptInvite',
          summary: 'Get into a course by an invite',
          description: 'Or onto its waiting list. It counts as used only when it has made an enrolment.',
          tags,
          body: TokenBody,
          response: { 201: Ref(OwnEnrolmentSchema, 'The enrolment'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const placed = await invites.accept(requirePrincipal(request), { token: request.body.token })
        const { courseId, userId } = placed.enrolment
        return reply
          .code(201)
          .header('location', `/api/courses/${courseId}/enrolments/${userId}`)
          .send(presentOwnEnrolment(placed))
      }
    )
  }
}
