import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { LessonParams, LessonSchema, presentLesson } from './lessons.schemas.js'
import {
  MaterialBody,
  MaterialOrderBody,
  MaterialParams,
  MaterialPatchBody,
  MaterialSchema,
  presentMaterial
} from './materials.schemas.js'
import type { MaterialsService } from './materials.service.js'

const tags = ['content']
/** A text of 50,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 1_048_576

export function materialsRoutes(materials: MaterialsService): Routes {
  return (app) => {
    app.post(
      '/lessons/:id/materials',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createMaterial',
          summary: 'Add a text, a video, a link or a file to a lesson, behind the others',
          description: 'For who manages the course. A lesson has 50 at most. The version of the lesson is raised, too.',
          tags,
          params: LessonParams,
          body: MaterialBody,
          response: { 201: Ref(MaterialSchema, 'The material'), ...errorAnswers(404, 422) }
        }
      },
      async (request, reply) => {
        const material = await materials.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/materials/${material.id}`)
          .header('etag', etagOf(material))
          .send(presentMaterial(material, { isManager: true }))
      }
    )

    app.put(
      '/lessons/:id/materials/order',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'setMaterialOrder',
          summary: 'Put the materials of a lesson in order',
          description: 'For who manages the course. Honours `If-Match`, by the lesson.',
          tags,
          params: LessonParams,
          body: MaterialOrderBody,
          response: { 200: Ref(LessonSchema, 'The lesson'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { ids: request.body.ids, check: ifMatch(request) }
        const shown = await materials.order(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(shown.lesson)).send(presentLesson(shown))
      }
    )

    app.get(
      '/materials/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getMaterial',
          summary: 'One material',
          description: 'For who may read its lesson.',
          tags,
          params: MaterialParams,
          response: {
            200: Ref(MaterialSchema, 'The material'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(401, 403, 404, 409)
          }
        }
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        const { material, isManager } = await materials.get(request.principal, request.params.id)
        if (isFresh(request, reply, material)) return reply.code(304).send()
        return presentMaterial(material, { isManager })
      }
    )

    app.patch(
      '/materials/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateMaterial',
          summary: 'Change what is named of a material',
          description: 'For who manages the course. Honours `If-Match`. The version of the lesson is raised, too.',
          tags,
          params: MaterialParams,
          body: MaterialPatchBody,
          response: { 200: Ref(MaterialSchema, 'The material'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const material = await materials.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(material)).send(presentMaterial(material, { isManager: true }))
      }
    )

    app.delete(
      '/materials/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteMaterial',
          summary: 'Take a material out of its lesson, for good',
          description: 'For who manages the course. Honours `If-Match`. An uploaded file stays with the course.',
          tags,
          params: MaterialParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await materials.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
