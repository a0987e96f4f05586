// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  AppError,
  conflict,
  forbidden,
  invalid,
  notFound,
  preconditionFailed,
  tooManyRequests,
  unauthenticated,
  unavailable,
  unprocessable
} from '../../src/lib/errors.js'

const table: [error: AppError, statusCode: number, code: string, field?: string][] = [
  [invalid('age', 'must be at most 150'), 400, 'VALIDATION_FAILED', 'age'],
  [invalid('token', 'is not valid', 'INVALID_TOKEN'), 400, 'INVALID_TOKEN', 'token'],
  [unauthenticated(), 401, 'UNAUTHENTICATED'],
  [forbidden(), 403, 'FORBIDDEN'],
  [notFound('Course'), 404, 'NOT_FOUND'],
  [conflict('USERNAME_TAKEN', 'The username is taken'), 409, 'USERNAME_TAKEN'],
  [conflict('EMAIL_TAKEN', 'x', { email: ['is taken'] }), 409, 'EMAIL_TAKEN', 'email'],
  [preconditionFailed(), 412, 'PRECONDITION_FAILED'],
  [unprocessable('COURSE_CLOSED', 'courseId', 'is not open'), 422, 'COURSE_CLOSED', 'courseId'],
  [tooManyRequests(3, 'Wait'), 429, 'TOO_MANY_REQUESTS'],
  [unavailable(3, 'Wait'), 503, 'UNAVAILABLE']
]

describe('an error that the caller may see', () => {
  for (const [error, statusCode, code, field] of table) {
    it(`${statusCode} ${code}`, () => {
      assert.ok(error instanceof AppError && error instanceof Error)
      assert.deepEqual([error.statusCode, error.code], [statusCode, code])
      assert.deepEqual(Object.keys(error.details ?? {}), field ? [field] : [])
      assert.notEqual(error.message, '')
    })
  }

  it('names the field in its message and in its details', () => {
    const error = invalid('age', 'must be at most 150')
    assert.equal(error.message, 'age must be at most 150')
    assert.deepEqual(error.details, { age: ['must be at most 150'] })
  })

  it('says when to come back in whole seconds, one at least', () => {
    for (const [seconds, header] of [
      [3, '3'],
      [0.2, '1'],
      [0, '1'],
      [-5, '1'],
      [1.01, '2']
    ] as const) {
      assert.equal(unavailable(seconds, 'Wait').headers?.['retry-after'], header)
      assert.equal(tooManyRequests(seconds, 'Wait').headers?.['retry-after'], header)
    }
    assert.equal(notFound('Course').headers, undefined)
  })
})
