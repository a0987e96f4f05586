import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { dialectOf, isDatabaseUrl, sqliteFile } from './db/dialect.js'
import { isTimeZone } from './lib/calendar.js'
import { languages } from './lib/languages.js'

const port = Type.Integer({ minimum: 0, maximum: 65_535 })
const perMinute = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const seconds = (minimum: number, maximum: number, value: number) => Type.Integer({ minimum, maximum, default: value })

/** Every variable that the product reads; `.env.example` lists the same, and a test compares the two. */
export const environmentSchema = Type.Object({
  NODE_ENV: Type.Enum(['development', 'production', 'test'], { default: 'development' }),
  PORT: Type.Integer({ ...port, default: 3000 }),
  HOST: Type.Optional(Type.String({ minLength: 1 })),
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://[^/?#\\s]+/?$' })),
  TRUST_PROXY: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*$' })),
  CORS_ORIGINS: Type.Optional(Type.String({ pattern: '^https?://[^/?#\\s,*]+(,https?://[^/?#\\s,*]+)*$' })),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
  DATABASE_URL: Type.Optional(Type.String({ minLength: 1 })),
  DATABASE_POOL: Type.Integer({ minimum: 2, maximum: 200, default: 10 }),
  SQLITE_SYNCHRONOUS: Type.Enum(['FULL', 'NORMAL'], { default: 'FULL' }),
  DATA_DIR: Type.String({ minLength: 1, default: './data' }),
  FILE_MAX_BYTES: Type.Integer({ minimum: 1_024, maximum: 10_737_418_240, default: 26_214_400 }),
  FILE_QUOTA_BYTES: Type.Integer({ minimum: 0, maximum: 1_125_899_906_842_624, default: 10_737_418_240 }),
  SEED_DEMO: Type.Optional(Type.Boolean()),
  ADMIN_USERNAME: Type.Optional(Type.String({ minLength: 1 })),
  ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 1 })),
  ALLOW_REGISTRATION: Type.Boolean({ default: true }),
  DEFAULT_LANGUAGE: Type.Enum([...languages], { default: 'en' }),
  DEFAULT_TIME_ZONE: Type.String({ minLength: 1, maxLength: 64, default: 'Asia/Jakarta' }),
  SESSION_LEARNER_IDLE_SECONDS: seconds(60, 34_560_000, 2_592_000),
  SESSION_LEARNER_MAX_SECONDS: seconds(60, 34_560_000, 7_776_000),
  SESSION_STAFF_IDLE_SECONDS: seconds(60, 34_560_000, 43_200),
  SESSION_STAFF_MAX_SECONDS: seconds(60, 34_560_000, 604_800),
  REVIEW_CLAIMS_MAX: Type.Integer({ minimum: 0, maximum: 1_000, default: 10 }),
  RATE_LIMIT_READS: Type.Integer({ ...perMinute, default: 600 }),
  RATE_LIMIT_WRITES: Type.Integer({ ...perMinute, default: 120 }),
  OVERLOAD_DELAY_MS: Type.Integer({ minimum: 0, maximum: 60_000, default: 1_000 }),
  STREAM_POLL_SECONDS: seconds(1, 300, 8),
  STREAM_HEARTBEAT_SECONDS: seconds(1, 300, 25),
  STREAMS_PER_USER: Type.Integer({ minimum: 1, maximum: 1_000, default: 5 }),
  STREAM_OPENS_PER_SECOND: Type.Integer({ minimum: 0, maximum: 100_000, default: 500 }),
  STREAMS_MAX: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  METRICS_TOKEN: Type.Optional(Type.String({ minLength: 16, maxLength: 500, pattern: '^\\S+$' })),
  WEBHOOK_ALLOW_PRIVATE: Type.Boolean({ default: false }),
  SMTP_URL: Type.Optional(Type.String({ pattern: '^smtps?://' })),
  MAIL_FROM: Type.String({ minLength: 3, default: 'Naik Kelas <naik-kelas@localhost>' })
})

type Environment = Static<typeof environmentSchema>

export type Config = ReturnType<typeof toConfig>

/** What is wrong with the environment, all of it, by the names of the variables; their values are never said. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`The environment is not right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/** @throws ConfigError */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const named = Object.fromEntries(
    Object.entries(environmentSchema.properties).flatMap(([name, schema]) =>
      env[name] ? [[name, fromText(env[name], 'type' in schema ? schema.type : 'string')]] : []
    )
  )
  const environment = Value.Default(environmentSchema, named) as Environment
  const faults = Value.Errors(environmentSchema, environment).map(
    ({ instancePath, keyword, params, message }) =>
      `${instancePath.slice(1)} ${keyword === 'enum' ? `must be one of ${params.allowedValues.join(', ')}` : message}`
  )
  const all = new Set([...faults, ...checkTogether(environment)])
  if (all.size > 0) throw new ConfigError([...all])
  return toConfig(environment)
}

