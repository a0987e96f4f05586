import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { MailContent } from '../../db/schema/mails.js'
import type { Mailer } from '../../integrations/mail/index.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import type { Language } from '../../lib/languages.js'
import type { Audit } from '../audit/index.js'
import type { EventWords, ToldEvent } from '../events/index.js'
import type { MailRecipient } from '../preferences/index.js'
import { createCompose } from './compose.js'
import { requireUnsubscribeSecret } from './mails.repository.js'
import { mailsRoutes } from './mails.routes.js'
import { mailSchemas } from './mails.schemas.js'
import { createMailsService } from './mails.service.js'
import { createQueue } from './queue.service.js'
import { createSending } from './sending.service.js'
import { unsubscribeRoutes } from './unsubscribe.routes.js'
import { createUnsubscribe, type UnsubscribeDeps } from './unsubscribe.service.js'
import { createUnsubscribeTokens } from './unsubscribe-tokens.js'

export interface MailsModuleDeps {
  database: Database
  clock: Clock
  mailer: Mailer
  serverUrl: string
  audit: Pick<Audit, 'record'>
  catalogue: UnsubscribeDeps['catalogue']
  setMail: UnsubscribeDeps['setMail']
  onError: (error: unknown) => void
}

/** Everything that is written to people's addresses: queued in a transaction, sent after it, each at most once. */
export interface Mails {
  /** One mail for each of them, in their language. Told twice, it is one. */
  queueEvent(
    tx: Tx,
    afterCommit: AfterCommit,
    mail: { event: ToldEvent; words: EventWords; recipients: readonly MailRecipient[] }
  ): Promise<void>
  /** What happened to one user since their last digest, in one mail. */
  queueDigest(
    tx: Tx,
    afterCommit: AfterCommit,
    digest: { recipient: MailRecipient; items: readonly { event: ToldEvent; words: EventWords }[] }
  ): Promise<void>
  /** Any other mail: a new password, say. */
  queue(
    tx: Tx,
    afterCommit: AfterCommit,
    mail: {
      kind: 'password_reset' | 'notice'
      userId: string | null
      to: string
      language: Language
      subject: string
      content: MailContent
      /** Its content is forgotten as soon as it is sent or over. */
      isSecret: boolean
    }
  ): Promise<void>
}

/** The queue, the worker that empties it, what administrators see of it, and the links that end mails. */
export async function createMailsModule(deps: MailsModuleDeps) {
  const { database, serverUrl } = deps
  const tokens = createUnsubscribeTokens(await requireUnsubscribeSecret(database))
  const compose = createCompose({ serverUrl, tokens })
  const worker = createSending({ ...deps, compose })
  const { kick } = worker
  const mails: Mails = createQueue({ ...deps, kick })
  const service = createMailsService({ ...deps, compose, kick })
  const unsubscribe = createUnsubscribe({ ...deps, tokens })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    mailsRoutes(service)(app)
    await app.register(unsubscribeRoutes(unsubscribe))
  }
  return {
    ...mails,
    routes,
    schemas: mailSchemas,
    jobs: [{ name: 'prune-mails', everyMs: dayMs, run: () => service.prune() }],
    worker
  }
}
