// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { ConfigError, environmentSchema, loadConfig } from '../src/config.js'
import { dialectOf, sqliteFile } from '../src/db/dialect.js'

type Env = Record<string, string>

function faultsOf(env: Env): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults
  }
  return []
}

/** The names of the variables that the faults begin with. */
function named(env: Env): string[] {
  return faultsOf(env).map((fault) => fault.split(' ')[0] ?? '')
}

describe('.env.example', () => {
  const text = readFileSync(fileURLToPath(new URL('../.env.example', import.meta.url)), 'utf8')

  it('lists the variables that the product reads, and no others, each once', () => {
    const names = [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    assert.deepEqual(names.toSorted(), Object.keys(environmentSchema.properties).toSorted())
  })

  it('works as it stands and says what holds without it', () => {
    assert.deepEqual(loadConfig(parseEnv(text) as Env), loadConfig({}))
  })
})

describe('the environment', () => {
  it('may be empty, and what it gives cannot be changed', () => {
    const config = loadConfig({ UNKNOWN: 'x' })
    assert.equal(config.port, 3000)
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.production, false)
    assert.equal(config.seedDemo, true)
    assert.equal(config.admin, undefined)
    assert.equal(config.databaseUrl, `sqlite:${join('data', 'naik-kelas.db')}`)
    assert.equal(config.sqliteSynchronous, 'FULL')
    for (const part of [config, config.sessions, config.rateLimit, config.streams, config.mail]) {
      assert.ok(Object.isFrozen(part))
    }
  })

  it('takes an empty value for none', () => {
    const empty = Object.fromEntries(Object.keys(environmentSchema.properties).map((name) => [name, '']))
    assert.deepEqual(loadConfig(empty), loadConfig({}))
  })

  const good: [
    name: string,
    value: string,
    read: (config: ReturnType<typeof loadConfig>) => unknown,
    wanted: unknown
  ][] = [
    ['PORT', '0', ({ port }) => port, 0],
    ['PORT', ' 8080 ', ({ port }) => port, 8080],
    ['ALLOW_REGISTRATION', 'false', ({ allowRegistration }) => allowRegistration, false],
    ['ALLOW_REGISTRATION', '0', ({ allowRegistration }) => allowRegistration, false],
    ['ALLOW_REGISTRATION', 'TRUE', ({ allowRegistration }) => allowRegistration, true],
    ['SEED_DEMO', 'false', ({ seedDemo }) => seedDemo, false],
    ['RATE_LIMIT_READS', '0', ({ rateLimit }) => rateLimit.reads, 0],
    ['STREAM_POLL_SECONDS', '2', ({ streams }) => streams.pollMs, 2_000],
    ['PUBLIC_URL', 'https://belajar.id/', ({ publicUrl }) => publicUrl, 'https://belajar.id'],
    ['PUBLIC_URL', 'http://localhost:3000', ({ publicUrl }) => publicUrl, 'http://localhost:3000'],
    ['TRUST_PROXY', '10.0.0.0/8,::1', ({ trustProxy }) => trustProxy, ['10.0.0.0/8', '::1']],
    ['CORS_ORIGINS', 'https://a.id,https://b.id', ({ corsOrigins }) => corsOrigins, ['https://a.id', 'https://b.id']],
    ['DATA_DIR', '/srv/naik', ({ databaseUrl }) => databaseUrl, `sqlite:${join('/srv/naik', 'naik-kelas.db')}`]
  ]
  for (const [name, value, read, wanted] of good) {
    it(`understands ${name}=${value}`, () => assert.deepEqual(read(loadConfig({ [name]: value })), wanted))
  }

  const bad: [name: string, ...values: string[]][] = [
    ['NODE_ENV', 'prod', 'Production'],
    ['PORT', '-1', '65536', 'true', '3000.5', '1e3', '0x10', 'x', '99999999999999999999'],
    ['PUBLIC_URL', 'belajar.id', 'ftp://belajar.id', 'https://belajar.id/app', 'https://belajar.id?x'],
    ['TRUST_PROXY', 'true', 'example.org'],
    ['CORS_ORIGINS', '*', 'https://*.id', 'https://a.id/x', 'https://a.id, https://b.id'],
    ['LOG_LEVEL', 'verbose'],
    ['DATABASE_POOL', '0', '1', '201'],
    ['SQLITE_SYNCHRONOUS', 'OFF'],
    ['ALLOW_REGISTRATION', 'yes', 'no', '2', 'null'],
    ['SEED_DEMO', 'maybe'],
    ['RATE_LIMIT_READS', '-1'],
    ['STREAM_HEARTBEAT_SECONDS', '0', '301'],
    ['STREAMS_MAX', '0'],
    ['SMTP_URL', 'mail.example.org', 'http://mail.example.org'],
    ['MAIL_FROM', 'x']
  ]
  for (const [name, ...values] of bad) {
    for (const value of values) it(`refuses ${name}=${value}`, () => assert.deepEqual(named({ [name]: value }), [name]))
  }

  it('is told all its faults at once, by name', () => {
    const faults = named({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      SMTP_URL: 'x',
      DATABASE_URL: 'mysql://root@db/x',
      ADMIN_USERNAME: 'ani',
      SESSION_STAFF_IDLE_SECONDS: '1000',
      SESSION_STAFF_MAX_SECONDS: '100'
    })
    const wanted = ['ADMIN_USERNAME', 'DATABASE_URL', 'LOG_LEVEL', 'PORT', 'SESSION_STAFF_IDLE_SECONDS', 'SMTP_URL']
    assert.deepEqual(faults.toSorted(), wanted)
  })

  it('never has its values said', () => {
    const secret = 'gEhEiM-42'
    const names = Object.keys(environmentSchema.properties)
    const environments: Env[] = [
      Object.fromEntries(names.map((name) => [name, `${secret}${name}`])),
      { SMTP_URL: `https://u:${secret}@mail`, ADMIN_PASSWORD: secret, DATABASE_URL: `mysql://root:${secret}@db/x` },
      { DATABASE_URL: `postgres://u:${secret}#x@db:1/x` },
      { ADMIN_PASSWORD: secret, NODE_ENV: 'production', SMTP_URL: `smtp://u:${secret}@mail`, PORT: secret },
      { PUBLIC_URL: `http://${secret}.example`, NODE_ENV: 'production' }
    ]
    for (const env of environments) {
      assert.notEqual(faultsOf(env).length, 0)
      try {
        loadConfig(env)
      } catch (error) {
        for (const text of [
          String(error),
          (error as Error).stack,
          JSON.stringify(error),
          String((error as Error).cause)
        ]) {
          assert.doesNotMatch(text ?? '', /gEhEiM/)
        }
      }
    }
  })

  it('must not contradict itself', () => {
    assert.deepEqual(named({ ADMIN_USERNAME: 'ani' }), ['ADMIN_USERNAME'])
    assert.deepEqual(named({ ADMIN_PASSWORD: 'x' }), ['ADMIN_USERNAME'])
    assert.deepEqual(loadConfig({ ADMIN_USERNAME: 'ani', ADMIN_PASSWORD: 'x' }).admin, {
      username: 'ani',
      password: 'x'
    })
    for (const kind of ['LEARNER', 'STAFF']) {
      const env = { [`SESSION_${kind}_IDLE_SECONDS`]: '601', [`SESSION_${kind}_MAX_SECONDS`]: '600' }
      assert.deepEqual(named(env), [`SESSION_${kind}_IDLE_SECONDS`])
    }
  })
})