/** Only what is written as a number or a boolean becomes one: `PORT=true` is not port 1. */
function fromText(text: string, type: unknown): string | number | boolean {
  const value = text.trim()
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value)
  if (type === 'boolean' && /^(true|1|false|0)$/i.test(value)) return /^(true|1)$/i.test(value)
  return text
}

/** The rules that no schema can say; each value may still be one that the schema has refused. */
function checkTogether(env: Environment): string[] {
  const faults: string[] = []
  const production = env.NODE_ENV === 'production'
  if (env.DATABASE_URL && !isDatabaseUrl(env.DATABASE_URL)) {
    faults.push(
      'DATABASE_URL must be a file path, sqlite:path or postgres://user:password@host/database, percent-encoded'
    )
  }
  if (production && env.PUBLIC_URL?.startsWith('http://')) {
    faults.push('PUBLIC_URL must be https in production: the session cookie is sent over HTTPS alone')
  }
  if (production && env.SMTP_URL && !env.PUBLIC_URL) {
    faults.push('PUBLIC_URL must be set when SMTP_URL is: the links in mails lead there')
  }
  if (production && env.SEED_DEMO) faults.push('SEED_DEMO must not be set in production: everybody knows its passwords')
  if (!isTimeZone(env.DEFAULT_TIME_ZONE)) faults.push('DEFAULT_TIME_ZONE must be the name of a time zone: Asia/Jakarta')
  if (!env.ADMIN_USERNAME !== !env.ADMIN_PASSWORD) {
    faults.push('ADMIN_USERNAME and ADMIN_PASSWORD must be set together')
  }
  if (env.SESSION_LEARNER_IDLE_SECONDS > env.SESSION_LEARNER_MAX_SECONDS) {
    faults.push('SESSION_LEARNER_IDLE_SECONDS must not be more than SESSION_LEARNER_MAX_SECONDS')
  }
  if (env.SESSION_STAFF_IDLE_SECONDS > env.SESSION_STAFF_MAX_SECONDS) {
    faults.push('SESSION_STAFF_IDLE_SECONDS must not be more than SESSION_STAFF_MAX_SECONDS')
  }
  return faults
}

function toConfig(env: Environment) {
  const production = env.NODE_ENV === 'production'
  const url = env.DATABASE_URL ?? join(env.DATA_DIR, 'naik-kelas.db')
  return Object.freeze({
    production,
    port: env.PORT,
    host: env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    /** Without a slash at its end. Undefined: not told, links are made for the address that we listen at. */
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, ''),
    trustProxy: env.TRUST_PROXY?.split(',') ?? false,
    corsOrigins: env.CORS_ORIGINS?.split(',') ?? [],
    logLevel: env.LOG_LEVEL,
    databaseUrl: dialectOf(url) === 'sqlite' ? `sqlite:${sqliteFile(url)}` : url,
    databasePool: env.DATABASE_POOL,
    sqliteSynchronous: env.SQLITE_SYNCHRONOUS,
    dataDir: env.DATA_DIR,
    files: Object.freeze({ maxBytes: env.FILE_MAX_BYTES, quotaBytes: env.FILE_QUOTA_BYTES }),
    seedDemo: env.SEED_DEMO ?? !production,
    admin:
      env.ADMIN_USERNAME && env.ADMIN_PASSWORD
        ? { username: env.ADMIN_USERNAME, password: env.ADMIN_PASSWORD }
        : undefined,
    allowRegistration: env.ALLOW_REGISTRATION,
    newUsers: Object.freeze({ language: env.DEFAULT_LANGUAGE, timeZone: env.DEFAULT_TIME_ZONE }),
    sessions: Object.freeze({
      learner: { idleMs: env.SESSION_LEARNER_IDLE_SECONDS * 1000, maxMs: env.SESSION_LEARNER_MAX_SECONDS * 1000 },
      staff: { idleMs: env.SESSION_STAFF_IDLE_SECONDS * 1000, maxMs: env.SESSION_STAFF_MAX_SECONDS * 1000 }
    }),
    reviewClaimsMax: env.REVIEW_CLAIMS_MAX,
    rateLimit: Object.freeze({ reads: env.RATE_LIMIT_READS, writes: env.RATE_LIMIT_WRITES }),
    overloadDelayMs: env.OVERLOAD_DELAY_MS,
    streams: Object.freeze({
      pollMs: env.STREAM_POLL_SECONDS * 1000,
      heartbeatMs: env.STREAM_HEARTBEAT_SECONDS * 1000,
      perUser: env.STREAMS_PER_USER,
      opensPerSecond: env.STREAM_OPENS_PER_SECOND,
      /** Undefined: as many as the process's file limit leaves room for. */
      max: env.STREAMS_MAX
    }),
    metricsToken: env.METRICS_TOKEN,
    webhooks: Object.freeze({ allowPrivate: env.WEBHOOK_ALLOW_PRIVATE }),
    mail: Object.freeze({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM })
  })
}
