import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, OneOf, PageOf, prose } from '../../http/schemas.js'
import type { EventAudience } from '../events/index.js'
import { audienceFields, Link } from './audience.schemas.js'
import type { BroadcastRow } from './broadcasts.repository.js'
import { broadcastStates } from './broadcasts.status.js'

const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
const Message = Type.String({ minLength: 1, maxLength: 2_000, pattern: prose, description: 'Plain text' })
const planned = 'At most a year ahead; a moment that is past is now'
const SendAt = DateTime({ description: planned })
const AudienceBody = Body(
  { ...audienceFields, cohortId: Type.Optional(Id('cohort')) },
  {
    minProperties: 1,
    description:
      'One of them: `userIds`, `courseId`, `cohortId`, `role` (within `organizationId`, if given), `organizationId` or `all`'
  }
)
export type AudienceFields = Static<typeof AudienceBody>

const textExample = { title: 'Libur besok', message: 'Tidak ada sesi besok pagi.' }
const audienceExample = { courseId: 'crs_01jd3w8q2k0000abcdefghjkmn' }

export const BroadcastBody = Body(
  {
    title: Title,
    message: Message,
    link: Type.Optional(Link),
    audience: AudienceBody,
    sendAt: Type.Optional(DateTime({ description: `${planned}. Now when absent` }))
  },
  { examples: [{ ...textExample, audience: audienceExample, sendAt: '2026-11-20T08:00:00.000Z' }] }
)
export type BroadcastFields = Static<typeof BroadcastBody>

export const BroadcastPatchBody = Body(
  {
    title: Type.Optional(Title),
    message: Type.Optional(Message),
    link: Type.Optional(Nullable(Link)),
    audience: Type.Optional(AudienceBody),
    sendAt: Type.Optional(SendAt)
  },
  { minProperties: 1, examples: [{ sendAt: '2026-11-21T08:00:00.000Z' }] }
)
export type BroadcastPatch = Static<typeof BroadcastPatchBody>

export const PreviewBody = Body({ audience: AudienceBody }, { examples: [{ audience: audienceExample }] })

export const BroadcastParams = Type.Object({ id: Id('broadcast') })
export const BroadcastsQuery = Type.Object({
  ...listQuery,
  state: Type.Optional(OneOf(broadcastStates))
})
export type BroadcastsParams = Static<typeof BroadcastsQuery>

const shared = {
  id: Id('broadcast'),
  state: OneOf(broadcastStates, {
    description:
      '`scheduled`, `running`, `done`; `cancelled` by somebody or because its writer may not write there any more; `failed` after eight tries'
  }),
  title: Type.String(),
  message: Type.String(),
  link: Nullable(Type.String()),
  organizationId: Nullable(Id('organization', { description: 'Whose staff sees it; null: those of the platform' })),
  courseId: Nullable(Id('course', { description: 'Who has muted it is not told' })),
  sendAt: DateTime(),
  progress: Type.Object({
    total: Nullable(Type.Integer({ minimum: 0, description: 'How many the audience was when it began' })),
    served: Type.Integer({
      minimum: 0,
      description: 'Who were told, each as they want to be; or not, if they want that'
    })
  }),
  lastError: Nullable(Type.String({ description: 'Of a failure: for who holds `delivery.manage`' })),
  version: Type.Integer({ description: 'Raised by every change and every step; the `ETag` is made of it' }),
  createdBy: Nullable(Id('user')),
  createdAt: DateTime(),
  updatedAt: DateTime(),
  startedAt: Nullable(DateTime()),
  finishedAt: Nullable(DateTime())
}
const namedAudience = {
  courseId: Type.Optional(Id('course')),
  cohortId: Type.Optional(Id('cohort')),
  role: Type.Optional(Type.String()),
  organizationId: Type.Optional(Id('organization')),
  all: Type.Optional(Type.Literal(true))
}
const example = {
  id: 'brd_01jd3w8q2k0000abcdefghjkmn',
  state: 'running',
  ...textExample,
  link: null,
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  courseId: audienceExample.courseId,
  sendAt: '2026-11-20T08:00:00.000Z',
  progress: { total: 1_200, served: 500 },
  lastError: null,
  version: 3,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:01.000Z',
  startedAt: '2026-11-20T08:00:01.000Z',
  finishedAt: null,
  audience: audienceExample
}

export const BroadcastSchema = Type.Object(
  { ...shared, audience: Type.Object({ ...namedAudience, userIds: Type.Optional(Type.Array(Id('user'))) }) },
  { $id: 'Broadcast', description: 'What somebody writes to many, and how far it has come', examples: [example] }
)
export const BroadcastSummarySchema = Type.Object(
  {
    ...shared,
    audience: Type.Object({
      ...namedAudience,
      users: Type.Optional(Type.Integer({ minimum: 1, description: 'How many are named' }))
    })
  },
  { $id: 'BroadcastSummary', examples: [example] }
)
export const BroadcastPageSchema = PageOf(BroadcastSummarySchema, 'BroadcastPage')

export const PreviewSchema = Type.Object(
  {
    recipients: Type.Integer({ minimum: 0 }),
    sample: Type.Array(Type.String(), { description: 'Up to five names, for who may see the users there' })
  },
  { $id: 'BroadcastPreview', examples: [{ recipients: 1_200, sample: ['Joko Santoso', 'Sari Dewi'] }] }
)

export const broadcastSchemas = [BroadcastSchema, BroadcastSummarySchema, BroadcastPageSchema, PreviewSchema]

export function presentBroadcast(row: BroadcastRow): Static<typeof BroadcastSchema> {
  const { audience } = row
  if ('userIds' in audience) return { ...presentShared(row), audience: { userIds: [...audience.userIds] } }
  return { ...presentShared(row), audience: presentAudience(audience) }
}

export function presentBroadcastSummary(row: BroadcastRow): Static<typeof BroadcastSummarySchema> {
  const { audience } = row
  if ('userIds' in audience) return { ...presentShared(row), audience: { users: audience.userIds.length } }
  return { ...presentShared(row), audience: presentAudience(audience) }
}

function presentAudience(audience: Exclude<EventAudience, { userIds: readonly string[] }>) {
  if (!('role' in audience)) return audience
  const { role, organizationId } = audience
  return organizationId === undefined ? { role } : { role, organizationId }
}

function presentShared(row: BroadcastRow) {
  const { id, state, title, message, link, organizationId, courseId, lastError, version, createdBy } = row
  return {
    ...{ id, state, title, message, link, organizationId, courseId, lastError, version, createdBy },
    progress: { total: row.total, served: row.served },
    sendAt: row.sendAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null
  }
}
