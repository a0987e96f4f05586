/**
 * Two instances over one database, cut, killed and started again for the whole time, while people write and read. What was
 * acknowledged stands in a ledger, and the ledger is what every reader must have seen: all of it, each once, in order.
 *
 *   npm run test:chaos     ten minutes of it; `CHAOS_SECONDS` says how long, `CHAOS_SEED` repeats the same mishaps
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrateDatabase } from '../../src/db/migrate.js'
import { createTestDatabase, testDialect } from '../support/database.js'
import { startPostgresServer } from '../support/postgres-server.js'
import { buildProduct, type ProductProcess, startProduct } from '../support/product-process.js'
import { createLedger, type Ledger } from './ledger.js'
import { mishapsOf } from './mishaps.js'
import { createReader, type Reader } from './reader.js'
import { call, type Session, signIn } from './session.js'

const seconds = Number(process.env.CHAOS_SECONDS ?? 20)
const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 31))
const settleWithinMs = 60_000
const mishapsAtLeast = 3
const writesAtLeast = 50
const users = 6
const writers = 3
const password = 'kopi-tubruk-di-pagi-hari'

describe('chaos', () => {
  test(`${seconds} s of it, with the seed ${seed}`, { timeout: (seconds + 240) * 1_000 }, async (t) => {
    const random = createRandom(seed)
    const postgres = testDialect() === 'postgres' ? await ownServer() : undefined
    t.after(() => postgres?.server.stop())
    const databaseUrl = postgres?.url ?? (await createTestDatabase(t)).url
    await buildProduct()
    const env = { DATABASE_URL: databaseUrl, ADMIN_USERNAME: 'admin', ADMIN_PASSWORD: password }
    const instances = await Promise.all([startProduct(t, env), startProduct(t, env)])
    const addresses = instances.map(({ address }) => address)
    const admin = await signIn(addresses[0] ?? '', 'admin', password)
    const sessions = await signUp(addresses[0] ?? '', admin)

    const readers = new Map<Reader, Session>()
    for (const session of sessions) {
      const { body } = await call(addresses[0] ?? '', { path: '/api/notifications', session })
      const position = String(body.streamPosition)
      for (const isPolling of [false, false, true]) {
        readers.set(createReader({ session, addresses, position, isPolling, random }), session)
      }
    }
    const ledger = createLedger()
    const writing = new AbortController()
    const writes = Array.from({ length: writers }, (_, i) =>
      write({ ledger, addresses, admin, sessions, random, name: `W${i}`, signal: writing.signal })
    )

    const mishaps = mishapsOf({ instances, postgres, random })
    const happened: string[] = []
    const endsAt = performance.now() + seconds * 1_000
    while (performance.now() < endsAt || happened.length < mishapsAtLeast) {
      await sleep(random() * 1_000)
      const mishap = mishaps[Math.floor(random() * mishaps.length)]
      assert.ok(mishap)
      happened.push(mishap.name)
      await mishap.happen()
    }
    await Promise.all(instances.map((instance) => instance.start()))
    // Some of it on a whole machine, and however slow the machine is.
    const enough = ledger.acknowledged().length + writesAtLeast
    while (ledger.acknowledged().length < enough) await sleep(50)
    writing.abort()
    await Promise.all(writes)
    await settled(addresses[0] ?? '', { admin, readers })
    for (const reader of readers.keys()) await reader.stop()

    t.diagnostic(`${happened.length} mishaps: ${[...new Set(happened)].join(', ')}`)
    t.diagnostic(`${ledger.acknowledged().length} of ${ledger.attempts()} writes were acknowledged`)
    t.diagnostic(`${[...readers.keys()].reduce((sum, { connections }) => sum + connections, 0)} connections`)
    for (const session of sessions) {
      const listed = await listOf(instances, session)
      assertListed(ledger, session, listed)
      for (const [reader, { userId }] of readers) if (userId === session.userId) assertReceived(reader, listed)
    }
  })
})

interface Listed {
  id: string
  title: string
}

/** The list is the truth of the database: all that was acknowledged, each once, and nothing that nobody sent. */
function assertListed(ledger: Ledger, { userId }: Session, listed: readonly Listed[]): void {
  const ids = new Set(listed.map(({ id }) => id))
  const titles = new Set(listed.map(({ title }) => title))
  assert.equal(ids.size, listed.length, 'a notification is in the list twice')
  assert.equal(titles.size, listed.length, 'what happened once was told twice')
  const lost = ledger.of(userId).filter(({ id }) => !ids.has(id))
  assert.deepEqual(lost, [], 'acknowledged and lost')
  assert.deepEqual(
    listed.filter(({ title }) => !ledger.wasAttempted(title)),
    [],
    'nobody sent this'
  )
}

