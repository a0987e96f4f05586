import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, PageOf, prose } from '../../http/schemas.js'
import type { ListedExtension } from './extensions.repository.js'
import { ProjectParams } from './projects.schemas.js'

const dueAtExample = '2126-12-20T16:59:00.000Z'

export const ExtensionBody = Body(
  {
    dueAt: DateTime({ description: 'When it is due for this learner: not before it is for all' }),
    reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: prose, description: 'Why, for the other staff' })
  },
  { examples: [{ dueAt: dueAtExample, reason: 'Was ill for two weeks.' }] }
)
export type ExtensionFields = Static<typeof ExtensionBody>

export const ExtensionParams = Type.Object({ ...ProjectParams.properties, userId: Id('user') })
export const ExtensionsQuery = Type.Object(listQuery)
export type ExtensionsParams = Static<typeof ExtensionsQuery>

export const ExtensionSchema = Type.Object(
  {
    projectId: Id('project'),
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    dueAt: DateTime(),
    reason: Type.String(),
    createdBy: Nullable(Id('user')),
    createdAt: DateTime()
  },
  {
    $id: 'ProjectExtension',
    description: 'More time for one learner',
    examples: [
      {
        projectId: 'prj_01jd3w8q2k0000abcdefghjkmn',
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
        dueAt: dueAtExample,
        reason: 'Was ill for two weeks.',
        createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
        createdAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const ExtensionPageSchema = PageOf(ExtensionSchema, 'ProjectExtensionPage')
export const extensionSchemas = [ExtensionSchema, ExtensionPageSchema]

export function presentExtension(row: ListedExtension): Static<typeof ExtensionSchema> {
  const { projectId, userId, username, fullName, dueAt, reason, createdBy, createdAt } = row
  return {
    projectId,
    user: { id: userId, username, fullName },
    dueAt: dueAt.toISOString(),
    reason,
    createdBy,
    createdAt: createdAt.toISOString()
  }
}
