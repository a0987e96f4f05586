// Runs once: it asks no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { DrizzleQueryError } from 'drizzle-orm'
import { withoutValues } from '../src/logger.js'

test('the values of a statement that failed are not logged', () => {
  const failed = new DrizzleQueryError(
    'insert into "issuer_keys" values ($1, $2)',
    ['the private key', 'a\nb'],
    new Error('disk full')
  )
  for (const error of [failed, new Error('outer', { cause: failed })]) {
    const { message, stack } = withoutValues(error)
    assert.match(message, /Failed query: insert into "issuer_keys" values \(\$1, \$2\): disk full$/)
    assert.match(stack, /caused by: Error: disk full\n {4}at /)
    assert.doesNotMatch(message + stack, /private key|params/)
  }
  assert.equal(withoutValues(new Error('as it is')).message, 'as it is')
})
