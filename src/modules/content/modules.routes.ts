import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { ModuleBody, ModuleParams, ModulePatchBody, ModuleSchema, presentModule } from './modules.schemas.js'
import type { ModulesService } from './modules.service.js'
import { OutlineParams } from './outline.schemas.js'

const tags = ['content']

export function modulesRoutes(modules: ModulesService): Routes {
  return (app) => {
    app.post(
      '/courses/:id/modules',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createModule',
          summary: 'Add a module behind all others, as a draft',
          description: 'For who manages the course. A course has 200 at most.',
          tags,
          params: OutlineParams,
          body: ModuleBody,
          response: { 201: Ref(ModuleSchema, 'The module'), ...errorAnswers(404, 422) }
        }
      },
      async (request, reply) => {
        const module = await modules.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/modules/${module.id}`)
          .header('etag', etagOf(module))
          .send(presentModule(module))
      }
    )

    app.get(
      '/modules/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getModule',
          summary: 'One module',
          description: 'For who manages the course; learners read the outline.',
          tags,
          params: ModuleParams,
          response: {
            200: Ref(ModuleSchema, 'The module'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(403, 404)
          }
        }
      },
      async (request, reply) => {
        const module = await modules.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, module)) return reply.code(304).send()
        return presentModule(module)
      }
    )

    app.patch(
      '/modules/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'updateModule',
          summary: 'Change what is named of a module',
          description:
            'For who manages the course. Honours `If-Match`. When a module of a published course is published and open, the learners are told, once.',
          tags,
          params: ModuleParams,
          body: ModulePatchBody,
          response: { 200: Ref(ModuleSchema, 'The module'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const module = await modules.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(module)).send(presentModule(module))
      }
    )

    app.delete(
      '/modules/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteModule',
          summary: 'Archive a module with its lessons',
          description:
            'For who manages the course. Honours `If-Match`. Nothing is lost: another status brings it back, behind all others.',
          tags,
          params: ModuleParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await modules.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
