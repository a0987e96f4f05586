import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, PageOf } from '../../http/schemas.js'
import type { FoundVersion, ListedVersion } from './lesson-versions.repository.js'

export const VersionParams = Type.Object({
  id: Id('lesson'),
  n: Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'The version with which the text came' })
})

export const VersionsQuery = Type.Object(listQuery)
export type VersionsParams = Static<typeof VersionsQuery>

const listed = {
  number: Type.Integer({ description: 'The version of the lesson with which this text came' }),
  title: Type.String(),
  savedBy: Nullable(Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })),
  savedAt: DateTime()
}

const example = {
  number: 4,
  title: 'Rute pertama',
  savedBy: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
  savedAt: '2026-11-20T08:00:00.000Z'
}

export const ListedVersionSchema = Type.Object(listed, { $id: 'ListedLessonVersion', examples: [example] })
export const VersionPageSchema = PageOf(ListedVersionSchema, 'LessonVersionPage')
export const LessonVersionSchema = Type.Object(
  { ...listed, content: Type.String({ description: 'Markdown' }) },
  { $id: 'LessonVersion', examples: [{ ...example, content: '## Sebelum mulai' }] }
)

export const lessonVersionSchemas = [ListedVersionSchema, VersionPageSchema, LessonVersionSchema]

export function presentListed({ savedAt, ...version }: ListedVersion): Static<typeof ListedVersionSchema> {
  return { ...version, savedAt: savedAt.toISOString() }
}

export function presentVersion({ savedAt, ...version }: FoundVersion): Static<typeof LessonVersionSchema> {
  return { ...version, savedAt: savedAt.toISOString() }
}
