import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { CohortParams } from './cohorts.schemas.js'
import {
  CohortMemberPageSchema,
  JoinedMemberSchema,
  MemberBody,
  MemberParams,
  MembersQuery,
  presentJoined,
  presentMember
} from './members.schemas.js'
import type { CohortMembersService } from './members.service.js'

const tags = ['cohorts']

export function cohortMembersRoutes(members: CohortMembersService): Routes {
  return (app) => {
    app.get(
      '/cohorts/:id/members',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCohortMembers',
          summary: 'Who is in a cohort',
          description: 'For its facilitator and the staff of the course. `q` looks through names and e-mails.',
          tags,
          params: CohortParams,
          querystring: MembersQuery,
          response: { 200: Ref(CohortMemberPageSchema, 'A page of members'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await members.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentMember) }
      }
    )

    app.post(
      '/cohorts/:id/members',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'joinCohort',
          summary: 'Join a cohort, or put a learner in; whoever is in another one of the course is moved',
          description:
            'Without a body: oneself, when one takes the course and the cohort is open, and so is the one that one leaves. With `userId`: whoever takes the course or has completed it, for who runs the cohort. Never more than its capacity.',
          tags,
          params: CohortParams,
          body: MemberBody,
          response: { 201: Ref(JoinedMemberSchema, 'The member'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const member = await members.add(requirePrincipal(request), request.params.id, request.body?.userId)
        return reply.code(201).send(presentJoined(member))
      }
    )

    app.delete(
      '/cohorts/:id/members/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'leaveCohort',
          summary: 'Leave a cohort, or take somebody out of it',
          description: 'Everybody may leave; others are taken out by who runs the cohort. The enrolment stays.',
          tags,
          params: MemberParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { id, userId } = request.params
        await members.remove(requirePrincipal(request), id, userId)
        return reply.code(204).send()
      }
    )
  }
}
