import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Id, OneOf, Ref } from '../../http/schemas.js'
import { OutlineParams } from './outline.schemas.js'
import { findingCodes, type PublishCheckService } from './publish-check.service.js'

const LessonName = Type.Object({ id: Id('lesson'), title: Type.String() })

const PublishCheckSchema = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        code: OneOf(findingCodes),
        isBlocking: Type.Boolean({ description: 'Whether the course cannot be published like that' }),
        lesson: Type.Unsafe<{ id: string; title: string } | null>({
          anyOf: [LessonName, { type: 'null' }],
          description: 'Which one it is, of `EMPTY_LESSON`'
        })
      })
    )
  },
  {
    $id: 'PublishCheck',
    description: 'What learners would miss if the course were published now. Empty: nothing',
    examples: [{ data: [{ code: 'NO_DESCRIPTION', isBlocking: true, lesson: null }] }]
  }
)

export const publishCheckSchemas = [PublishCheckSchema]

export function publishCheckRoutes(checks: PublishCheckService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/publish-check',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'checkBeforePublishing',
          summary: 'What a course lacks before it is published',
          description:
            'For who manages the course. No description keeps it from being published; that no published module has a published lesson, and published lessons without a text, a material or a quiz (50 at most), do not.',
          tags: ['content'],
          params: OutlineParams,
          response: { 200: Ref(PublishCheckSchema, 'What it lacks'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => ({ data: await checks.find(requirePrincipal(request), request.params.id) })
    )
  }
}
