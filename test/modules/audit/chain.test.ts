import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asc } from 'drizzle-orm'
import type { AuditEntry } from '../../../src/modules/audit/index.js'
import { buildTestApp, type TestApp } from '../../support/app.js'

const entry = (action: string): AuditEntry => ({ action, resource: { type: 'thing', id: 'one' }, after: { a: 1 } })

function rowsOf({ database: { read, tables } }: TestApp) {
  return read.select().from(tables.auditLog).orderBy(asc(tables.auditLog.seq))
}

test('entries are joined to the chain in the order of the commits', async (t) => {
  const app = await buildTestApp(t)
  const { audit } = app
  const before = (await rowsOf(app)).length
  await app.database.transaction(async (tx) => {
    audit.record(tx, entry('first.one'))
    audit.record(tx, { ...entry('first.two'), before: { b: 2, a: 1 } })
  })
  await app.database.transaction(async (tx) => audit.record(tx, entry('second')))
  const rows = (await rowsOf(app)).slice(before)
  assert.deepEqual(
    rows.map(({ seq, action, before, after }) => [seq, action, before, after]),
    [
      [before + 1, 'first.one', null, '{"a":1}'],
      [before + 2, 'first.two', '{"a":1,"b":2}', '{"a":1}'],
      [before + 3, 'second', null, '{"a":1}']
    ]
  )
  assert.equal(rows[1]?.previousHash, rows[0]?.hash)
  assert.deepEqual((await audit.verify()).faults, [])
})

test('what is rolled back has left no entry, and no gap', async (t) => {
  const app = await buildTestApp(t)
  const { audit } = app
  const { count } = await audit.verify()
  const failing = app.database.transaction(async (tx) => {
    audit.record(tx, entry('lost'))
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  await app.database.transaction(async (tx) => audit.record(tx, entry('kept')))
  const rows = await rowsOf(app)
  assert.deepEqual(
    rows.slice(count).map(({ seq, action }) => [seq, action]),
    [[count + 1, 'kept']]
  )
})

test('sixteen write at once, and there is no gap', async (t) => {
  const app = await buildTestApp(t)
  const { audit } = app
  const { count } = await audit.verify()
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let i = 0; i < 10; i++) {
        await app.database.transaction(async (tx) => {
          audit.record(tx, entry(`writer.${writer}`))
          if (i % 2) audit.record(tx, entry(`writer.${writer}`))
        })
      }
    })
  )
  const verified = await audit.verify()
  assert.deepEqual(verified.faults, [])
  assert.equal(verified.count, count + 16 * 15)
  assert.equal(verified.last.seq, verified.count)
})

test('many entries of one transaction are one stretch of the chain', async (t) => {
  const app = await buildTestApp(t)
  const { audit } = app
  const { count } = await audit.verify()
  await app.database.transaction(async (tx) => {
    for (let i = 0; i < 1_234; i++) audit.record(tx, entry('import.row'))
  })
  const verified = await audit.verify()
  assert.deepEqual([verified.faults, verified.count], [[], count + 1_234])
})
