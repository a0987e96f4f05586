import { randomBytes } from 'node:crypto'
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { migrateDatabase } from '../../src/db/migrate.js'

export type TestDialect = 'sqlite' | 'postgres'

export interface TestDatabase {
  url: string
  dialect: TestDialect
}

/** A migrated database, made once; each test gets a copy. `env` is how the processes of the tests find it. */
export interface DatabaseTemplate {
  env: Record<string, string>
  remove(): Promise<void>
}

/** A fresh, migrated database for one test. */
export function createTestDatabase(t: TestContext): Promise<TestDatabase> {
  return createDatabase(t, 'copy')
}

/** A database with nothing in it, for tests of the migrations themselves. */
export function createEmptyDatabase(t: TestContext): Promise<TestDatabase> {
  return createDatabase(t, 'empty')
}

/** Which database this process tests. */
export function testDialect(): TestDialect {
  const dialect = process.env.TEST_DATABASE ?? 'sqlite'
  if (dialect !== 'sqlite' && dialect !== 'postgres') throw new Error(`TEST_DATABASE is "${dialect}"`)
  return dialect
}

export function prepareTemplate(dialect: TestDialect): Promise<DatabaseTemplate> {
  return dialect === 'sqlite' ? prepareSqlite() : preparePostgres()
}

async function createDatabase(t: TestContext, kind: 'copy' | 'empty'): Promise<TestDatabase> {
  const dialect = testDialect()
  const template = await findTemplate(dialect)
  const database = dialect === 'sqlite' ? createSqlite(template, kind) : await createPostgres(template, kind)
  // Hooks run in the order they were registered: this one steps behind those of the test, so that its app closes first.
  t.after(() => t.after(database.remove))
  return { url: database.url, dialect }
}

let ownTemplate: Promise<DatabaseTemplate> | undefined

/** The runner's, or one of this process, when a test file is run by itself. */
async function findTemplate(dialect: TestDialect): Promise<string> {
  if (!process.env.TEST_DATABASE_TEMPLATE) {
    ownTemplate ??= prepareTemplate(dialect)
    const { env, remove } = await ownTemplate
    Object.assign(process.env, env)
    process.once('beforeExit', () => void remove())
  }
  return process.env.TEST_DATABASE_TEMPLATE ?? ''
}

async function prepareSqlite(): Promise<DatabaseTemplate> {
  const directory = mkdtempSync(join(tmpdir(), 'naik-kelas-sqlite-'))
  const remove = () => rmSync(directory, { recursive: true, force: true, maxRetries: 10 })
  process.once('exit', remove)
  const template = join(directory, 'template.db')
  await migrateDatabase(`sqlite:${template}`)
  if (existsSync(`${template}-wal`))
    throw new Error('migrateDatabase left the template open: a copy would lack its log')
  return {
    env: { TEST_DATABASE: 'sqlite', TEST_DATABASE_TEMPLATE: template },
    remove: async () => remove()
  }
}

async function preparePostgres(): Promise<DatabaseTemplate> {
  const { connectPostgres, startPostgresServer } = await import('./postgres-server.js')
  const url = process.env.TEST_POSTGRES_URL
  const server = url ? undefined : await startPostgresServer()
  const databases = server ?? connectPostgres(url ?? '')
  const template = uniqueName('template')
  const remove = () => (server ? server.stop() : databases.dropDatabase(template))
  try {
    await databases.createDatabase(template)
    await migrateDatabase(databases.url(template))
    await databases.sealDatabase(template)
  } catch (error) {
    await remove().catch(() => {})
    throw error
  }
  const serverUrl = url ?? databases.url('postgres')
  return {
    env: { TEST_DATABASE: 'postgres', TEST_DATABASE_TEMPLATE: template, TEST_POSTGRES_URL: serverUrl },
    remove
  }
}

function createSqlite(template: string, kind: 'copy' | 'empty') {
  const directory = mkdtempSync(join(dirname(template), 'test-'))
  const file = join(directory, 'naik-kelas.db')
  if (kind === 'copy') copyFileSync(template, file, constants.COPYFILE_FICLONE)
  return { url: `sqlite:${file}`, remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 10 }) }
}

async function createPostgres(template: string, kind: 'copy' | 'empty') {
  const { connectPostgres } = await import('./postgres-server.js')
  const databases = connectPostgres(process.env.TEST_POSTGRES_URL ?? '')
  const name = uniqueName('test')
  await databases.createDatabase(name, kind === 'copy' ? template : undefined)
  return { url: databases.url(name), remove: () => databases.dropDatabase(name) }
}

function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(8).toString('hex')}`
}
