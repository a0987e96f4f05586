import { sql } from 'drizzle-orm'
import { languages } from '../../lib/languages.js'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'

/** What a mail says, in its language: the source of its plain text and of its HTML. */
export interface MailContent {
  greeting: string
  paragraphs: readonly string[]
  /** Of a digest: what happened, each with its place. */
  items?: readonly { title: string; message: string; link: string | null }[]
  /** The one thing to do. */
  action?: { label: string; link: string }
  footer?: readonly string[]
}

/** Every mail: what waits, what was sent, and what could not be. */
export function defineMails(c: Columns, { users }: AccountTables) {
  const mails = c.table(
    'mails',
    {
      id: c.text('id').primaryKey(),
      kind: c.oneOf('kind', ['event', 'digest', 'password_reset', 'notice'] as const).notNull(),
      userId: c.text('user_id').references(() => users.id, { onDelete: 'set null' }),
      /** The event that it tells of: one mail for each and user, whatever is repeated. */
      eventId: c.text('event_id'),
      /** The type of the event, for the link that ends such mails. */
      type: c.text('type'),
      toAddress: c.text('to_address').notNull(),
      language: c.oneOf('language', languages).notNull(),
      subject: c.text('subject').notNull(),
      /** Null: it held a secret, and is sent or over. */
      content: c.json<MailContent>()('content'),
      /** Its content is forgotten as soon as it is sent or over. */
      isSecret: c.bool('is_secret').notNull(),
      /**
       * queued: to be sent. sending: with the server now. sent: the server took it. kept: there is no server. dead: it could
       * not be sent. unknown: the connection or the process ended while the server had it; it is not sent again by itself.
       */
      state: c.oneOf('state', ['queued', 'sending', 'sent', 'kept', 'dead', 'unknown'] as const).notNull(),
      attempts: c.int('attempts').notNull(),
      nextAttemptAt: c.time('next_attempt_at').notNull(),
      /** While it is being sent: when that is given up for lost. */
      leaseUntil: c.time('lease_until'),
      /** What the server said last. */
      answer: c.text('answer'),
      createdAt: c.time('created_at').notNull(),
      sentAt: c.time('sent_at')
    },
    (t) => [
      c.uniqueIndex('mails_once').on(t.eventId, t.userId),
      c.index('mails_user').on(t.userId, t.id),
      c.index('mails_state').on(t.state, t.id),
      // With the state, which is one: without it SQLite finds the queued by `mails_state`, and sorts them for each.
      c.index('mails_due').on(t.state, t.nextAttemptAt).where(sql`${t.state} = 'queued'`)
    ]
  )

  return { mails }
}

export type MailTables = ReturnType<typeof defineMails>
