import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, PageOf, searchQuery } from '../../http/schemas.js'
import type { MemberRow } from './members.repository.js'
import { organizationIdParam } from './organizations.schemas.js'

const userIdExample = 'usr_01jd3w8q2k0000abcdefghjkmn'
const RoleKeys = Type.Array(Type.String({ pattern: '^[a-z0-9_-]+$', maxLength: 64, description: 'Key or id' }), {
  minItems: 1,
  maxItems: 20
})

export const MemberSchema = Type.Object(
  {
    user: Type.Object({ id: Type.String(), username: Type.String(), fullName: Nullable(Type.String()) }),
    roles: Type.Array(Type.String(), { description: 'The keys of the roles that they hold in the organisation' }),
    joinedAt: DateTime()
  },
  {
    $id: 'Member',
    examples: [
      {
        user: { id: userIdExample, username: 'sari.dewi', fullName: 'Sari Dewi' },
        roles: ['learner'],
        joinedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const MemberPageSchema = PageOf(MemberSchema, 'MemberPage')

export const MemberParams = Type.Object({ id: organizationIdParam, userId: Id('user') })

export const MembersQuery = Type.Object({ ...listQuery, ...searchQuery })

export const NewMemberBody = Body(
  { userId: Id('user'), roles: Type.Optional({ ...RoleKeys, default: ['learner'] }) },
  { examples: [{ userId: userIdExample, roles: ['mentor'] }] }
)

export const MemberRolesBody = Body({ roles: RoleKeys }, { examples: [{ roles: ['mentor', 'facilitator'] }] })

export function presentMember({ user, roles, joinedAt }: MemberRow): Static<typeof MemberSchema> {
  return { user, roles, joinedAt: joinedAt.toISOString() }
}
