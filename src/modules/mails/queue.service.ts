import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { MailContent } from '../../db/schema/mails.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import { toLine, toLines } from '../../lib/text.js'
import type { Mails } from './index.js'
import { digestMail, eventMail } from './mails.content.js'
import { findNames, insertMails, type MailRow } from './mails.repository.js'

export interface QueueDeps {
  database: Database
  clock: Clock
  /** There is something to send. */
  kick: () => void
}

type NewMail = Pick<MailRow, 'kind' | 'userId' | 'toAddress' | 'language' | 'subject'> & {
  content: MailContent
} & Partial<Pick<MailRow, 'eventId' | 'type' | 'isSecret'>>

/** How far a subject is shown by any program; what is longer is cut. */
const maxSubjectLength = 200

export function createQueue({ database, clock, kick }: QueueDeps): Mails {
  async function write(tx: Tx, afterCommit: AfterCommit, written: readonly NewMail[]): Promise<void> {
    const now = clock.now()
    const rows = written.map((mail) => ({
      id: createId('mail', now.getTime()),
      eventId: null,
      type: null,
      isSecret: false,
      ...mail,
      subject: toSubject(mail.subject),
      content: clean(mail.content),
      state: 'queued' as const,
      attempts: 0,
      // Somebody waits for a secret, at a page that asks for it: it goes ahead of a broadcast to thousands.
      nextAttemptAt: mail.isSecret ? new Date(now.getTime() - dayMs) : now,
      leaseUntil: null,
      answer: null,
      createdAt: now,
      sentAt: null
    }))
    await insertMails(database, tx, rows)
    afterCommit(kick)
  }

  return {
    async queueEvent(tx, afterCommit, { event, words, recipients }) {
      const names = await findNames(
        database,
        tx,
        recipients.map(({ userId }) => userId)
      )
      const mails = recipients.map(({ userId, email, language }) => ({
        kind: 'event' as const,
        userId,
        toAddress: email,
        language,
        eventId: event.id,
        type: event.type,
        ...eventMail(words, language, names.get(userId) ?? '')
      }))
      await write(tx, afterCommit, mails)
    },

    async queueDigest(tx, afterCommit, { recipient: { userId, email, language }, items }) {
      const names = await findNames(database, tx, [userId])
      const said = items.map(({ words }) => words)
      const written = digestMail(said, language, names.get(userId) ?? '')
      await write(tx, afterCommit, [{ kind: 'digest', userId, toAddress: email, language, ...written }])
    },

    async queue(tx, afterCommit, { to, ...mail }) {
      await write(tx, afterCommit, [{ ...mail, toAddress: to }])
    }
  }
}

function toSubject(text: string): string {
  return [...toLine(text)].slice(0, maxSubjectLength).join('')
}

/** Whatever was put into it by whomever. */
function clean(content: MailContent): MailContent {
  return JSON.parse(JSON.stringify(content), (_name, value) => (typeof value === 'string' ? toLines(value) : value))
}
