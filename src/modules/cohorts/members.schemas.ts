import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import { CohortParams } from './cohorts.schemas.js'
import type { MemberRow } from './members.repository.js'
import type { JoinedMember } from './members.service.js'

/** Without a body: oneself. */
export const MemberBody = Nullable(
  Body(
    {
      userId: Type.Optional(
        Id('user', { description: 'Who takes the course or has completed it; oneself when absent' })
      )
    },
    { examples: [{ userId: 'usr_01jd3w8q2k0000abcdefghjkmn' }] }
  )
)

export const MemberParams = Type.Object({ ...CohortParams.properties, userId: Id('user') })

export const MembersQuery = Type.Object({ ...listQuery, ...searchQuery })
export type MembersParams = Static<typeof MembersQuery>

export const JoinedMemberSchema = Type.Object(
  {
    cohortId: Id('cohort'),
    userId: Id('user'),
    joinedAt: DateTime(),
    movedFrom: Nullable(Id('cohort', { description: 'The cohort of the course that they were in until now' }))
  },
  {
    $id: 'JoinedMember',
    examples: [
      {
        cohortId: 'coh_01jd3w8q2k0000abcdefghjkmn',
        userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
        joinedAt: '2026-11-20T08:00:00.000Z',
        movedFrom: null
      }
    ]
  }
)

export const CohortMemberSchema = Type.Object(
  {
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    enrolmentStatus: OneOf(['active', 'completed']),
    joinedAt: DateTime()
  },
  {
    $id: 'CohortMember',
    examples: [
      {
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' },
        enrolmentStatus: 'active',
        joinedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const CohortMemberPageSchema = PageOf(CohortMemberSchema, 'CohortMemberPage')

export const memberSchemas = [JoinedMemberSchema, CohortMemberSchema, CohortMemberPageSchema]

export function presentJoined({ joinedAt, ...member }: JoinedMember): Static<typeof JoinedMemberSchema> {
  return { ...member, joinedAt: joinedAt.toISOString() }
}

export function presentMember(row: MemberRow): Static<typeof CohortMemberSchema> {
  const { userId, username, fullName, enrolmentStatus, joinedAt } = row
  return {
    user: { id: userId, username, fullName },
    // The two that a member can have.
    enrolmentStatus: enrolmentStatus === 'completed' ? 'completed' : 'active',
    joinedAt: joinedAt.toISOString()
  }
}
