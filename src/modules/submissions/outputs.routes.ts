import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { OutputBody, OutputPageSchema, OutputParams, OutputSchema, presentOutput } from './outputs.schemas.js'
import type { OutputsService } from './outputs.service.js'
import { ListQuery, ProjectParams, SubmissionParams } from './submissions.schemas.js'

const tags = ['submissions']

export function outputsRoutes(outputs: OutputsService): Routes {
  return (app) => {
    app.post(
      '/projects/:id/outputs',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'logOutput',
          summary: 'Log what came out on the way',
          description: 'For who learns here, until the work is accepted or rejected. Begins, if that has not happened.',
          tags,
          params: ProjectParams,
          body: OutputBody,
          response: { 201: Ref(OutputSchema, 'It is logged'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request, reply) => {
        const output = await outputs.log(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/submissions/${output.submissionId}/outputs`)
          .send(presentOutput(output))
      }
    )

    app.get(
      '/submissions/:id/outputs',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listOutputs',
          summary: 'What came out on the way, the newest first',
          tags,
          params: SubmissionParams,
          querystring: ListQuery,
          response: { 200: Ref(OutputPageSchema, 'A page of outputs'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await outputs.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentOutput) }
      }
    )

    app.delete(
      '/outputs/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteOutput',
          summary: 'Take an output out of the log',
          description: 'One’s own, until the work is accepted or rejected.',
          tags,
          params: OutputParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        await outputs.remove(requirePrincipal(request), request.params.id)
        return reply.code(204).send()
      }
    )
  }
}
