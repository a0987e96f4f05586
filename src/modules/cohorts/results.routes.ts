import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { CheckpointParams } from './checkpoints.schemas.js'
import {
  ListedResultPageSchema,
  presentListed,
  presentResult,
  ResultBody,
  ResultParams,
  ResultSchema,
  ResultsQuery,
  ReviewBody
} from './results.schemas.js'
import type { ResultsService, SeenResult } from './results.service.js'

const tags = ['cohorts']

export function resultsRoutes(results: ResultsService): Routes {
  return (app) => {
    app.put(
      '/checkpoints/:id/result',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'saveCheckpointResult',
          summary: 'Say that I have done a checkpoint',
          description:
            'For the members of its cohort, again and again as long as it is not approved. Who runs the cohort is told when it is done, and when it is done again after it was returned. Honours `If-Match`.',
          tags,
          params: CheckpointParams,
          body: ResultBody,
          response: { 200: Ref(ResultSchema, 'My result'), ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        const change = { note: request.body.note, check: ifMatch(request) }
        const saved = await results.save(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(saved.result)).send(present(saved))
      }
    )

    app.get(
      '/checkpoints/:id/results',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCheckpointResults',
          summary: 'Who has done a checkpoint, and who has not',
          description: 'For the facilitator of the cohort and the staff of the course.',
          tags,
          params: CheckpointParams,
          querystring: ResultsQuery,
          response: { 200: Ref(ListedResultPageSchema, 'A page of results'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { id } = request.params
        const { page, checkpoint, cohort } = await results.list(requirePrincipal(request), id, request.query)
        const due = { dueOn: checkpoint.dueOn, timeZone: cohort.timeZone }
        return { ...page, data: page.data.map((row) => presentListed(row, id, due)) }
      }
    )

    app.put(
      '/checkpoints/:id/results/:userId/review',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'reviewCheckpointResult',
          summary: 'Approve what a learner has done, or return it',
          description:
            'For who runs the cohort, and not of their own work. The learner is told. Honours `If-Match`: what is approved is what was read.',
          tags,
          params: ResultParams,
          body: ReviewBody,
          response: { 200: Ref(ResultSchema, 'The result'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { review: request.body, check: ifMatch(request) }
        const reviewed = await results.review(requirePrincipal(request), request.params, change)
        return reply.header('etag', etagOf(reviewed.result)).send(present(reviewed))
      }
    )
  }
}

function present({ result, checkpoint, cohort }: SeenResult) {
  return presentResult(result, { dueOn: checkpoint.dueOn, timeZone: cohort.timeZone })
}
