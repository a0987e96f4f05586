import { STATUS_CODES } from 'node:http'
import Type, { type Static, type TSchema } from 'typebox'
import { type IdKind, idPattern } from '../lib/ids.js'
import { defaultPageSize, maxPageSize } from '../lib/pages.js'

/** Something to read, in one line. */
export const line = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]+$'
/** Something to read; lines are allowed, other control characters are not. */
export const prose = '^(?=[\\s\\S]*\\S)[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]+$'
/** The same, or nothing. */
export const proseOrNothing = '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$'

/** Of the 24 hours of a day. */
export const timeOfDay = '^([01][0-9]|2[0-3]):[0-5][0-9]$'

/** A schema or null. OpenAPI 3.1 says it with two types, and so do the messages of a validator. */
export function Nullable<T extends TSchema>(schema: T) {
  const { type, enum: values } = schema as { type?: string; enum?: readonly unknown[] }
  return Type.Unsafe<Static<T> | null>({ ...schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) })
}

/** One of these words. */
export function OneOf<const T extends readonly string[]>(values: T, options: Record<string, unknown> = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values, ...options })
}

/** A schema that has a `$id`, by reference: it stands once in the contract. */
export function Ref<T extends TSchema>(schema: T, description?: string) {
  const { $id } = schema as { $id?: string }
  if (!$id) throw new Error('a schema needs an $id to be referred to')
  return Type.Unsafe<Static<T>>({ $ref: `${$id}#`, ...(description && { description }) })
}

/** Objects that their `kind` tells apart: one is held to the form of its kind alone, so that its errors name the field. */
export function ByKind<const T extends readonly TSchema[]>(forms: T, options: Record<string, unknown> = {}) {
  const choice = { type: 'object', required: ['kind'], discriminator: { propertyName: 'kind' }, oneOf: forms }
  return Type.Unsafe<Static<T[number]>>({ ...choice, ...options })
}

export function Id(kind: IdKind, options: Record<string, unknown> = {}) {
  return Type.String({ pattern: idPattern(kind), maxLength: 40, ...options })
}

export const DateTime = (options: Record<string, unknown> = {}) =>
  Type.String({ format: 'date-time', examples: ['2026-11-20T08:00:00.000Z'], ...options })

/** An object of which nothing but these fields is taken. */
export function Body<P extends Record<string, TSchema>>(properties: P, options: Record<string, unknown> = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** What every list takes beside its own filters. */
export const listQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: maxPageSize, default: defaultPageSize, description: 'How many at most' })
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1_000, description: '`nextCursor` of the page before' })
  ),
  total: Type.Optional(Type.Boolean({ description: 'Count all that match, too' }))
}

export const searchQuery = {
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Words that must all be found' }))
}

/** A page of items that have a `$id`; its example is made of theirs. */
export function PageOf<T extends TSchema>(item: T, id: string) {
  const { examples = [] } = item as { examples?: unknown[] }
  return Type.Object(
    {
      data: Type.Array(Ref(item)),
      nextCursor: Nullable(Type.String({ description: 'Null on the last page' })),
      total: Type.Optional(Type.Integer({ minimum: 0 }))
    },
    { $id: id, ...(examples.length > 0 && { examples: [{ data: examples.slice(0, 1), nextCursor: null }] }) }
  )
}

export const ErrorSchema = Type.Object(
  {
    statusCode: Type.Integer({ minimum: 400, maximum: 599 }),
    error: Type.String(),
    code: Type.String({ description: 'Stable: what a program decides by' }),
    message: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()), { description: 'Messages by field' })),
    requestId: Type.String(),
    timestamp: DateTime(),
    path: Type.String()
  },
  {
    $id: 'Error',
    description: 'The one form of every error',
    examples: [
      {
        statusCode: 400,
        error: 'Bad Request',
        code: 'VALIDATION_FAILED',
        message: 'username is required',
        details: { username: ['is required'] },
        requestId: 'req-1a2b3c4d-1',
        timestamp: '2026-11-20T08:00:00.000Z',
        path: '/api/auth/login'
      }
    ]
  }
)

const meanings: Record<number, string> = {
  400: 'The request is not valid; `details` names the fields',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not there, or not for this caller to see',
  406: 'The client does not accept what this route answers with',
  409: 'It conflicts with the state of things',
  412: 'It has changed since the version of `If-Match`',
  413: 'The body is too large',
  415: 'The body is of another media type',
  422: 'A rule of the product says no',
  429: 'Too many requests; see `Retry-After`',
  500: 'A fault of ours',
  503: 'Busy; see `Retry-After`'
}

/** The error answers of a route, for the contract: errors serialise themselves. */
export function errorAnswers(...statuses: number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: meanings[status] ?? STATUS_CODES[status] ?? 'Error',
        content: { 'application/json': { schema: { $ref: 'Error#' } } }
      }
    ])
  )
}

export const NoContent = Empty('Done; no body')

/** An answer without a body. */
export function Empty(description: string) {
  return Type.Unsafe<undefined>({ type: 'null', description })
}
