import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, type ErrorDetails, invalid } from '../lib/errors.js'
import { checkText } from './json-body.js'
import { timeOfDay } from './schemas.js'

const options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  strict: false,
  discriminator: true // of a choice by `kind` only the form of that kind is asked, and its errors name the field
} as const
const forBodies = new Ajv({ ...options, coerceTypes: false })
const forAddresses = new Ajv({ ...options, coerceTypes: true })
addFormats.default(forBodies)
addFormats.default(forAddresses)

/**
 * Fastify's own validators strip fields that they do not know and turn `5` into `"5"`. Ours refuse both in bodies; what
 * comes in an address is text, and only there a number or a boolean is read out of it.
 */
export function registerValidation(app: FastifyInstance): void {
  app.setValidatorCompiler<object>(({ schema, httpPart }) => {
    let validate: ValidateFunction | undefined // made with the first request that needs it: there are hundreds
    const integers = httpPart === 'body' ? [] : integersOf(schema)
    return (value: unknown) => {
      if (httpPart === 'body' && value === undefined) value = null
      for (const name of integers) {
        const text = (value as Record<string, unknown>)[name]
        if (typeof text === 'string' && !/^-?\d{1,15}$/.test(text)) return { error: invalid(name, 'must be integer') }
      }
      validate ??= (httpPart === 'body' ? forBodies : forAddresses).compile(schema)
      return validate(value) ? { value } : { error: toError(validate.errors ?? []) }
    }
  })
  app.addHook('preValidation', (request, _reply, done) => {
    if (!request.url.includes('%')) return done()
    let fault: Error | undefined
    try {
      checkAddress(request)
    } catch (error) {
      fault = error as Error
    }
    done(fault)
  })
}

/** Ajv would also read `1e2` and `0x10` as integers. */
function integersOf({ properties = {} }: { properties?: Record<string, { type?: unknown }> }): string[] {
  return Object.keys(properties).filter((name) => properties[name]?.type === 'integer')
}

function checkAddress(request: FastifyRequest): void {
  const query = request.url.split('?')[1]
  if (query !== undefined && !isDecodable(query)) throw invalid('query', 'is not valid UTF-8')
  checkText(request.query, 'query')
  checkText(request.params, 'path')
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

function toError(errors: ErrorObject[]): AppError {
  const details: ErrorDetails = {}
  for (const error of errors) {
    const field = fieldOf(error)
    const message = messageOf(error)
    const messages = details[field] ?? []
    if (!messages.includes(message)) details[field] = [...messages, message]
  }
  const [field, messages] = Object.entries(details)[0] ?? ['body', ['is not valid']]
  return new AppError(400, 'VALIDATION_FAILED', `${field} ${messages[0]}`, { details })
}

function fieldOf({ instancePath, keyword, params }: ErrorObject): string {
  const path = instancePath.slice(1).replaceAll('/', '.')
  const child =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : keyword === 'discriminator'
          ? params.tag
          : ''
  const field = [path, child].filter(Boolean).join('.')
  return field.slice(0, 100) || 'body'
}

const formats: Record<string, string> = {
  'date-time': 'must be a moment like 2026-11-20T08:00:00Z',
  date: 'must be a day like 2026-11-20'
}

/** Of the patterns that are a form, how it looks; the others are of characters. */
function formOf(pattern: string): string {
  if (pattern === timeOfDay) return 'must be a time of the day like 07:30'
  const [, prefix] = /^\^([a-z]+_)\[0-9a-z\]/.exec(pattern) ?? []
  return prefix === undefined
    ? 'has characters or a form that it must not have'
    : `must be an id, which begins with ${prefix}`
}

/** Says what is asked for, never what was sent. */
function messageOf({ keyword, params, message = 'is not valid' }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return 'is required'
    case 'additionalProperties':
      return 'is not a known field'
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
    case 'discriminator':
      return params.error === 'mapping' ? 'is not one of those that there are' : 'is required'
    case 'pattern':
      return formOf(params.pattern)
    case 'format':
      return formats[params.format] ?? message
    case 'minimum':
      return `must be at least ${params.limit}`
    case 'maximum':
      return `must be at most ${params.limit}`
    case 'minItems':
    case 'minLength':
    case 'minProperties':
      return params.limit === 1 ? 'must not be empty' : message
    default:
      return message
  }
}
