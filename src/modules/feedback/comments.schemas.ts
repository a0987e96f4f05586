import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, prose } from '../../http/schemas.js'
import type { FoundComment } from './comments.repository.js'

export const CommentText = Type.String({
  minLength: 1,
  maxLength: 5_000,
  pattern: prose,
  description: 'Markdown. Whom it names by `@username` is told, if they may see the submission; at most 20'
})

export const CommentParams = Type.Object({ id: Id('comment') })

export const CommentBody = Body(
  { text: CommentText },
  { examples: [{ text: 'Sudah, ambang batasnya saya ubah menjadi `420`.' }] }
)

export const CommentPatchBody = Body(
  { text: Type.Optional(CommentText) },
  { examples: [{ text: 'Sudah, ambang batasnya saya ubah menjadi `430`.' }] }
)

export const commentExample = {
  id: 'cmt_01jd3w8q2k0000abcdefghjkmn',
  threadId: 'thr_01jd3w8q2k0000abcdefghjkmn',
  author: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'bu.rina', fullName: 'Rina Hartati' },
  text: 'Sensor kirinya belum dikalibrasi.',
  html: '<p>Sensor kirinya belum dikalibrasi.</p>\n',
  editedAt: null,
  deletedAt: null,
  version: 1,
  createdAt: '2026-11-20T08:00:00.000Z'
}

export const CommentSchema = Type.Object(
  {
    id: Id('comment'),
    threadId: Id('thread'),
    author: Type.Unsafe<FoundComment['author']>({
      type: ['object', 'null'],
      description: 'Null: the account is gone',
      required: ['id', 'username', 'fullName'],
      properties: { id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }
    }),
    text: Type.String({ description: 'Markdown; empty once it is deleted' }),
    html: Type.String({ description: 'The same, rendered and sanitised' }),
    editedAt: Nullable(DateTime()),
    deletedAt: Nullable(DateTime()),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
    createdAt: DateTime()
  },
  { $id: 'Comment', examples: [commentExample] }
)

export function presentComment(comment: FoundComment): Static<typeof CommentSchema> {
  const { id, threadId, author, text, html, version, createdAt } = comment
  return {
    ...{ id, threadId, author, text, html, version },
    editedAt: comment.editedAt?.toISOString() ?? null,
    deletedAt: comment.deletedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString()
  }
}
