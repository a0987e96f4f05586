import type { Config } from './config.js'
import type { Database } from './db/database.js'
import type { Mailer } from './integrations/mail/index.js'
import { createWebhookClient } from './integrations/webhooks/index.js'
import type { Clock } from './lib/clock.js'
import { createAuditModule } from './modules/audit/index.js'
import { createEventsModule, eventCatalogue } from './modules/events/index.js'
import { createMailsModule } from './modules/mails/index.js'
import { createNotificationsModule } from './modules/notifications/index.js'
import { createPreferencesModule, type PreferencesModuleDeps } from './modules/preferences/index.js'
import { createWebhooksModule, type WebhooksModuleDeps } from './modules/webhooks/index.js'
import { version } from './version.js'

export interface TellingDeps {
  config: Config
  database: Database
  clock: Clock
  serverUrl: string
  mailer: Mailer
  /** How long it took, in seconds, from a wake of a stream until what it led to was written. */
  onWritten: (seconds: number) => void
  onError: (error: unknown) => void
}

/** What is needed of modules that are made later. */
type Later = Pick<PreferencesModuleDeps, 'courses'> & Pick<WebhooksModuleDeps, 'organizations'>

/** The modules through which the others tell of what they do: to people, to other systems, and to the audit. */
export async function createTelling(deps: TellingDeps, later: Later) {
  const { config, database, clock, serverUrl, mailer, onWritten, onError } = deps
  const audit = createAuditModule({ database, clock })
  const base = { database, clock, audit }
  const notifications = await createNotificationsModule({
    ...base,
    pollMs: config.streams.pollMs,
    waits: config.streams,
    onWritten,
    onError
  })
  const preferences = createPreferencesModule({
    ...base,
    catalogue: eventCatalogue,
    courses: later.courses,
    // Made below, and called only when something is due.
    deliverHeld: (...held) => events.deliverHeld(...held),
    queueEvent: (...mail) => mails.queueEvent(...mail),
    queueDigest: (...digest) => mails.queueDigest(...digest),
    onError
  })
  const mails = await createMailsModule({
    ...base,
    mailer,
    serverUrl,
    audit,
    catalogue: eventCatalogue,
    setMail: preferences.setMail,
    onError
  })
  const webhooks = createWebhooksModule({
    ...base,
    catalogue: eventCatalogue,
    client: createWebhookClient({
      allowPrivate: config.webhooks.allowPrivate,
      requireTls: config.production,
      userAgent: `Naik-Kelas/${version}`
    }),
    organizations: later.organizations,
    // Made below, too.
    emit: (...happened) => events.emit(...happened),
    onError
  })
  const events = createEventsModule({ ...base, notifications, preferences, mails, webhooks, onError })
  return { audit, notifications, preferences, mails, webhooks, events }
}
