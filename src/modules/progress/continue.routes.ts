import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Ref } from '../../http/schemas.js'
import { ContinuationsSchema, presentContinuations } from './continue.schemas.js'
import type { ContinueService } from './continue.service.js'
import { tags } from './progress.routes.js'

export function continueRoutes(continuations: ContinueService): Routes {
  return (app) => {
    app.get(
      '/me/continue',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listContinuations',
          summary: 'Where I go on',
          description:
            'Any user may call it. The courses that one has access to, those touched last first, at most 20; with each the lesson that one had begun last, else the next one that is required, else the next; and once the required lessons are done, the required project that is next.',
          tags,
          response: { 200: Ref(ContinuationsSchema, 'The courses') }
        }
      },
      async (request) => presentContinuations(await continuations.list(requirePrincipal(request).userId))
    )
  }
}