describe('production', () => {
  const production = (env: Env = {}) => ({ NODE_ENV: 'production', ...env })

  it('listens at every address and has no demo', () => {
    const config = loadConfig(production())
    assert.equal(config.production, true)
    assert.equal(config.host, '0.0.0.0')
    assert.equal(config.seedDemo, false)
    assert.equal(loadConfig(production({ HOST: '127.0.0.1' })).host, '127.0.0.1')
  })

  it('refuses what would not be safe there', () => {
    assert.deepEqual(named(production({ PUBLIC_URL: 'http://belajar.id' })), ['PUBLIC_URL'])
    assert.deepEqual(named(production({ SEED_DEMO: 'true' })), ['SEED_DEMO'])
    assert.deepEqual(named(production({ SMTP_URL: 'smtp://mail' })), ['PUBLIC_URL'])
    assert.deepEqual(named(production({ SMTP_URL: 'smtp://mail', PUBLIC_URL: 'https://belajar.id' })), [])
    assert.deepEqual(named(production({ SEED_DEMO: 'false' })), [])
  })
})

describe('DATABASE_URL', () => {
  const forms: [url: string, databaseUrl: string][] = [
    ['data/x.db', 'sqlite:data/x.db'],
    ['/srv/x.db', 'sqlite:/srv/x.db'],
    ['C:\\data\\x.db', 'sqlite:C:\\data\\x.db'],
    ['sqlite:data/x.db', 'sqlite:data/x.db'],
    ['sqlite://data/x.db', 'sqlite:data/x.db'],
    ['sqlite:/srv/x.db', 'sqlite:/srv/x.db'],
    ['sqlite:///srv/x.db', 'sqlite:/srv/x.db'],
    ['SQLite:x.db', 'sqlite:x.db'],
    ['postgres://u:p@db:5432/x?sslmode=require', 'postgres://u:p@db:5432/x?sslmode=require'],
    ['postgresql://db/x', 'postgresql://db/x']
  ]
  for (const [url, databaseUrl] of forms) {
    it(`may be ${url}`, () => {
      const found = loadConfig({ DATABASE_URL: url }).databaseUrl
      assert.equal(found, databaseUrl)
      assert.equal(dialectOf(found), /^postgres/.test(url) ? 'postgresql' : 'sqlite')
      if (dialectOf(found) === 'sqlite') assert.equal(`sqlite:${sqliteFile(found)}`, found)
    })
  }

  for (const url of [
    'sqlite:',
    'sqlite://',
    ':memory:',
    'sqlite::memory:',
    'mysql://root@db/x',
    'file:x.db',
    'http://db/x',
    'postgres:x',
    'postgres://u:p#q@db/x'
  ]) {
    it(`must not be ${url}`, () => assert.deepEqual(named({ DATABASE_URL: url }), ['DATABASE_URL']))
  }
})
