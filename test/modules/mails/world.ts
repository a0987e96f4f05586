import type { TestContext } from 'node:test'
import { asc } from 'drizzle-orm'
import { type Database, openDatabase } from '../../../src/db/database.js'
import { createMailer, type Mail, type MailTimes } from '../../../src/integrations/mail/index.js'
import { createId } from '../../../src/lib/ids.js'
import { eventCatalogue } from '../../../src/modules/events/index.js'
import { createMailsModule, type Mails } from '../../../src/modules/mails/index.js'
import { createTestClock, type TestClock } from '../../support/clock.js'
import { createTestDatabase } from '../../support/database.js'

export const serverUrl = 'https://kelas.example.org'
export type MailRow = Database['tables']['mails']['$inferSelect']
type Announced = Parameters<Mails['queueEvent']>[2]

export interface MailsWorld {
  database: Database
  databaseUrl: string
  clock: TestClock
  mails: Awaited<ReturnType<typeof createMailsModule>>
  /** Instead of sent. */
  printed: Mail[]
  errors: unknown[]
  createUser(name: string, language?: 'id' | 'en'): Promise<Announced['recipients'][number]>
  /** In a transaction; what it sets going is not waited for. */
  announce(...names: string[]): Promise<void>
  queueSecret(to: string): Promise<void>
  /** All, in the order of their making. */
  rows(): Promise<MailRow[]>
  /** The one that there is. */
  row(): Promise<MailRow>
  /** Looks for what is due, and waits until nothing is. */
  look(): Promise<void>
}

/** The module alone over a database of its own, without jobs and timers. */
export async function createWorld(
  t: TestContext,
  options: { smtpUrl?: string; times?: Partial<MailTimes>; databaseUrl?: string } = {}
): Promise<MailsWorld> {
  const databaseUrl = options.databaseUrl ?? (await createTestDatabase(t)).url
  const database = await openDatabase({ url: databaseUrl, poolSize: 6, refuseNesting: true })
  const clock = createTestClock()
  const printed: Mail[] = []
  const errors: unknown[] = []
  const mailer = createMailer({
    smtpUrl: options.smtpUrl,
    from: 'Kelas <kelas@example.org>',
    printMail: (mail) => printed.push(mail),
    times: options.times
  })
  const mails = await createMailsModule({
    database,
    clock,
    mailer,
    serverUrl,
    audit: { record: () => {} },
    catalogue: { isEventType: (_type): _type is never => false, definitionOf: eventCatalogue.definitionOf },
    setMail: async () => {},
    onError: (error) => errors.push(error)
  })
  t.after(async () => {
    mailer.close()
    await mails.worker.close()
    await database.close()
  })
  const { tables } = database

  async function createUser(name: string, language: 'id' | 'en' = 'en') {
    const now = clock.now()
    const userId = createId('user', now.getTime())
    const email = `${name}@example.org`
    await database.transaction(async (tx) => {
      await tx.insert(tables.users).values({
        ...{ id: userId, username: name, usernameKey: name, email, emailKey: email, language },
        ...{ status: 'active', searchKey: `${name} ${email}`, version: 1, createdAt: now, updatedAt: now }
      })
    })
    return { userId, email, language }
  }

  const rows = () => database.read.select().from(tables.mails).orderBy(asc(tables.mails.id))
  return {
    ...{ database, databaseUrl, clock, mails, printed, errors, createUser, rows },
    async announce(...names) {
      const recipients: Announced['recipients'][number][] = []
      for (const name of names) recipients.push(await createUser(name))
      await database.transaction((tx, afterCommit) =>
        mails.queueEvent(tx, afterCommit, { ...announcement(clock), recipients })
      )
    },
    queueSecret: (to) =>
      database.transaction((tx, afterCommit) =>
        mails.queue(tx, afterCommit, {
          ...{ kind: 'password_reset', userId: null, to, language: 'en', subject: 'A new password', isSecret: true },
          content: { greeting: 'Hello,', paragraphs: [], action: { label: 'Set it', link: '/app/reset?token=secret' } }
        })
      ),
    async row() {
      const [row, ...others] = await rows()
      if (!row || others.length > 0) throw new Error(`there are ${others.length + (row ? 1 : 0)} mails`)
      return row
    },
    async look() {
      mails.worker.kick()
      await mails.worker.settled()
    }
  }
}

export function announcement(clock: TestClock, text = 'Come to the hall') {
  return {
    event: {
      id: createId('event', clock.now().getTime()),
      ...{ type: 'announcement', data: {}, actorId: null, courseId: null, organizationId: null },
      occurredAt: clock.now()
    },
    words: { title: { en: text, id: text }, message: { en: `${text}.`, id: `${text}.` }, link: '/app/hall' }
  }
}
