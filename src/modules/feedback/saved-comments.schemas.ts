import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, PageOf, searchQuery } from '../../http/schemas.js'
import { CommentText } from './comments.schemas.js'
import type { SavedCommentRow } from './saved-comments.repository.js'

const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
const Text = { ...CommentText, description: 'Markdown' }

export const SavedCommentParams = Type.Object({ id: Id('savedComment') })

const example = { title: 'Uji di lantai gelap', text: 'Coba juga di **lantai gelap**: berapa bacaan sensornya?' }

export const SavedCommentBody = Body({ title: Title, text: Text }, { examples: [example] })
export type SavedCommentFields = Static<typeof SavedCommentBody>

export const SavedCommentPatchBody = Body(
  { title: Type.Optional(Title), text: Type.Optional(Text) },
  { examples: [{ title: 'Lantai gelap' }] }
)
export type SavedCommentPatch = Static<typeof SavedCommentPatchBody>

export const SavedCommentsQuery = Type.Object({ ...listQuery, ...searchQuery })
export type SavedCommentsParams = Static<typeof SavedCommentsQuery>

export const SavedCommentSchema = Type.Object(
  {
    id: Id('savedComment'),
    title: Type.String(),
    text: Type.String({ description: 'Markdown' }),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'SavedComment',
    description: 'What somebody says often; for them alone',
    examples: [
      {
        id: 'svc_01jd3w8q2k0000abcdefghjkmn',
        ...example,
        version: 1,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const SavedCommentPageSchema = PageOf(SavedCommentSchema, 'SavedCommentPage')

export const savedCommentSchemas = [SavedCommentSchema, SavedCommentPageSchema]

export function presentSaved(saved: SavedCommentRow): Static<typeof SavedCommentSchema> {
  const { id, title, text, version, createdAt, updatedAt } = saved
  return { id, title, text, version, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
