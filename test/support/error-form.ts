import assert from 'node:assert/strict'
import { STATUS_CODES } from 'node:http'
import type { Answer } from './client.js'

export interface ExpectedError {
  status: number
  code?: string
  /** The field that `details` names. */
  field?: string | undefined
  path?: string
}

/** The one form of every error: all of it, and nothing of ours beside it. */
export function assertErrorForm(answer: Answer, { status, code, field, path }: ExpectedError): void {
  const { body, text } = answer
  assert.equal(answer.status, status, text)
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
  const { details, ...rest } = body
  const keys = ['code', 'error', 'message', 'path', 'requestId', 'statusCode', 'timestamp']
  assert.deepEqual(Object.keys(rest).sort(), keys, text)
  assert.equal(body.statusCode, status)
  assert.equal(body.error, STATUS_CODES[status])
  assert.match(body.code, /^[A-Z][A-Z0-9_]+$/)
  assert.ok(body.message.length > 0 && body.requestId.length > 0)
  assert.equal(new Date(body.timestamp).toISOString(), body.timestamp)
  assert.doesNotMatch(body.path, /[?#]/, 'a query may hold a token')
  assert.doesNotMatch(text, /node_modules|\bat \/|\.[jt]s:\d|sqlite|postgres|FST_/i, 'nothing of our inside')
  if (details !== undefined) {
    for (const messages of Object.values(details)) {
      assert.ok(Array.isArray(messages) && messages.every((message) => typeof message === 'string'), text)
    }
  }
  if (code !== undefined) assert.equal(body.code, code, text)
  if (path !== undefined) assert.equal(body.path, path)
  if (field !== undefined) assert.ok(details && field in details, `details should name ${field}: ${text}`)
}
