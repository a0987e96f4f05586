import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import type { CohortMoves } from './cohorts.moves.service.js'
import {
  CohortBody,
  CohortPageSchema,
  CohortParams,
  CohortPatchBody,
  CohortSchema,
  CohortsQuery,
  CourseParams,
  MyCohortsQuery,
  presentCohort
} from './cohorts.schemas.js'
import type { CohortsService } from './cohorts.service.js'

const tags = ['cohorts']

const moveTexts = {
  start: { operationId: 'startCohort', summary: 'Start a cohort before its first day' },
  complete: { operationId: 'completeCohort', summary: 'Complete a cohort before its last day has ended' }
} as const

export function cohortsRoutes(cohorts: CohortsService, { move }: CohortMoves): Routes {
  return (app) => {
    app.get(
      '/courses/:id/cohorts',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'listCohorts',
          summary: 'The cohorts of a course, the newest first',
          description:
            'For who sees the course: those that are open, and one’s own. The staff of the course sees all of them.',
          tags,
          params: CourseParams,
          querystring: CohortsQuery,
          response: { 200: Ref(CohortPageSchema, 'A page of cohorts'), ...errorAnswers(404) }
        }
      },
      async ({ principal, params, query }) => {
        const page = await cohorts.list(principal, params.id, query)
        return { ...page, data: page.data.map(presentCohort) }
      }
    )

    app.post(
      '/courses/:id/cohorts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createCohort',
          summary: 'Create a cohort',
          description:
            'For who manages the course or holds `cohort.manage`. It starts and is completed by itself, in its own time zone. Its facilitator is told.',
          tags,
          params: CourseParams,
          body: CohortBody,
          response: { 201: Ref(CohortSchema, 'The cohort'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const cohort = await cohorts.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/cohorts/${cohort.id}`)
          .header('etag', etagOf(cohort))
          .send(presentCohort(cohort))
      }
    )

    app.get(
      '/cohorts/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getCohort',
          summary: 'One cohort',
          description: 'Seen by the same callers as in the list of its course.',
          tags,
          params: CohortParams,
          response: { 200: Ref(CohortSchema, 'The cohort'), ...errorAnswers(404) }
        }
      },
      async ({ principal, params }, reply) => {
        const cohort = await cohorts.get(principal, params.id)
        return reply.header('etag', etagOf(cohort)).send(presentCohort(cohort))
      }
    )

    app.patch(
      '/cohorts/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'updateCohort',
          summary: 'Change what is named of a cohort',
          description:
            'For its facilitator, who manages the course and who holds `cohort.manage`. Honours `If-Match`. Its members are told of new days. A capacity below the number of members moves nobody out.',
          tags,
          params: CohortParams,
          body: CohortPatchBody,
          response: { 200: Ref(CohortSchema, 'The cohort'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const cohort = await cohorts.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(cohort)).send(presentCohort(cohort))
      }
    )

    for (const name of ['start', 'complete'] as const) {
      app.post(
        `/cohorts/:id/${name}`,
        {
          config: { access: 'user' },
          schema: {
            ...moveTexts[name],
            description: 'For who runs the cohort. Honours `If-Match`. Its members are told of its start, once.',
            tags,
            params: CohortParams,
            response: { 200: Ref(CohortSchema, 'The cohort'), ...errorAnswers(404, 409, 412) }
          }
        },
        async (request, reply) => {
          const options = { move: name, check: ifMatch(request) }
          const cohort = await move(requirePrincipal(request), request.params.id, options)
          return reply.header('etag', etagOf(cohort)).send(presentCohort(cohort))
        }
      )
    }

    app.delete(
      '/cohorts/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteCohort',
          summary: 'Delete a cohort that has no members, and for which nobody has done anything',
          description: 'For who manages the course or holds `cohort.manage`.',
          tags,
          params: CohortParams,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        await cohorts.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )

    app.get(
      '/me/cohorts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMyCohorts',
          summary: 'The cohorts that I am in, or those that I run, the newest first',
          tags,
          querystring: MyCohortsQuery,
          response: { 200: Ref(CohortPageSchema, 'A page of cohorts') }
        }
      },
      async (request) => {
        const page = await cohorts.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentCohort) }
      }
    )
  }
}
