import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, prose, searchQuery } from '../../http/schemas.js'
import type { NoteRow } from './notes.repository.js'
import { Milliseconds } from './progress.schemas.js'

const Text = Type.String({ minLength: 1, maxLength: 10_000, pattern: prose })
const Position = Nullable(Milliseconds({ description: 'The time in the video that it is about' }))

export const NoteBody = Body(
  { text: Text, positionMs: Type.Optional(Position) },
  { examples: [{ text: 'Tanyakan ke mentor: kenapa 201 dan bukan 200?', positionMs: 754_000 }] }
)
export type NoteFields = Static<typeof NoteBody>

export const NotePatchBody = Body(
  { text: Type.Optional(Text), positionMs: Type.Optional(Position) },
  { examples: [{ text: 'Sudah jelas: 201 berarti sesuatu dibuat.' }] }
)
export type NotePatch = Static<typeof NotePatchBody>

export const LessonNotesQuery = Type.Object(listQuery)
export type LessonNotesParams = Static<typeof LessonNotesQuery>

export const NotesQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  courseId: Type.Optional(Id('course')),
  lessonId: Type.Optional(Id('lesson'))
})
export type NotesParams = Static<typeof NotesQuery>

export const ExportQuery = Type.Object({
  format: Type.Optional(OneOf(['markdown', 'json'], { default: 'markdown' })),
  courseId: Type.Optional(Id('course'))
})
export type ExportParams = Static<typeof ExportQuery>

const example = {
  id: 'note_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
  text: 'Tanyakan ke mentor: kenapa 201 dan bukan 200?',
  positionMs: 754_000,
  version: 1,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const NoteSchema = Type.Object(
  {
    id: Id('note'),
    courseId: Id('course'),
    lessonId: Id('lesson'),
    text: Type.String(),
    positionMs: Nullable(Type.Integer({ description: 'The time in the video that it is about' })),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  { $id: 'Note', description: 'For its writer alone', examples: [example] }
)

export const NotePageSchema = PageOf(NoteSchema, 'NotePage')

const place = (kind: 'course' | 'lesson') => Type.Object({ id: Id(kind), title: Type.String() })

export const NotesExportSchema = Type.Object(
  {
    exportedAt: DateTime(),
    notes: Type.Array(
      Type.Object({
        id: Id('note'),
        course: place('course'),
        lesson: place('lesson'),
        text: Type.String(),
        positionMs: Nullable(Type.Integer()),
        createdAt: DateTime(),
        updatedAt: DateTime()
      })
    )
  },
  {
    $id: 'NotesExport',
    examples: [
      {
        exportedAt: '2026-11-21T08:00:00.000Z',
        notes: [
          {
            id: example.id,
            course: { id: example.courseId, title: 'Membangun API dengan Fastify' },
            lesson: { id: example.lessonId, title: 'Rute pertama' },
            text: example.text,
            positionMs: example.positionMs,
            createdAt: example.createdAt,
            updatedAt: example.updatedAt
          }
        ]
      }
    ]
  }
)

export const noteSchemas = [NoteSchema, NotePageSchema, NotesExportSchema]

export function presentNote(note: NoteRow): Static<typeof NoteSchema> {
  const { id, courseId, lessonId, text, positionMs, version, createdAt, updatedAt } = note
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
  return { id, courseId, lessonId, text, positionMs, version, ...times }
}
