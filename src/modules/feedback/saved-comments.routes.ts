import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { bodyLimit, tags } from './comments.routes.js'
import {
  presentSaved,
  SavedCommentBody,
  SavedCommentPageSchema,
  SavedCommentParams,
  SavedCommentPatchBody,
  SavedCommentSchema,
  SavedCommentsQuery
} from './saved-comments.schemas.js'
import type { SavedCommentsService } from './saved-comments.service.js'

export function savedCommentsRoutes(saved: SavedCommentsService): Routes {
  return (app) => {
    app.get(
      '/me/saved-comments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listSavedComments',
          summary: 'What I say often, the newest first',
          description: 'Any user may call it, and sees their own alone.',
          tags,
          querystring: SavedCommentsQuery,
          response: { 200: Ref(SavedCommentPageSchema, 'A page of saved comments') }
        }
      },
      async (request) => {
        const page = await saved.list(requirePrincipal(request).userId, request.query)
        return { ...page, data: page.data.map(presentSaved) }
      }
    )

    app.post(
      '/me/saved-comments',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createSavedComment',
          summary: 'Keep a comment to use it again',
          description: 'Any user may call it. At most 500.',
          tags,
          body: SavedCommentBody,
          response: { 201: Ref(SavedCommentSchema, 'The saved comment'), ...errorAnswers(422) }
        }
      },
      async (request, reply) => {
        const made = await saved.create(requirePrincipal(request).userId, request.body)
        return reply
          .code(201)
          .header('location', `/api/saved-comments/${made.id}`)
          .header('etag', etagOf(made))
          .send(presentSaved(made))
      }
    )

    app.patch(
      '/saved-comments/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateSavedComment',
          summary: 'Change what is named of a saved comment',
          description: 'For who keeps it. Honours `If-Match`.',
          tags,
          params: SavedCommentParams,
          body: SavedCommentPatchBody,
          response: { 200: Ref(SavedCommentSchema, 'The saved comment'), ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const changed = await saved.change(requirePrincipal(request).userId, request.params.id, change)
        return reply.header('etag', etagOf(changed)).send(presentSaved(changed))
      }
    )

    app.delete(
      '/saved-comments/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'deleteSavedComment',
          summary: 'Delete a saved comment',
          description: 'For who keeps it. Honours `If-Match`.',
          tags,
          params: SavedCommentParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await saved.remove(requirePrincipal(request).userId, request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
