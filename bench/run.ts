import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { type PostgresServer, startPostgresServer } from '../test/support/postgres-server.js'
import type { ArgonRate } from './argon-rate.js'
import type { BareServer } from './bare-server.js'
import type { Bench, Line, Subject } from './bench.js'
import type { LoadClient } from './load-client.js'
import { buildProduct, startProduct } from './product.js'
import { measureLearning } from './rows/learning.js'
import { measureLive, measurePeers } from './rows/live.js'
import { measureProjects } from './rows/projects.js'
import { measureCourses, measureEtag, measureMe } from './rows/reads.js'
import { measureStreams } from './rows/streams.js'
import { measureCreate, measureLogin } from './rows/writes.js'
import { analyzePostgres, seed } from './seed.js'
import { type RowName, readSettings } from './settings.js'
import type { StreamHolder } from './stream-holder.js'
import { renderTable } from './table.js'
import { startWorker } from './worker.js'

/** Whatever happens, it ends. */
const watchdogMs = 25 * 60_000

const rows: { names: RowName[]; measure: (bench: Bench) => Promise<Line[]> }[] = [
  { names: ['me'], measure: measureMe },
  { names: ['courses'], measure: measureCourses },
  { names: ['etag'], measure: measureEtag },
  { names: ['create'], measure: measureCreate },
  { names: ['login'], measure: measureLogin },
  { names: ['idle', 'one', 'all'], measure: measureStreams },
  { names: ['outline', 'progress', 'search', 'learners'], measure: measureLearning },
  { names: ['claim', 'queue', 'gradebook'], measure: measureProjects },
  { names: ['live', 'storm'], measure: measureLive },
  { names: ['peers'], measure: measurePeers }
]
const comparedOnPostgres: RowName[] = ['me', 'courses', 'etag', 'live']

const settings = readSettings(process.argv.slice(2))
const startedAt = performance.now()
const directory = mkdtempSync(join(tmpdir(), 'naik-kelas-bench-'))
process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 10 }))
// The exit handlers end the children.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
setTimeout(() => fail(new Error('the bench took too long')), watchdogMs).unref()

let postgresServer: PostgresServer | undefined
try {
  const lines = await measure()
  console.log(`${describeMachine()}\n\n${renderTable(lines)}`)
  await postgresServer?.stop()
  process.exit(0)
} catch (error) {
  fail(error)
}

async function measure(): Promise<Line[]> {
  const { build, profileTo, size } = settings
  if (build) say('building')
  if (build) buildProduct()
  const databaseUrl = `sqlite:${join(directory, 'naik-kelas.db')}`
  const start = (url: string, env: Record<string, string> = {}) =>
    startProduct({ databaseUrl: url, directory, profileTo, env })
  say(`seeding ${size.users} users, ${size.courses} courses, ${size.users * 10} notifications`)
  const seeded = await seed(databaseUrl, size)
  const [bare, load, pacer, argon, holder] = await Promise.all([
    startWorker<BareServer>('./bare-server.ts'),
    startWorker<LoadClient>('./load-client.ts'),
    startWorker<LoadClient>('./load-client.ts'),
    startWorker<ArgonRate>('./argon-rate.ts'),
    startWorker<StreamHolder>('./stream-holder.ts')
  ])
  const sqlite: Subject = { databaseUrl, seeded, product: await start(databaseUrl) }
  const isPostgresWanted = settings.postgres && comparedOnPostgres.some((name) => settings.only.has(name))
  const bench: Bench = {
    settings,
    directory,
    bare: { pid: bare.pid, port: await bare.call('port', null) },
    sqlite,
    postgres: isPostgresWanted ? await startOnPostgres(start) : undefined,
    load,
    pacer,
    argon,
    holder,
    async restart(env) {
      await sqlite.product.stop()
      sqlite.product = await start(databaseUrl, env)
      return sqlite.product
    },
    start,
    say
  }
  const lines: Line[] = []
  for (const { names, measure } of rows) {
    const wanted = names.filter((name) => settings.only.has(name))
    if (wanted.length === 0) continue
    say(wanted.join(', '))
    lines.push(...(await measure(bench)))
    if (names.includes('etag')) await bench.postgres?.product.stop()
  }
  await sqlite.product.stop()
  return lines
}

/** A server of its own with the settings it ships with: the tests' lose data when the machine does. */
async function startOnPostgres(start: (url: string) => Promise<Subject['product']>): Promise<Subject> {
  say('seeding the same on PostgreSQL')
  postgresServer = await startPostgresServer({ fsync: 'on', full_page_writes: 'on', autovacuum: 'on' })
  await postgresServer.createDatabase('bench')
  const url = postgresServer.url('bench')
  const seeded = await seed(url, settings.size)
  await analyzePostgres(url)
  return { databaseUrl: url, seeded, product: await start(url) }
}

function describeMachine(): string {
  const [cpu] = cpus()
  const date = new Date().toISOString().slice(0, 10)
  return `${date}, Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}, load and servers on the same machine`
}

function say(text: string): void {
  console.error(`[${((performance.now() - startedAt) / 1000).toFixed(0).padStart(4)} s] ${text}`)
}

/** A failed statement of the seed names all of its values. */
function fail(error: unknown): never {
  console.error(inspect(error, { maxArrayLength: 5, maxStringLength: 2_000 }).slice(0, 10_000))
  process.exit(1)
}
