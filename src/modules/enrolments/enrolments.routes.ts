import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  CourseParams,
  EndBody,
  EnrolBody,
  EnrolmentParams,
  EnrolmentSchema,
  LearnerPageSchema,
  LearnersQuery,
  MyEnrolmentPageSchema,
  MyEnrolmentsQuery,
  NewEnrolmentsSchema,
  OneEnrolmentSchema,
  OwnEnrolmentSchema,
  presentEnrolment,
  presentLearner,
  presentMyEnrolment,
  presentOneEnrolment,
  presentOwnEnrolment,
  RejectBody
} from './enrolments.schemas.js'
import type { EnrolmentsService } from './enrolments.service.js'
import type { ExpiryService } from './expiry.service.js'
import type { InvitesService } from './invites.service.js'
import type { RequestsService } from './requests.service.js'

const tags = ['courses']

/** The services behind the addresses of enrolments. */
interface Services {
  enrolments: EnrolmentsService
  requests: RequestsService
  invites: Pick<InvitesService, 'accept'>
  expiry: Pick<ExpiryService, 'setEnd'>
}

export function enrolmentsRoutes({ enrolments, requests, invites, expiry }: Services): Routes {
  return (app) => {
    app.post(
      '/courses/:id/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'enrol',
          summary: 'Enrol oneself, or others',
          description:
            'Without `userIds`: oneself, in a published course that one sees, as its `enrolmentMode` says; an `inviteToken` opens all but closed ones. With `userIds`: others, for who manages the course or holds `enrolment.manage`. Where there is no place, one waits for it: the enrolment is pending.',
          tags,
          params: CourseParams,
          body: EnrolBody,
          response: {
            201: Type.Union([Ref(OwnEnrolmentSchema), Ref(NewEnrolmentsSchema)], {
              description: 'Of oneself `{enrolment, queuePosition}`, of others `{data, waiting, alreadyEnrolled}`'
            }),
            ...errorAnswers(403, 404, 409, 422)
          }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const { id } = request.params
        const { userIds, force: isForced = false, message, inviteToken: token } = request.body ?? {}
        if (userIds) {
          const result = await enrolments.enrolOthers(actor, id, { userIds, isForced })
          const { enrolments: rows, waiting, alreadyEnrolled } = result
          const data = rows.map(presentEnrolment)
          return reply.code(201).send({ data, waiting: waiting.map(presentEnrolment), alreadyEnrolled })
        }
        const placed =
          token === undefined
            ? await enrolments.enrolSelf(actor, id, message)
            : await invites.accept(actor, { token, ref: id })
        const { courseId, userId } = placed.enrolment
        return reply
          .code(201)
          .header('location', `/api/courses/${courseId}/enrolments/${userId}`)
          .send(presentOwnEnrolment(placed))
      }
    )

    app.get(
      '/courses/:id/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCourseEnrolments',
          summary: 'Who is enrolled, the newest first',
          description: 'For who manages the course or holds `enrolment.read`. `q` looks through names and e-mails.',
          tags,
          params: CourseParams,
          querystring: LearnersQuery,
          response: { 200: Ref(LearnerPageSchema, 'A page of enrolments'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await enrolments.listLearners(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentLearner) }
      }
    )

    app.get(
      '/courses/:id/enrolments/:userId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getEnrolment',
          summary: 'One enrolment',
          description:
            'One’s own, ended ones too; that of others for who manages the course or holds `enrolment.read`.',
          tags,
          params: EnrolmentParams,
          response: { 200: Ref(OneEnrolmentSchema, 'The enrolment'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { id, userId } = request.params
        return presentOneEnrolment(await enrolments.get(requirePrincipal(request), id, userId))
      }
    )

    app.post(
      '/courses/:id/enrolments/:userId/approve',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'approveEnrolment',
          summary: 'Let one in who asked',
          description:
            'For who manages the course or holds `enrolment.manage`. Where there is no place, the learner waits for one.',
          tags,
          params: EnrolmentParams,
          response: { 200: Ref(EnrolmentSchema, 'The enrolment'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const { id, userId } = request.params
        return presentEnrolment(await requests.approve(requirePrincipal(request), id, userId))
      }
    )

    app.post(
      '/courses/:id/enrolments/:userId/reject',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'rejectEnrolment',
          summary: 'Do not let one in who asked or waits',
          description: 'For who manages the course or holds `enrolment.manage`.',
          tags,
          params: EnrolmentParams,
          body: RejectBody,
          response: { 200: Ref(EnrolmentSchema, 'The enrolment'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const { id, userId } = request.params
        const rejection = { userId, reason: request.body.reason.trim() }
        return presentEnrolment(await requests.reject(requirePrincipal(request), id, rejection))
      }
    )

    app.patch(
      '/courses/:id/enrolments/:userId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'setEnrolmentEnd',
          summary: 'Say when an enrolment ends',
          description:
            'For who manages the course or holds `enrolment.manage`. Also brings back one that has ended, if there is a place.',
          tags,
          params: EnrolmentParams,
          body: EndBody,
          response: { 200: Ref(EnrolmentSchema, 'The enrolment'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const { id, userId } = request.params
        const { expiresAt, force: isForced = false } = request.body
        return presentEnrolment(await expiry.setEnd(requirePrincipal(request), id, { userId, expiresAt, isForced }))
      }
    )

    app.delete(
      '/courses/:id/enrolments/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'cancelEnrolment',
          summary: 'Leave a course, or take somebody out of it',
          description:
            'Also a request or a place in the waiting list. One’s own; that of others for who manages the course or holds `enrolment.manage`. A completed one stays.',
          tags,
          params: EnrolmentParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const { id, userId } = request.params
        await enrolments.cancel(requirePrincipal(request), id, userId)
        return reply.code(204).send()
      }
    )

    app.get(
      '/me/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMyEnrolments',
          summary: 'The courses that I take, the newest first',
          tags,
          querystring: MyEnrolmentsQuery,
          response: { 200: Ref(MyEnrolmentPageSchema, 'A page of enrolments with their courses') }
        }
      },
      async (request) => {
        const page = await enrolments.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentMyEnrolment) }
      }
    )
  }
}
