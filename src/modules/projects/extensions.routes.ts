import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  ExtensionBody,
  ExtensionPageSchema,
  ExtensionParams,
  ExtensionSchema,
  ExtensionsQuery,
  presentExtension
} from './extensions.schemas.js'
import type { ExtensionsService } from './extensions.service.js'
import { ProjectParams } from './projects.schemas.js'

const tags = ['projects']
const description = 'For who reviews the project, and not for themselves. The learner is told.'

export function extensionsRoutes(extensions: ExtensionsService): Routes {
  return (app) => {
    app.get(
      '/projects/:id/extensions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listProjectExtensions',
          summary: 'Who has longer for a project',
          description: 'For the staff of the course.',
          tags,
          params: ProjectParams,
          querystring: ExtensionsQuery,
          response: { 200: Ref(ExtensionPageSchema, 'A page of extensions'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await extensions.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentExtension) }
      }
    )

    app.put(
      '/projects/:id/extensions/:userId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'setProjectExtension',
          summary: 'Give a learner longer for a project',
          description: `${description} What they have handed in already stays as late as it was.`,
          tags,
          params: ExtensionParams,
          body: ExtensionBody,
          response: { 200: Ref(ExtensionSchema, 'The extension'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request) => {
        const { id: projectId, userId } = request.params
        const change = { projectId, userId, fields: request.body }
        return presentExtension(await extensions.put(requirePrincipal(request), change))
      }
    )

    app.delete(
      '/projects/:id/extensions/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteProjectExtension',
          summary: 'Take an extension back',
          description,
          tags,
          params: ExtensionParams,
          response: { 204: NoContent, ...errorAnswers(403, 404) }
        }
      },
      async (request, reply) => {
        const { id: projectId, userId } = request.params
        await extensions.remove(requirePrincipal(request), { projectId, userId })
        return reply.code(204).send()
      }
    )
  }
}
