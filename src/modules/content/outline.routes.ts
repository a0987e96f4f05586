import Type from 'typebox'
import { isFreshBy } from '../../http/etag.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import { OutlineParams, OutlineQuery, OutlineSchema, writeOutline } from './outline.schemas.js'
import type { Outline, OutlineService } from './outline.service.js'

export function outlineRoutes(outlines: OutlineService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/outline',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getOutline',
          summary: 'The modules and lessons of a course, as the caller may see them',
          description:
            'For anybody who sees the course. Of what is locked it has the title, and why; nothing of the content. Who manages the course sees drafts too. For learners it says how far they have come.',
          tags: ['content'],
          params: OutlineParams,
          querystring: OutlineQuery,
          // As `writeOutline` takes it; what it writes is what the schema says.
          response: {
            200: Type.Unsafe<Outline>(Ref(OutlineSchema, 'The outline')),
            304: Empty('Unchanged since that of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const { principal, params, query } = request
        const outline = await outlines.get(principal, params.id, { archived: query.archived ?? false })
        // The tag of managers is for `If-Match`, and does not know of all that they see.
        if (isFreshBy(request, reply, outline.tag) && !outline.isManager) return reply.code(304).send()
        return reply.type('application/json; charset=utf-8').serializer(writeOutline).send(outline)
      }
    )
  }
}
