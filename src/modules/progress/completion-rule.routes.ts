import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import { CompletionRuleBody, CompletionRuleSchema, presentRule } from './completion-rule.schemas.js'
import type { CompletionRuleService } from './completion-rule.service.js'
import { CourseParams, tags } from './progress.routes.js'

export function completionRuleRoutes(rules: CompletionRuleService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/completion-rule',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getCompletionRule',
          summary: 'What completes a course',
          description: 'For learners who have access to the course, its reviewers and its staff.',
          tags,
          params: CourseParams,
          response: {
            200: Ref(CompletionRuleSchema, 'The rule'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(403, 404)
          }
        }
      },
      async (request, reply) => {
        const rule = await rules.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, rule)) return reply.code(304).send()
        return presentRule(rule)
      }
    )

    app.put(
      '/courses/:id/completion-rule',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'replaceCompletionRule',
          summary: 'Say what completes a course',
          description:
            'For who manages the course. Honours `If-Match`. Learners who lack nothing by the new rule complete the course at once; whoever has completed it keeps that.',
          tags,
          params: CourseParams,
          body: CompletionRuleBody,
          response: { 200: Ref(CompletionRuleSchema, 'The rule'), ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        const change = { fields: request.body, check: ifMatch(request) }
        const rule = await rules.replace(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(rule)).send(presentRule(rule))
      }
    )
  }
}
