import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { BulkBody, BulkResultSchema } from './bulk.schemas.js'
import type { BulkService } from './bulk.service.js'
import { bodyLimit } from './drafts.schemas.js'

export function bulkRoutes(bulk: BulkService): Routes {
  return (app) => {
    app.post(
      '/reviews/bulk',
      {
        config: { access: 'user', audited: true },
        bodyLimit,
        schema: {
          operationId: 'actOnReviews',
          summary: 'Claim, give back, hand over or decide up to 50 reviews',
          description:
            'Each by the rules of the single action and for itself: what could not be done is told of each, and undoes none of the others. A summary is for those whose draft has none.',
          tags: ['reviews'],
          body: BulkBody,
          response: { 200: Ref(BulkResultSchema, 'What became of each'), ...errorAnswers(422) }
        }
      },
      async (request) => ({ data: await bulk.run(requirePrincipal(request), request.body) })
    )
  }
}
