import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { MailContent } from '../../db/schema/mails.js'
import type { Mail } from '../../integrations/mail/index.js'
import type { Clock } from '../../lib/clock.js'
import type { Language } from '../../lib/languages.js'
import type { EventWords, ToldEvent } from '../events/index.js'
import type { MailRecipient } from '../preferences/index.js'
import { createQueue } from './queue.service.js'

export interface MailsModuleDeps {
  database: Database
  clock: Clock
  sendMail: (mail: Mail) => Promise<void>
  serverUrl: string
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

export function createMailsModule({ database, clock }: MailsModuleDeps) {
  const mails = createQueue({ database, clock, kick: () => {} })
  const routes: FastifyPluginAsync = async () => {}
  return { ...mails, routes, schemas: [] as readonly unknown[] }
}
