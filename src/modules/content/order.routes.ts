import Type from 'typebox'
import { ifMatch, isFreshBy } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { OrderBody } from './order.schemas.js'
import type { OrderService } from './order.service.js'
import { OutlineParams, OutlineSchema, writeOutline } from './outline.schemas.js'
import type { Outline, OutlineService } from './outline.service.js'

export interface OrderRoutesDeps {
  order: OrderService
  outlines: OutlineService
}

/** Five hundred lessons, each by its id. */
const bodyLimit = 131_072

export function orderRoutes({ order, outlines }: OrderRoutesDeps): Routes {
  return (app) => {
    app.put(
      '/courses/:id/outline',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'setOutline',
          summary: 'Put all modules and lessons of a course in order',
          description:
            'For who manages the course. Lessons may change their module. All that is not archived must be there, once, and nothing else. Honours `If-Match` with the `ETag` of the outline.',
          tags: ['content'],
          params: OutlineParams,
          body: OrderBody,
          response: {
            200: Type.Unsafe<Outline>(Ref(OutlineSchema, 'The outline as it is now')),
            ...errorAnswers(404, 412, 422)
          }
        }
      },
      async (request, reply) => {
        const principal = requirePrincipal(request)
        const change = { order: request.body.modules, check: ifMatch(request) }
        const courseId = await order.replace(principal, request.params.id, change)
        const outline = await outlines.get(principal, courseId, { archived: false })
        isFreshBy(request, reply, outline.tag)
        return reply.type('application/json; charset=utf-8').serializer(writeOutline).send(outline)
      }
    )
  }
}
