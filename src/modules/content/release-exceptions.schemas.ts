import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, PageOf, prose } from '../../http/schemas.js'
import type { ListedException } from './release-exceptions.repository.js'

export const ExceptionsParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})
export const ExceptionParams = Type.Object({ ...ExceptionsParams.properties, exceptionId: Id('releaseException') })

export const ReleaseExceptionBody = Body(
  {
    userId: Id('user', { description: 'A learner of the course' }),
    moduleId: Type.Optional(Id('module', { description: 'Its lessons keep their own rules' })),
    lessonId: Type.Optional(Id('lesson', { description: 'Opens, whatever the rule of its module' })),
    reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: prose, description: 'Why, for the other staff' })
  },
  {
    description: 'A module or a lesson, one of the two',
    examples: [
      {
        userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
        lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
        reason: 'Was ill for two weeks.'
      }
    ]
  }
)
export type ReleaseExceptionFields = Static<typeof ReleaseExceptionBody>

export const ReleaseExceptionsQuery = Type.Object({
  ...listQuery,
  user: Type.Optional(Id('user', { description: 'The id of the learner' }))
})
export type ReleaseExceptionsParams = Static<typeof ReleaseExceptionsQuery>

export const ReleaseExceptionSchema = Type.Object(
  {
    id: Id('releaseException'),
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    moduleId: Nullable(Id('module')),
    lessonId: Nullable(Id('lesson')),
    title: Type.String({ description: 'Of the module or the lesson' }),
    reason: Type.String(),
    createdBy: Nullable(Id('user')),
    createdAt: DateTime()
  },
  {
    $id: 'ReleaseException',
    description: 'A module or a lesson that is open for one learner whatever its rule',
    examples: [
      {
        id: 'rex_01jd3w8q2k0000abcdefghjkmn',
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
        moduleId: null,
        lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
        title: 'Rute pertama',
        reason: 'Was ill for two weeks.',
        createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
        createdAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const ReleaseExceptionPageSchema = PageOf(ReleaseExceptionSchema, 'ReleaseExceptionPage')

export const releaseExceptionSchemas = [ReleaseExceptionSchema, ReleaseExceptionPageSchema]

export function presentException(row: ListedException): Static<typeof ReleaseExceptionSchema> {
  const { id, userId, username, fullName, moduleId, lessonId, title, reason, createdBy, createdAt } = row
  const user = { id: userId, username, fullName }
  return { id, user, moduleId, lessonId, title, reason, createdBy, createdAt: createdAt.toISOString() }
}
