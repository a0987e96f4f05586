import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, PageOf, prose } from '../../http/schemas.js'
import type { ExceptionRow, PrerequisiteRow } from './prerequisites.repository.js'

export const PrerequisitesBody = Body(
  {
    courseIds: Type.Array(Id('course'), {
      maxItems: 20,
      description: 'All that must be completed first; empty for none'
    })
  },
  { examples: [{ courseIds: ['crs_01jd3w8q2k0000abcdefghjkmn'] }] }
)

export const ExceptionBody = Body(
  { reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: prose, description: 'Why, for the other staff' }) },
  { examples: [{ reason: 'Has built web pages for years.' }] }
)

export const ExceptionsQuery = Type.Object(listQuery)
export type ExceptionsParams = Static<typeof ExceptionsQuery>

export const PrerequisitesSchema = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        id: Id('course'),
        slug: Type.String(),
        title: Type.String({ description: 'Also of a course that the caller does not see: it says why they wait' }),
        isCompleted: Type.Boolean({ description: 'By the caller' })
      })
    )
  },
  {
    $id: 'Prerequisites',
    description: 'The courses that must be completed first, at most 20, by title',
    examples: [
      {
        data: [
          {
            id: 'crs_01jd3w8q2k0000abcdefghjkmn',
            slug: 'dasar-pemrograman-web',
            title: 'Dasar pemrograman web',
            isCompleted: true
          }
        ]
      }
    ]
  }
)

export const ExceptionSchema = Type.Object(
  {
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    reason: Type.String(),
    createdBy: Nullable(Id('user', { description: 'Who made it, or gave the reason last' })),
    createdAt: DateTime()
  },
  {
    $id: 'PrerequisiteException',
    description: 'A learner who gets into the course without its prerequisites',
    examples: [
      {
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
        reason: 'Has built web pages for years.',
        createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
        createdAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const ExceptionPageSchema = PageOf(ExceptionSchema, 'PrerequisiteExceptionPage')

export const prerequisiteSchemas = [PrerequisitesSchema, ExceptionSchema, ExceptionPageSchema]

export function presentPrerequisites(rows: readonly PrerequisiteRow[]): Static<typeof PrerequisitesSchema> {
  return { data: rows.map(({ id, slug, title, isCompleted }) => ({ id, slug, title, isCompleted })) }
}

export function presentException(row: ExceptionRow): Static<typeof ExceptionSchema> {
  const { userId, username, fullName, reason, createdBy, createdAt } = row
  return { user: { id: userId, username, fullName }, reason, createdBy, createdAt: createdAt.toISOString() }
}
