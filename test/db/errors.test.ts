import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { eq } from 'drizzle-orm'
import { type Database, openDatabase } from '../../src/db/database.js'
import { sqliteFile } from '../../src/db/dialect.js'
import { explainDatabaseError, isForeignKeyViolation, isRetryable, isUniqueViolation } from '../../src/db/errors.js'
import { AppError, notFound } from '../../src/lib/errors.js'
import { createTestDatabase, testDialect } from '../support/database.js'
import { holdSqlite } from '../support/hold-sqlite.js'

const now = new Date()
const user = {
  id: 'usr_1',
  username: 'ani',
  usernameKey: 'ani',
  status: 'active' as const,
  searchKey: 'ani',
  version: 1,
  createdAt: now,
  updatedAt: now
}

async function open(t: TestContext): Promise<Database & { url: string }> {
  const { url } = await createTestDatabase(t)
  const database = await openDatabase({ url, sqliteLockWaitMs: 50 })
  t.after(() => database.close())
  return Object.assign(database, { url })
}

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error
  )
}

/** The wire form, but for the words. */
function explained(error: unknown) {
  const { statusCode, code, details, headers } = explainDatabaseError(error) ?? {}
  return { statusCode, code, details, headers }
}

const conflict = { statusCode: 409, code: 'CONFLICT', details: undefined, headers: undefined }
const away = { statusCode: 503, code: 'DATABASE_UNAVAILABLE', details: undefined, headers: { 'retry-after': '2' } }
const ours = { statusCode: undefined, code: undefined, details: undefined, headers: undefined }

describe('an error of the database', () => {
  it('is a conflict when something is there already, by its key or by another unique column', async (t) => {
    const database = await open(t)
    const { users } = database.tables
    const add = (row: Partial<typeof user>) =>
      database.transaction(async (tx) => {
        await tx.insert(users).values({ ...user, ...row })
      })
    await add({})
    for (const row of [{ usernameKey: 'budi' }, { id: 'usr_2' }]) {
      const error = await failure(add(row))
      assert.deepEqual(explained(error), conflict)
      assert.equal(isUniqueViolation(error), true)
      assert.equal(isForeignKeyViolation(error), false)
    }
  })

  it('is a conflict when it refers to what is not there', async (t) => {
    const database = await open(t)
    const { credentials } = database.tables
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.insert(credentials).values({ userId: 'usr_none', passwordHash: 'x', changedAt: now })
      })
    )
    assert.deepEqual(explained(error), conflict)
    assert.equal(isForeignKeyViolation(error), true)
    assert.equal(isUniqueViolation(error), false)
  })

  it('is a conflict when something still refers to what was to be deleted', async (t) => {
    const database = await open(t)
    const { users, roles, roleAssignments } = database.tables
    await database.transaction(async (tx) => {
      await tx.insert(users).values(user)
      await tx
        .insert(roleAssignments)
        .values({ id: 'asg_1', userId: user.id, roleId: 'role_admin', organizationId: null, createdAt: now })
    })
    const error = await failure(
      database.transaction(async (tx) => {
        await tx.delete(roles).where(eq(roles.id, 'role_admin'))
      })
    )
    assert.deepEqual(explained(error), conflict)
    assert.equal(isForeignKeyViolation(error), true)
  })

  it('is a fault of ours when a check or a missing value refuses the row', async (t) => {
    const database = await open(t)
    const { users } = database.tables
    for (const row of [{ age: 151 }, { username: null as unknown as string }]) {
      const error = await failure(
        database.transaction(async (tx) => {
          await tx.insert(users).values({ ...user, ...row })
        })
      )
      assert.deepEqual(explained(error), ours)
      assert.equal(isUniqueViolation(error) || isForeignKeyViolation(error), false)
    }
  })

  it('is a 503 when what it needs stays locked', async (t) => {
    const database = await open(t)
    const { systemValues } = database.tables
    const write = () =>
      database.transaction(async (tx) => {
        await tx.update(systemValues).set({ value: 'x' })
      })
    if (testDialect() === 'sqlite') {
      await holdSqlite(t, sqliteFile(database.url))
      assert.deepEqual(explained(await failure(write())), away)
      return
    }
    await database.transaction(async (tx) => {
      await database.lock(tx.select().from(systemValues))
      assert.deepEqual(explained(await failure(write())), away)
    })
  })

  it('is a 503 once the database is closed', async (t) => {
    const { url } = await createTestDatabase(t)
    const database = await openDatabase({ url })
    const { systemValues } = database.tables
    await database.close()
    await database.close()
    const write = database.transaction(async (tx) => {
      await tx.delete(systemValues)
    })
    assert.deepEqual(explained(await failure(write)), away)
    assert.deepEqual(explained(await failure((async () => database.read.select().from(systemValues))())), away)
  })

  it('is a 503 when the server cannot be reached', async (t) => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const database = await openDatabase({ url: `postgres://nobody:secret@${host}:1/none` })
      t.after(() => database.close())
      const { systemValues } = database.tables
      assert.deepEqual(explained(await failure((async () => database.read.select().from(systemValues))())), away)
      assert.deepEqual(explained(await failure(database.transaction(async () => {}))), away)
    }
  })

  it('is left alone when it is an answer of ours already, and when it is none of the database', () => {
    const answer = notFound('Course')
    assert.equal(explainDatabaseError(answer), answer)
    for (const error of [new Error('x'), new TypeError('y'), 'text', null, undefined, 5, { code: 23505 }]) {
      assert.equal(explainDatabaseError(error), undefined)
    }
  })

  it('never says what the driver said', async (t) => {
    const database = await open(t)
    const { users } = database.tables
    const add = () =>
      database.transaction(async (tx) => {
        await tx.insert(users).values(user)
      })
    await add()
    const answer = explainDatabaseError(await failure(add()))
    assert.ok(answer instanceof AppError)
    assert.doesNotMatch(answer.message, /users|usr_1|insert|constraint|unique/i)
  })

  it('is found however deep it is wrapped', () => {
    const wrapped = new Error('query failed', { cause: new Error('again', { cause: { code: '40001' } }) })
    assert.equal(isRetryable(wrapped), true)
    assert.deepEqual(explained(wrapped), away)
  })
})
