import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  CheckpointBody,
  CheckpointPageSchema,
  CheckpointParams,
  CheckpointPatchBody,
  CheckpointSchema,
  CheckpointsQuery,
  presentCheckpoint
} from './checkpoints.schemas.js'
import type { CheckpointsService } from './checkpoints.service.js'
import { CohortParams } from './cohorts.schemas.js'

const tags = ['cohorts']
/** Instructions of 10,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 131_072

export function checkpointsRoutes(checkpoints: CheckpointsService): Routes {
  return (app) => {
    app.get(
      '/cohorts/:id/checkpoints',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCheckpoints',
          summary: 'The checkpoints of a cohort, by week',
          description: 'For its members and its staff. Each with what the caller has done for it.',
          tags,
          params: CohortParams,
          querystring: CheckpointsQuery,
          response: { 200: Ref(CheckpointPageSchema, 'A page of checkpoints'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { cohort, page } = await checkpoints.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map((row) => presentCheckpoint(row, cohort.timeZone)) }
      }
    )

    app.post(
      '/cohorts/:id/checkpoints',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createCheckpoint',
          summary: 'Say what each member is to show in a week',
          description: 'For who runs the cohort. Its members are told.',
          tags,
          params: CohortParams,
          body: CheckpointBody,
          response: { 201: Ref(CheckpointSchema, 'The checkpoint'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { params, body } = request
        const { checkpoint, cohort } = await checkpoints.create(requirePrincipal(request), params.id, body)
        return reply
          .code(201)
          .header('location', `/api/checkpoints/${checkpoint.id}`)
          .header('etag', etagOf(checkpoint))
          .send(presentCheckpoint(checkpoint, cohort.timeZone))
      }
    )

    app.get(
      '/checkpoints/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getCheckpoint',
          summary: 'One checkpoint, with what the caller has done for it',
          description: 'For the members of its cohort and its staff.',
          tags,
          params: CheckpointParams,
          response: { 200: Ref(CheckpointSchema, 'The checkpoint'), ...errorAnswers(403, 404) }
        }
      },
      async (request, reply) => {
        const { checkpoint, cohort } = await checkpoints.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(checkpoint)).send(presentCheckpoint(checkpoint, cohort.timeZone))
      }
    )

    app.patch(
      '/checkpoints/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateCheckpoint',
          summary: 'Change what is named of a checkpoint',
          description: 'For who runs the cohort. Honours `If-Match`.',
          tags,
          params: CheckpointParams,
          body: CheckpointPatchBody,
          response: { 200: Ref(CheckpointSchema, 'The checkpoint'), ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const { checkpoint, cohort } = await checkpoints.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(checkpoint)).send(presentCheckpoint(checkpoint, cohort.timeZone))
      }
    )

    app.delete(
      '/checkpoints/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteCheckpoint',
          summary: 'Delete a checkpoint that nobody has done',
          description: 'For who runs the cohort. Honours `If-Match`.',
          tags,
          params: CheckpointParams,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        await checkpoints.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
