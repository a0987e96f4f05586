import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Config } from './config.js'
import type { DataSet } from './db/data-set.js'
import type { Database } from './db/database.js'
import { explainDatabaseError } from './db/errors.js'
import { createFeatures } from './features.js'
import { registerAccess } from './http/access.js'
import { type BodyTimes, registerBodyTime } from './http/body-time.js'
import { registerCompression } from './http/compression.js'
import { registerCsrf } from './http/csrf.js'
import { registerErrorHandler } from './http/error-handler.js'
import { registerHealth } from './http/health.js'
import { registerJsonBody } from './http/json-body.js'
import { createMetrics } from './http/metrics.js'
import { registerOpenapi } from './http/openapi.js'
import { registerPrincipal } from './http/principal.js'
import {
  registerCors,
  registerRateLimit,
  registerSecurityHeaders,
  registerUnderPressure,
  securityHeaders
} from './http/protection.js'
import { registerRequestContext } from './http/request-context.js'
import { registerRequestLog } from './http/request-log.js'
import { registerSerialization } from './http/serialization.js'
import { createServer } from './http/server.js'
import { registerSse } from './http/sse.js'
import { registerSseAdmission } from './http/sse-admission.js'
import { registerValidation } from './http/validation.js'
import { registerWebClient } from './http/web-client.js'
import { createMailer, type Mail } from './integrations/mail/index.js'
import { createScheduler } from './jobs/scheduler.js'
import { type Clock, minuteMs, systemClock } from './lib/clock.js'
import { metricSources } from './metric-sources.js'
import { version } from './version.js'

export interface AppDeps {
  config: Config
  database: Database
  /** Noted as it goes, so that a restored backup is known by its age. */
  dataSet?: DataSet
  clock?: Clock
  /** Nothing is logged without one. */
  logger?: FastifyBaseLogger
  /** Instead of the configured mail server. */
  printMail?: (mail: Mail) => void
  /** Instead of those of `http/body-time.ts`. */
  bodyTimes?: Partial<BodyTimes> | undefined
  /** Whether the jobs run by themselves; the answer has them in any case. */
  runsJobs?: boolean
  /** Where the files of the web client are, instead of where they are built. */
  webFolder?: string | undefined
  /** Files that the process may have open: the streams stay below. */
  fileLimit?: number | undefined
}

export type App = Awaited<ReturnType<typeof buildApp>>

/** The whole product over an open, migrated database; not yet listening. Closing the app closes all but the database. */
export async function buildApp({ config, database, clock = systemClock, ...deps }: AppDeps) {
  const https = config.publicUrl?.startsWith('https:') ?? config.production
  const headers = securityHeaders(https)
  const app = createServer({ trustProxy: config.trustProxy, headers, logger: deps.logger })
  const serverUrl = config.publicUrl ?? `http://localhost:${config.port}`
  const onError = (error: unknown) => app.log.error({ err: error }, 'work in the background failed')
  const mailer = createMailer({ ...config.mail, printMail: deps.printMail ?? printMailTo(app, config) })

  const metrics = createMetrics()
  const features = await createFeatures({
    config,
    database,
    clock,
    https,
    serverUrl,
    mailer,
    onWritten: metrics.observeWake,
    onError
  })
  const { auth, sessions, notifications, users, roles, organizations, courses, progress, passwords, certificates } =
    features
  registerErrorHandler(app, explainDatabaseError)
  registerBodyTime(app, deps.bodyTimes)
  registerJsonBody(app)
  registerValidation(app)
  registerSerialization(app)
  if (config.logLevel === 'debug' || config.logLevel === 'trace') registerRequestLog(app)
  registerSecurityHeaders(app, headers)
  registerCompression(app)
  await registerCors(app, config.corsOrigins)
  await registerUnderPressure(app, config.overloadDelayMs)
  registerSseAdmission(app, config.streams.opensPerSecond)
  await registerPrincipal(app, { cookieName: sessions.cookieName, findPrincipal: sessions.findPrincipal })
  registerRequestContext(app)
  await registerRateLimit(app, config.rateLimit)
  registerCsrf(app, {
    publicOrigin: config.publicUrl,
    trustedOrigins: config.corsOrigins,
    production: config.production
  })
  const routes = registerAccess(app)
  const streams = await registerSse(app, {
    heartbeatMs: config.streams.heartbeatMs,
    maxPerOwner: config.streams.perUser,
    maxStreams: config.streams.max ?? streamsWithin(deps.fileLimit)
  })
  await registerOpenapi(app, { publicUrl: config.publicUrl, cookieName: sessions.cookieName, version })

  registerHealth(app, () => canRead(database))
  metrics.register(app, {
    token: config.metricsToken,
    sources: metricSources({ clock, database, streams, ...features })
  })
  const parts = features.inOrder(streams)
  for (const schema of parts.flatMap(({ schemas }) => schemas)) app.addSchema(schema)
  for (const { routes } of parts) await app.register(routes, { prefix: '/api' })
  await app.register(auth.publishedForms)
  await app.register(certificates.pages)
  registerWebClient(app, deps.webFolder)

  const { dataSet } = deps
  const noting = dataSet ? [{ name: 'note-place', everyMs: minuteMs, run: dataSet.note }] : []
  const jobs = [...parts.flatMap((part) => part.jobs ?? []), ...noting]
  const scheduler = createScheduler({
    database,
    clock,
    jobs,
    onError: (job, error) => app.log.error({ err: error, job }, 'a scheduled job failed')
  })

  const workers = parts.flatMap((part) => part.worker ?? [])
  /** One may have woken another that was looked at before. */
  const settled = async () => {
    await auth.idle()
    while (workers.some((worker) => worker.isBusy())) for (const worker of workers) await worker.settled()
  }
  if (deps.runsJobs ?? true) {
    app.addHook('onReady', async () => {
      scheduler.start()
      for (const worker of workers) worker.start()
    })
  }
  app.addHook('onClose', async () => {
    await scheduler.stop()
    for (const worker of workers) await worker.close()
    await auth.idle()
    await notifications.close()
    mailer.close()
  })
  return {
    app,
    routes,
    /** When what has happened is told: nothing waits in a worker. */
    settled,
    /** Lets the workers look for what is due by now, as they do by themselves every so often. */
    look: () => {
      for (const worker of workers) worker.kick()
      return settled()
    },
    jobs,
    streams,
    events: features.events,
    setup: auth.setup,
    users,
    roles,
    organizations,
    courses,
    progress,
    passwords,
    audit: features.audit,
    serverUrl
  }
}

/** A stream is an open file; at the limit of the process new clients hang without an error. */
function streamsWithin(fileLimit = 1_024): number {
  return Math.max(100, Math.min(50_000, Math.floor(fileLimit * 0.9) - 200))
}

async function canRead({ read, tables }: Database): Promise<boolean> {
  try {
    await read.select({ key: tables.systemValues.key }).from(tables.systemValues).limit(1)
    return true
  } catch {
    return false
  }
}

/** Outside production a mail is read in the log; in production its text, which may hold a token, is not written there. */
function printMailTo(app: FastifyInstance, { production }: Config): (mail: Mail) => void {
  let isSaid = false
  return ({ to, subject, text }) => {
    if (!production) app.log.info(`mail to ${to}\n${subject}\n\n${text}`)
    else if (!isSaid) app.log.warn('mails are kept and not sent: SMTP_URL is not set')
    isSaid = true
  }
}
