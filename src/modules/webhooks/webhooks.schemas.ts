import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, proseOrNothing } from '../../http/schemas.js'
import type { EndpointRow } from './webhooks.repository.js'

export const maxUrlLength = 2_048

const Url = Type.String({
  minLength: 1,
  maxLength: maxUrlLength,
  pattern: '^[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$',
  description:
    'Where events are sent by POST. An `https` address of the public Internet, without a user name or password; ' +
    '`http` outside production, and private addresses where the configuration allows them'
})
const Description = Type.String({ maxLength: 500, pattern: proseOrNothing, description: 'Plain text' })
const EventTypes = Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: '^(\\*|[a-z][a-z0-9_]*)$' }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  description: 'Of `GET /api/event-types`; `["*"]`: all, also those to come'
})
const State = OneOf(['enabled', 'disabled'], { description: 'Nothing is sent to one that is disabled, but tests' })
const disabledReasons = ['by_hand', 'failing', 'gone'] as const

const bodyExample = {
  url: 'https://hooks.example.org/naik-kelas',
  description: 'Sistem akademik',
  eventTypes: ['announcement']
}

export const WebhookBody = Body(
  { url: Url, description: Type.Optional(Description), eventTypes: EventTypes },
  { examples: [bodyExample] }
)
export type WebhookFields = Static<typeof WebhookBody>

export const WebhookPatchBody = Body(
  {
    url: Type.Optional(Url),
    description: Type.Optional(Description),
    eventTypes: Type.Optional(EventTypes),
    state: Type.Optional(State)
  },
  { minProperties: 1, examples: [{ eventTypes: ['*'] }] }
)
export type WebhookPatch = Static<typeof WebhookPatchBody>

export const RotateBody = Nullable(
  Body(
    {
      keepOldForHours: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 168, default: 24, description: 'How long the old secret signs, too' })
      )
    },
    { examples: [{ keepOldForHours: 48 }] }
  )
)
export type Rotation = Static<typeof RotateBody>

export const WebhookParams = Type.Object({ id: Id('webhookEndpoint') })
export const OrganizationWebhooksParams = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9_-]+$', maxLength: 80, description: 'Id or slug of the organisation' })
})
export const WebhooksQuery = Type.Object(listQuery)
export type WebhooksParams = Static<typeof WebhooksQuery>

const properties = {
  id: Id('webhookEndpoint'),
  organizationId: Id('organization'),
  url: Type.String(),
  description: Type.String(),
  eventTypes: Type.Array(Type.String()),
  state: State,
  disabledReason: Nullable(
    OneOf(disabledReasons, {
      description: 'By somebody; because nothing was taken for a day; because it answered 410. Null: it is enabled'
    })
  ),
  failures: Type.Integer({ minimum: 0, description: 'Attempts that failed since the last that did not' }),
  failingSince: Nullable(DateTime()),
  previousSecretUntil: Nullable(DateTime({ description: 'Until then the secret before signs, too' })),
  version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
  createdBy: Nullable(Id('user')),
  createdAt: DateTime(),
  updatedAt: DateTime()
}
const example = {
  id: 'whe_01jd3w8q2k0000abcdefghjkmn',
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  ...bodyExample,
  state: 'enabled',
  disabledReason: null,
  failures: 0,
  failingSince: null,
  previousSecretUntil: null,
  version: 1,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const WebhookSchema = Type.Object(properties, {
  $id: 'Webhook',
  description: 'An address of another system that hears of what happens in an organisation',
  examples: [example]
})
export const WebhookPageSchema = PageOf(WebhookSchema, 'WebhookPage')

export const WebhookWithSecretSchema = Type.Object(
  {
    ...properties,
    secret: Type.String({
      description: 'What signs from now on (HMAC-SHA256, as Standard Webhooks says). It is not shown again'
    })
  },
  {
    $id: 'WebhookWithSecret',
    description: 'A webhook, and its new secret',
    examples: [{ ...example, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=' }]
  }
)

export const webhookSchemas = [WebhookSchema, WebhookPageSchema, WebhookWithSecretSchema]

/** Without its secrets. */
export function presentWebhook(row: EndpointRow): Static<typeof WebhookSchema> {
  const { id, organizationId, url, description, eventTypes, state, disabledReason, failures, version, createdBy } = row
  return {
    ...{ id, organizationId, url, description, eventTypes, state, disabledReason, failures },
    failingSince: row.failingSince?.toISOString() ?? null,
    previousSecretUntil: row.previousSecretUntil?.toISOString() ?? null,
    ...{ version, createdBy },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString()
  }
}

export function presentWithSecret(row: EndpointRow): Static<typeof WebhookWithSecretSchema> {
  return { ...presentWebhook(row), secret: row.secret }
}
