import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { type App, type AppDeps, buildApp } from '../../src/app.js'
import { type Config, loadConfig } from '../../src/config.js'
import { type Database, openDatabase } from '../../src/db/database.js'
import type { Mail } from '../../src/integrations/mail/index.js'
import { type BuiltInRoleKey, builtInRoles } from '../../src/lib/permissions.js'
import { Client } from './client.js'
import { createTestClock, type TestClock } from './clock.js'
import { createTestDatabase } from './database.js'

const emptyClient = fileURLToPath(new URL('web-client', import.meta.url))
export const testPassword = 'kopi-tubruk-di-pagi-hari'

/** Of the test password, for all that this process makes: to hash it takes as long as a small test. */
let passwordHash: string | undefined

export interface TestUser {
  username: string
  /** A built-in role; `admin` on the platform, the others in the organisation. */
  role?: BuiltInRoleKey
  /** The default one when absent. */
  organizationId?: string
}

export interface TestApp extends App {
  database: Database
  databaseUrl: string
  config: Config
  clock: TestClock
  /** What would have been sent. */
  mails: Mail[]
  organizationId: string
  anonymous(): Client
  /** A user who has this built-in role, signed in for real; the same one each time. */
  as(role: BuiltInRoleKey): Promise<Client>
  createUser(user: TestUser): Promise<{ id: string; username: string }>
  /** Signs in by the API. */
  signIn(username: string, password?: string): Promise<Client>
  /** Makes the user and signs in. */
  signInAs(user: TestUser): Promise<Client>
  /** Listens on a free port of the loopback; returns the address. */
  listen(): Promise<string>
}

export interface TestAppOptions {
  env?: Record<string, string>
  /** A second instance over the database of another test app. */
  databaseUrl?: string
  bodyTimes?: AppDeps['bodyTimes']
  /** Instead of a client that is one empty page. */
  webFolder?: string
}

/** The whole app over a fresh copy of a migrated database; all of it is gone when the test ends. */
export async function buildTestApp(t: TestContext, options: TestAppOptions = {}): Promise<TestApp> {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase(t)).url
  const dataDir = await mkdtemp(join(tmpdir(), 'naik-kelas-data-'))
  const config = loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '6',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_READS: '0',
    RATE_LIMIT_WRITES: '0',
    OVERLOAD_DELAY_MS: '0',
    ...options.env
  })
  const clock = createTestClock()
  const mails: Mail[] = []
  const database = await openDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePool,
    refuseNesting: true,
    // No test outlives a loss of power: to wait for the disk at each commit was a third of the time of all of them.
    sqliteSynchronous: 'NORMAL'
  })
  const { bodyTimes, webFolder = emptyClient } = options
  const printMail = (mail: Mail) => mails.push(mail)
  // Tests run the jobs when they want them: by themselves they would, at the full minute, whatever the test is about.
  const product = await buildApp({ config, database, clock, bodyTimes, printMail, webFolder, runsJobs: false })
  closeAfter(t, { app: product.app, database, dataDir })
  await product.app.ready()
  const organizationId = await findDefaultOrganization(database)
  const byRole = new Map<string, Promise<Client>>()
  const hash = passwordHash ?? (await product.passwords.hash(testPassword, 'nobody'))
  passwordHash = hash

  async function createUser({ username, role = 'learner', ...user }: TestUser) {
    return database.transaction(async (tx) => {
      const inOrganization = user.organizationId ?? organizationId
      const row = await product.users.create(tx, { username, organizationId: inOrganization, createdBy: null })
      await product.passwords.save(tx, row.id, hash)
      if (role !== 'learner') {
        const scope = builtInRoles.find(({ key }) => key === role)?.scope
        const place = scope === 'platform' ? null : inOrganization
        await product.roles.assign(tx, { userId: row.id, role, organizationId: place, createdBy: null })
      }
      return row
    })
  }

  async function signIn(username: string, password = testPassword): Promise<Client> {
    const client = new Client(product)
    const { status, body } = await client.post('/api/auth/login', { username, password })
    assert.equal(status, 200, `sign-in of ${username}: ${JSON.stringify(body)}`)
    client.userId = body.user.id
    return client
  }

  async function signInAs(user: TestUser): Promise<Client> {
    await createUser(user)
    return signIn(user.username)
  }

  return {
    ...product,
    database,
    databaseUrl,
    config,
    clock,
    mails,
    organizationId,
    anonymous: () => new Client(product),
    as: (role) => {
      const known = byRole.get(role) ?? signInAs({ username: `a.${role}`, role })
      byRole.set(role, known)
      return known
    },
    createUser,
    signIn,
    signInAs,
    listen: () => product.app.listen({ port: 0, host: '127.0.0.1' })
  }
}

/** Apart, so that the hook holds nothing else: Node keeps the hooks of every test to the end, and an app has 8 MB. */
function closeAfter(t: TestContext, parts: { app: App['app']; database: Database; dataDir: string }): void {
  let open: typeof parts | undefined = parts
  t.after(async () => {
    if (!open) return
    const { app, database, dataDir } = open
    open = undefined
    await app.close()
    await database.close()
    await rm(dataDir, { recursive: true, force: true })
  })
}

async function findDefaultOrganization({ read, tables: { organizations } }: Database): Promise<string> {
  const [row] = await read.select({ id: organizations.id }).from(organizations).where(eq(organizations.isDefault, true))
  assert.ok(row, 'a migrated database has an organisation')
  return row.id
}
