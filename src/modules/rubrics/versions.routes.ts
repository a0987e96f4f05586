import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { criteriaBodyLimit } from './rubrics.routes.js'
import {
  DraftBody,
  presentRubric,
  presentVersion,
  RubricParams,
  RubricSchema,
  RubricVersionPageSchema,
  RubricVersionSchema,
  VersionParams,
  VersionsQuery
} from './rubrics.schemas.js'
import type { VersionsService } from './versions.service.js'

const tags = ['projects']
const readers = 'For who makes or changes courses of its organisation.'
const writers =
  'For its creator, and who may change any course of its organisation. Honours `If-Match`, by the version of the rubric.'

export function versionsRoutes(versions: VersionsService): Routes {
  return (app) => {
    app.get(
      '/rubrics/:id/versions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listRubricVersions',
          summary: 'The published versions of a rubric, the newest first',
          description: readers,
          tags,
          params: RubricParams,
          querystring: VersionsQuery,
          response: { 200: Ref(RubricVersionPageSchema, 'A page of versions'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await versions.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentVersion) }
      }
    )

    app.get(
      '/rubrics/:id/versions/:n',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getRubricVersion',
          summary: 'One published version of a rubric',
          description: readers,
          tags,
          params: VersionParams,
          response: { 200: Ref(RubricVersionSchema, 'The version'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const { id, n } = request.params
        return presentVersion(await versions.get(requirePrincipal(request), id, n))
      }
    )

    app.put(
      '/rubrics/:id/draft',
      {
        config: { access: 'user' },
        bodyLimit: criteriaBodyLimit,
        schema: {
          operationId: 'replaceRubricDraft',
          summary: 'Write the draft of the next version of a rubric',
          description: `${writers} All criteria at once: one with its \`id\` stays the same criterion over the versions, one without is new. What is published stays as it is.`,
          tags,
          params: RubricParams,
          body: DraftBody,
          response: { 200: Ref(RubricSchema, 'The rubric with its draft'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { criteria: request.body.criteria, check: ifMatch(request) }
        const view = await versions.replaceDraft(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(view.rubric)).send(presentRubric(view))
      }
    )

    app.delete(
      '/rubrics/:id/draft',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteRubricDraft',
          summary: 'Throw the draft of a rubric away',
          description: `${writers} What is published stays.`,
          tags,
          params: RubricParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 409, 412) }
        }
      },
      async (request, reply) => {
        await versions.removeDraft(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )

    app.post(
      '/rubrics/:id/publish',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'publishRubric',
          summary: 'Publish the draft of a rubric',
          description: `${writers} It becomes the next version, and never changes again. Projects keep the version that they have.`,
          tags,
          params: RubricParams,
          response: { 201: Ref(RubricVersionSchema, 'The version'), ...errorAnswers(403, 404, 409, 412) }
        }
      },
      async (request, reply) => {
        const { rubric, version } = await versions.publish(
          requirePrincipal(request),
          request.params.id,
          ifMatch(request)
        )
        return reply
          .code(201)
          .header('location', `/api/rubrics/${rubric.id}/versions/${version.number}`)
          .header('etag', etagOf(rubric))
          .send(presentVersion(version))
      }
    )
  }
}
