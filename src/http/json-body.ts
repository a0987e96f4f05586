import type { FastifyInstance } from 'fastify'
import { AppError, invalid } from '../lib/errors.js'

const maxDepth = 32
const maxKeys = 1_000
const maxNodes = 10_000

const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Replaces Fastify's JSON parser, which takes the last of two equal keys, NUL, lone surrogates and bytes that are not
 * UTF-8: SQLite would store what PostgreSQL refuses, and two readers of one text would see two things.
 */
export function registerJsonBody(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
}

/** @throws 400 that names the field, where there is one to name */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON')
  }
  refuseDuplicateKeys(text)
  checkText(value, 'body')
  return value
}

/** @throws 400 when a string of the value holds what the databases do not agree on, or the value is out of bounds */
export function checkText(root: unknown, rootName: string): void {
  let nodes = 0
  const check = (value: unknown, path: string, depth: number): void => {
    nodes += 1
    if (nodes > maxNodes) throw malformed('The body has too many values')
    if (typeof value === 'string') {
      if (value.includes('\0')) throw invalid(fieldName(path, rootName), 'must not contain the character NUL')
      if (!value.isWellFormed()) throw invalid(fieldName(path, rootName), 'must be well-formed Unicode')
      return
    }
    if (value === Infinity || value === -Infinity) throw invalid(fieldName(path, rootName), 'is too large a number')
    if (typeof value !== 'object' || value === null) return
    if (depth >= maxDepth) throw malformed('The body is nested too deeply')
    const keys = Object.keys(value)
    if (!Array.isArray(value) && keys.length > maxKeys) throw malformed('An object of the body has too many keys')
    for (const key of keys) {
      if (key.includes('\0') || !key.isWellFormed()) throw malformed('A key of the body is not well-formed')
      // An own property here, the prototype itself for whoever assigns it to another object.
      if (key === '__proto__') throw malformed('__proto__ is not a key that a body may have')
      check((value as Record<string, unknown>)[key], path ? `${path}.${key}` : key, depth + 1)
    }
  }
  check(root, '', 0)
}

/** The text is known to be valid JSON: only strings and brackets have to be told apart. */
function refuseDuplicateKeys(text: string): void {
  const open: (Set<string> | null)[] = []
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x7b: // {
        open.push(new Set())
        break
      case 0x5b: // [
        open.push(null)
        break
      case 0x7d: // }
      case 0x5d: // ]
        open.pop()
        break
      case 0x22: {
        const end = endOfString(text, i)
        const keys = open.at(-1)
        if (keys && isKey(text, end)) addKey(keys, text.slice(i, end + 1))
        i = end
        break
      }
    }
    if (open.length > maxDepth) throw malformed('The body is nested too deeply')
  }
}

function addKey(keys: Set<string>, literal: string): void {
  const key = JSON.parse(literal) as string // "a" and "\u0061" are one key
  if (keys.has(key)) throw invalid(key.isWellFormed() ? fieldName(key, 'body') : 'body', 'stands twice in one object')
  keys.add(key)
}

/** A key is the client's: what is said of it stays short, and whole characters. */
function fieldName(path: string, rootName: string): string {
  return path.slice(0, 100).replace(/[\ud800-\udbff]$/, '') || rootName
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text.charCodeAt(i) !== 0x22) i += text.charCodeAt(i) === 0x5c ? 2 : 1
  return i
}

function isKey(text: string, end: number): boolean {
  let i = end + 1
  while (text.charCodeAt(i) <= 0x20) i++
  return text.charCodeAt(i) === 0x3a
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw malformed('The body is not valid UTF-8')
  }
}

function malformed(message: string): AppError {
  return new AppError(400, 'MALFORMED_BODY', message, { details: { body: [message] } })
}
