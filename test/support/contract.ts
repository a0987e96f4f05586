import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Answer } from './client.js'

export interface Media {
  schema: { $ref?: string; anyOf?: { $ref: string }[]; examples?: unknown[] }
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

export interface DocumentedOperation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security?: object[]
  requestBody?: { required: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}

export interface Contract {
  openapi: string
  tags: { name: string }[]
  paths: Record<string, Record<string, DocumentedOperation>>
  components: { schemas: Record<string, { examples?: unknown[] }> }
}

export const json = 'application/json'
export const contract: Contract = JSON.parse(readFileSync('openapi.json', 'utf8'))
export const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    operation
  }))
)

/** What any request may be refused for, whatever it asks: too much, too long, of an unknown type. Not all operations say so. */
const ofAnyRequest = [413, 414, 415]

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(contract, 'contract')
const validators = new Map<string, ValidateFunction>()

/** Whether a value is what the contract says in this place. */
export function assertFits(value: unknown, place: string[], name: string): void {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `contract#/${pointer}` })
  validators.set(pointer, validate)
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`)
}

/**
 * The contract knows the status and the body of the answer. Gives the operation that answered; undefined for an address
 * that is not in the contract.
 */
export function assertDocumented(method: string, url: string, answer: Answer): string | undefined {
  const path = url.split('?')[0] ?? ''
  const candidates = operations.filter((each) => each.method === method && each.pattern.test(path))
  const [found] = candidates.sort((a, b) => paramsOf(a.path) - paramsOf(b.path)) // as the router does: words come first
  if (!found) return undefined
  const { operationId, responses } = found.operation
  if (ofAnyRequest.includes(answer.status)) return operationId
  const response = responses[answer.status]
  assert.ok(response, `${operationId} answers ${answer.status}, which the contract does not know: ${answer.text}`)
  const [type = ''] = String(answer.headers['content-type'] ?? '').split(';')
  const content = response.content ?? {}
  if (content[json] && (type === json || !(type in content))) {
    const status = String(answer.status)
    const place = ['paths', found.path, method.toLowerCase(), 'responses', status, 'content', json, 'schema']
    assertFits(answer.body, place, `${operationId} ${status}`)
  } else {
    const isBytes = 'application/octet-stream' in content // of whatever type they are
    assert.ok(isBytes || type in content || answer.text === '', `${operationId} ${answer.status} has a body of ${type}`)
  }
  return operationId
}

function paramsOf(path: string): number {
  return path.split('{').length
}
