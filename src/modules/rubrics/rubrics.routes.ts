import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  presentRubric,
  presentSummary,
  RubricBody,
  RubricPageSchema,
  RubricParams,
  RubricPatchBody,
  RubricSchema,
  RubricsQuery
} from './rubrics.schemas.js'
import type { RubricsService } from './rubrics.service.js'

const tags = ['projects']
const readers = 'For who makes or changes courses of its organisation.'
const writers = 'For its creator, and who may change any course of its organisation. Honours `If-Match`.'
/** Fifty criteria of ten levels each, with texts as long as they may be. */
export const criteriaBodyLimit = 1_000_000

export function rubricsRoutes(rubrics: RubricsService): Routes {
  return (app) => {
    app.get(
      '/rubrics',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listRubrics',
          summary: 'The rubrics of one’s organisations, the newest first',
          description: 'For who makes or changes courses, with the rubrics of the organisations where they do.',
          tags,
          querystring: RubricsQuery,
          response: { 200: Ref(RubricPageSchema, 'A page of rubrics'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await rubrics.list(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentSummary) }
      }
    )

    app.post(
      '/rubrics',
      {
        config: { access: 'course.create' },
        bodyLimit: criteriaBodyLimit,
        schema: {
          operationId: 'createRubric',
          summary: 'Create a rubric',
          description: 'For who makes courses of the organisation. Its `criteria` are a draft until it is published.',
          tags,
          body: RubricBody,
          response: { 201: Ref(RubricSchema, 'The rubric'), ...errorAnswers(404, 422) }
        }
      },
      async (request, reply) => {
        const view = await rubrics.create(requirePrincipal(request), request.body)
        return reply
          .code(201)
          .header('location', `/api/rubrics/${view.rubric.id}`)
          .header('etag', etagOf(view.rubric))
          .send(presentRubric(view))
      }
    )

    app.get(
      '/rubrics/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getRubric',
          summary: 'One rubric: its newest version, and the draft of the next',
          description: readers,
          tags,
          params: RubricParams,
          response: { 200: Ref(RubricSchema, 'The rubric'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const view = await rubrics.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(view.rubric)).send(presentRubric(view))
      }
    )

    app.patch(
      '/rubrics/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'changeRubric',
          summary: 'Change what a rubric is called, archive it or bring it back',
          description: writers,
          tags,
          params: RubricParams,
          body: RubricPatchBody,
          response: { 200: Ref(RubricSchema, 'The rubric'), ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const view = await rubrics.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(view.rubric)).send(presentRubric(view))
      }
    )

    app.delete(
      '/rubrics/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'archiveRubric',
          summary: 'Archive a rubric',
          description: `${writers} Nobody chooses it for a project any more; those that have it keep it. \`PATCH\` brings it back.`,
          tags,
          params: RubricParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        await rubrics.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