function assertReceived(reader: Reader, listed: readonly Listed[]): void {
  assert.deepEqual(reader.faults, [])
  assert.deepEqual(
    reader.received,
    listed.map(({ id }) => id).reverse(),
    'a reader has not received all of it, in order'
  )
}

async function ownServer() {
  const server = await startPostgresServer({ fsync: 'on', full_page_writes: 'on' })
  await server.createDatabase('chaos')
  const url = server.url('chaos')
  await migrateDatabase(url)
  return { server, url }
}

async function signUp(address: string, admin: Session): Promise<Session[]> {
  const names = Array.from({ length: users }, (_, i) => `murid${i}`)
  for (const username of names) {
    const made = await call(address, {
      method: 'POST',
      path: '/api/users',
      session: admin,
      body: { username, password }
    })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  }
  return Promise.all(names.map((username) => signIn(address, username, password)))
}

interface Writing {
  ledger: Ledger
  addresses: readonly string[]
  admin: Session
  sessions: readonly Session[]
  random: () => number
  name: string
  signal: AbortSignal
}

/** Writes to one, to some or to all users, at whichever instance answers. What is not answered, nobody knows of. */
async function write({ ledger, addresses, admin, sessions, random, name, signal }: Writing): Promise<void> {
  for (let i = 0; !signal.aborted; i++) {
    const title = `${name}-${i}`
    const userIds = sessions.filter(() => random() < 0.4).map(({ userId }) => userId)
    await sleep(random() * 30)
    if (userIds.length === 0) continue
    ledger.attempt(title)
    try {
      const { status, body } = await call(addresses[Math.floor(random() * addresses.length)] ?? '', {
        method: 'POST',
        path: '/api/notifications',
        session: admin,
        body: { type: 'announcement', title, message: 'Kabar, dengan é dan 🚀.', userIds }
      })
      if (status === 201) ledger.acknowledge({ id: String(body.id), title, userIds })
      else assert.ok(status === 503 || status === 500, `answered ${status}: ${JSON.stringify(body)}`)
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      await sleep(50) // nobody is there
    }
  }
}

/** When all is told and every reader stands where the list of its user ends. */
async function settled(
  address: string,
  { admin, readers }: { admin: Session; readers: ReadonlyMap<Reader, Session> }
): Promise<void> {
  const deadline = performance.now() + settleWithinMs
  const waiting = async (): Promise<string[]> => {
    const pending = await call(address, { path: '/api/events?state=pending', session: admin })
    if (pending.status !== 200 || pending.body.data?.length !== 0) return ['events are not told']
    const behind: string[] = []
    for (const [reader, session] of readers) {
      const { body } = await call(address, { path: '/api/notifications?limit=1', session })
      if (reader.position() !== body.streamPosition) behind.push(`${reader.position()} of ${body.streamPosition}`)
    }
    return behind
  }
  for (;;) {
    const left = await waiting()
    if (left.length === 0) return
    assert.ok(performance.now() < deadline, `readers are behind: ${left.join(', ')}`)
    await sleep(200)
  }
}

async function listOf([instance]: readonly ProductProcess[], session: Session): Promise<Listed[]> {
  const listed: Listed[] = []
  for (let cursor = ''; ; ) {
    const path = `/api/notifications?limit=100${cursor && `&cursor=${cursor}`}`
    const { body } = await call(instance?.address ?? '', { path, session })
    listed.push(...(body.data as Listed[]))
    if (typeof body.nextCursor !== 'string') return listed
    cursor = body.nextCursor
  }
}

/** Mulberry32: the same seed gives the same numbers, though not the same timing. */
function createRandom(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
