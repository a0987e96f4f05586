import Type, { type Static } from 'typebox'
import { Body, Id, Nullable } from '../../http/schemas.js'
import type { HeldRole } from './assignments.repository.js'

export const UserParams = Type.Object({ id: Id('user') })

const organizationExample = 'org_01jd3w8q2k0000abcdefghjkmn'

export const UserRolesSchema = Type.Object(
  {
    assignments: Type.Array(
      Type.Object({
        role: Type.Object({ id: Type.String(), key: Type.String(), title: Type.String() }),
        organizationId: Nullable(Type.String({ description: 'Null: on the whole platform' }))
      })
    )
  },
  {
    $id: 'UserRoles',
    examples: [
      {
        assignments: [
          { role: { id: 'role_mentor', key: 'mentor', title: 'Mentor' }, organizationId: organizationExample }
        ]
      }
    ]
  }
)

export const UserRolesBody = Body(
  {
    assignments: Type.Array(
      Body({
        role: Type.String({ pattern: '^[a-z0-9_-]+$', maxLength: 64, description: 'Id or key' }),
        organizationId: Nullable(Id('organization', { description: 'Null: on the whole platform' }))
      }),
      { maxItems: 50 }
    )
  },
  { examples: [{ assignments: [{ role: 'mentor', organizationId: organizationExample }] }] }
)

export function presentUserRoles(held: readonly HeldRole[]): Static<typeof UserRolesSchema> {
  return {
    assignments: held.map(({ role: { id, key, title }, organizationId }) => ({
      role: { id, key, title },
      organizationId
    }))
  }
}
