import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, PageOf } from '../../http/schemas.js'
import type { ListedEntry } from './audit.repository.js'

const Word = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[A-Za-z_.]+$', maxLength: 60, description }))

export const AuditQuery = Type.Object(
  {
    ...listQuery,
    actorId: Type.Optional(Id('user')),
    action: Word('Or the beginning of it: `grade.` for all that happened to grades'),
    resourceType: Word('`course`, `user`, `grade` …'),
    resourceId: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]+$', maxLength: 80 })),
    organizationId: Type.Optional(Id('organization')),
    from: Type.Optional(DateTime({ description: 'At that time or later' })),
    until: Type.Optional(DateTime({ description: 'Before that time' })),
    requestId: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9-]+$', maxLength: 60, description: 'As an error names it' })
    )
  },
  { additionalProperties: false }
)
export type AuditParams = Static<typeof AuditQuery>

const Fields = (description: string) =>
  Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true, description })

const Hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description })

const example = {
  seq: 1042,
  at: '2026-11-20T08:00:00.000Z',
  actor: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'ibu.sari', fullName: 'Sari Wulandari' },
  action: 'grade.change',
  resource: { type: 'grade', id: 'grd_01jd3w8q2k0000abcdefghjkmn' },
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  before: { setPoints: null },
  after: { setPoints: 8500 },
  requestId: 'req-1a2b3c4d-1',
  address: '203.0.113.7',
  previousHash: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
  hash: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730'
}

export const AuditEntrySchema = Type.Object(
  {
    seq: Type.Integer({ minimum: 1, description: 'Without gaps, in the order in which things became true' }),
    at: DateTime(),
    actor: Nullable(
      Type.Object({ id: Type.String(), username: Nullable(Type.String()), fullName: Nullable(Type.String()) })
    ),
    action: Type.String({
      description: '`grade.change`, or the operation of this contract that an administrator used'
    }),
    resource: Type.Object({ type: Type.String(), id: Nullable(Type.String()) }),
    organizationId: Nullable(Type.String()),
    before: Fields('What it was, of what has changed'),
    after: Fields('What it is, or what was sent. Secrets are left out, and long texts cut'),
    requestId: Nullable(Type.String()),
    address: Nullable(Type.String()),
    previousHash: Hash('Of the entry before; of the first, zeros'),
    hash: Hash('SHA-256 over the canonical JSON of all other columns')
  },
  { $id: 'AuditEntry', examples: [example] }
)

export const AuditPageSchema = PageOf(AuditEntrySchema, 'AuditPage')

export const auditSchemas = [AuditEntrySchema, AuditPageSchema]

export function presentEntry(entry: ListedEntry): Static<typeof AuditEntrySchema> {
  const { at, actorId, actor, resourceType, resourceId, before, after, ...rest } = entry
  return {
    ...rest,
    at: at.toISOString(),
    actor:
      actorId === null ? null : { id: actorId, username: actor?.username ?? null, fullName: actor?.fullName ?? null },
    resource: { type: resourceType, id: resourceId },
    before: before === null ? null : JSON.parse(before),
    after: after === null ? null : JSON.parse(after)
  }
}
