import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Id, Ref } from '../../http/schemas.js'
import {
  OwnProgressSchema,
  ProgressBatchBody,
  ProgressBatchSchema,
  ProgressBody,
  presentBatch,
  presentOwn,
  presentSaved,
  SavedProgressSchema
} from './progress.schemas.js'
import type { ProgressService } from './progress.service.js'

export const tags = ['progress']
export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export function progressRoutes(progress: ProgressService): Routes {
  return (app) => {
    app.put(
      '/lessons/:id/progress',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'saveProgress',
          summary: 'Say how far I am in a lesson',
          description:
            'For who is enrolled, in a lesson that is open for them. It may be said as often as one likes: nothing goes back, and an empty body says that the lesson was opened. A lesson that has a published quiz is completed by passing that (409 `QUIZ_REQUIRED`); one that is not open yet is a 409 `LESSON_LOCKED` with the reason. Who lacks nothing that the completion rule of the course needs has completed it.',
          tags,
          params: Type.Object({ id: Id('lesson') }),
          body: ProgressBody,
          response: {
            200: Ref(SavedProgressSchema, 'What is kept of the lesson, and how far the course is with it'),
            ...errorAnswers(403, 404, 409, 422)
          }
        }
      },
      async (request) => presentSaved(await progress.save(requirePrincipal(request), request.params.id, request.body))
    )

    app.put(
      '/me/progress',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'saveProgressOfMany',
          summary: 'Say how far I am in many lessons',
          description:
            'For players that were offline. Each item is held to the rules of one lesson; what may be saved is saved, together, and the answer says of each what became of it. `at` decides where to go on when another device has told something later; a completed lesson is completed at the time of the server.',
          tags,
          body: ProgressBatchBody,
          response: { 200: Ref(ProgressBatchSchema, 'What became of each item'), ...errorAnswers() }
        }
      },
      async (request) => presentBatch(await progress.saveMany(requirePrincipal(request), request.body.items))
    )

    app.get(
      '/courses/:id/progress/me',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getMyProgress',
          summary: 'How far I am in a course',
          description: 'For who is enrolled, or was, and sees the course.',
          tags,
          params: CourseParams,
          response: { 200: Ref(OwnProgressSchema, 'The course and its lessons'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentOwn(await progress.getOwn(requirePrincipal(request), request.params.id))
    )
  }
}
