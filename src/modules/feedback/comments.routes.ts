import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { CommentBody, CommentParams, CommentPatchBody, CommentSchema, presentComment } from './comments.schemas.js'
import type { CommentsService } from './comments.service.js'
import { ThreadParams } from './threads.schemas.js'

export const tags = ['submissions']
/** A text of 5,000 characters, each of up to four bytes or escaped. */
export const bodyLimit = 65_536

export function commentsRoutes(comments: CommentsService): Routes {
  return (app) => {
    app.post(
      '/threads/:id/comments',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createComment',
          summary: 'Say something in a thread',
          description:
            'For the learner and the reviewers of the course, in open threads and in settled ones. Tells the same people as a new thread does.',
          tags,
          params: ThreadParams,
          body: CommentBody,
          response: { 201: Ref(CommentSchema, 'The comment'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request, reply) => {
        const comment = await comments.create(requirePrincipal(request), request.params.id, request.body.text)
        return reply
          .code(201)
          .header('location', `/api/comments/${comment.id}`)
          .header('etag', etagOf(comment))
          .send(presentComment(comment))
      }
    )

    app.patch(
      '/comments/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateComment',
          summary: 'Change the text of a comment',
          description:
            'For who has written it. Honours `If-Match`. That it was changed shows; whom it names now and did not before is told.',
          tags,
          params: CommentParams,
          body: CommentPatchBody,
          response: { 200: Ref(CommentSchema, 'The comment'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { text: request.body.text, check: ifMatch(request) }
        const comment = await comments.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(comment)).send(presentComment(comment))
      }
    )

    app.delete(
      '/comments/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteComment',
          summary: 'Delete a comment: its text; that there was one stays',
          description:
            'For who has written it, and for who manages the course and has not handed in the work themselves. Honours `If-Match`.',
          tags,
          params: CommentParams,
          response: { 204: NoContent, ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        await comments.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
