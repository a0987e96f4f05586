import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, PageOf, Ref } from '../../http/schemas.js'
import { CourseParams, Token } from './enrolments.schemas.js'
import type { InviteRow } from './invites.repository.js'

const Label = Type.String({ minLength: 1, maxLength: 100, pattern: line, description: 'For whom it is' })
const MaxUses = Nullable(Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many get in by it' }))
const ExpiresAt = Nullable(DateTime({ description: 'Until when' }))

export const InviteBody = Body(
  { label: Label, maxUses: Type.Optional(MaxUses), expiresAt: Type.Optional(ExpiresAt) },
  { examples: [{ label: 'Angkatan 2026', maxUses: 30, expiresAt: '2100-01-31T17:00:00.000Z' }] }
)
export type InviteFields = Static<typeof InviteBody>

const exampleToken = 'V3rsTQmVb0Fq6wTnXyZ1a2b3c4d5e6f7g8h9i0jKLMN'
export const TokenBody = Body({ token: Token }, { examples: [{ token: exampleToken }] })

export const InviteParams = Type.Object({ ...CourseParams.properties, inviteId: Id('invite') })
export const InvitesQuery = Type.Object(listQuery)
export type InvitesParams = Static<typeof InvitesQuery>

const properties = {
  id: Id('invite'),
  courseId: Id('course'),
  label: Type.String(),
  maxUses: MaxUses,
  uses: Type.Integer({ description: 'How many got in by it' }),
  expiresAt: ExpiresAt,
  revokedAt: Nullable(DateTime()),
  createdBy: Nullable(Id('user')),
  createdAt: DateTime()
}

const example = {
  id: 'inv_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  label: 'Angkatan 2026',
  maxUses: 30,
  uses: 0,
  expiresAt: '2100-01-31T17:00:00.000Z',
  revokedAt: null,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z'
}

export const InviteSchema = Type.Object(properties, { $id: 'Invite', examples: [example] })

export const NewInviteSchema = Type.Object(
  {
    invite: Ref(InviteSchema),
    token: Type.String({ description: 'Shown this once: it is kept only as its hash' }),
    url: Type.String({ description: 'The page that takes it' })
  },
  { $id: 'NewInvite', examples: [{ invite: example, token: exampleToken, url: `/app/invites/${exampleToken}` }] }
)

export const InvitePreviewSchema = Type.Object(
  {
    courseId: Id('course'),
    title: Type.String(),
    usable: Type.Boolean({ description: 'Whether the course lets anybody in now' })
  },
  {
    $id: 'InvitePreview',
    examples: [{ courseId: example.courseId, title: 'Membangun API dengan Fastify', usable: true }]
  }
)

export const InvitePageSchema = PageOf(InviteSchema, 'InvitePage')

export const inviteSchemas = [InviteSchema, NewInviteSchema, InvitePreviewSchema, InvitePageSchema]

export function presentInvite(row: InviteRow): Static<typeof InviteSchema> {
  const { id, courseId, label, maxUses, uses, createdBy } = row
  return {
    id,
    courseId,
    label,
    maxUses,
    uses,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdBy,
    createdAt: row.createdAt.toISOString()
  }
}

export function presentNewInvite(invite: InviteRow, token: string): Static<typeof NewInviteSchema> {
  return { invite: presentInvite(invite), token, url: `/app/invites/${token}` }
}
