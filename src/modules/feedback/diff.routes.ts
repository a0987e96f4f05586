import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { tags } from './comments.routes.js'
import { AttemptDiffSchema, DiffParams, DiffQuery, presentDiff } from './diff.schemas.js'
import type { DiffService } from './diff.service.js'

export function diffRoutes(diffs: DiffService): Routes {
  return (app) => {
    app.get(
      '/submissions/:id/attempts/:n/diff',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getAttemptDiff',
          summary: 'What has changed since an earlier attempt',
          description:
            'For who sees the submission. Texts by lines, files by name and hash, links, the checklist, what each criterion was given, and which threads were settled. Of the first attempt all is added.',
          tags,
          params: DiffParams,
          querystring: DiffQuery,
          response: { 200: Ref(AttemptDiffSchema, 'What has changed'), ...errorAnswers(404, 422) }
        }
      },
      async (request) => {
        const { id, n } = request.params
        return presentDiff(await diffs.get(requirePrincipal(request), id, { n, from: request.query.from }))
      }
    )
  }
}
