import assert from 'node:assert/strict'
import { asc, eq } from 'drizzle-orm'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

export const hourMs = 3_600_000

/** Lets it be that moment: later than all before in the test. */
export function setClock({ clock }: TestApp, moment: string): void {
  const wait = Date.parse(moment) - clock.now().getTime()
  assert.ok(wait > 0, 'the clock goes forward')
  clock.advance(wait)
}

/** Lets it be that moment, and the workers do what is due by then. */
export async function waitUntil(app: TestApp, moment: string): Promise<void> {
  setClock(app, moment)
  await app.look()
}

export interface Told {
  users: readonly Client[]
  courseId?: string
}

/** An announcement, as the product tells of one. */
export async function tell(app: TestApp, title: string, { users, courseId }: Told): Promise<void> {
  await app.database.transaction((tx, afterCommit) =>
    app.events.emit(tx, afterCommit, {
      type: 'announcement',
      data: { title, message: 'Isi.', link: null },
      audience: { userIds: users.map(({ userId }) => userId) },
      actorId: null,
      ...(courseId !== undefined && { courseId })
    })
  )
  await app.settled()
}

/** What the user was notified of, the first first. */
export async function titlesOf(client: Client): Promise<string[]> {
  const { body, status, text } = await client.get('/api/notifications?limit=100')
  assert.equal(status, 200, text)
  return body.data.map(({ title }: { title: string }) => title).reverse()
}

/** What the user was written, the first first: each mail as its kind and what it tells of. */
export async function mailsOf({ database: { read, tables } }: TestApp, { userId }: Client): Promise<string[]> {
  const { mails } = tables
  const rows = await read.select().from(mails).where(eq(mails.userId, userId)).orderBy(asc(mails.id))
  return rows.map(({ kind, subject, content }) => {
    const items = content?.items?.map(({ title }) => title) ?? []
    return kind === 'digest' ? `digest: ${items.join(', ')}` : `${kind}: ${subject}`
  })
}

/** Somebody with an address, in Jakarta. */
export async function createReader(app: TestApp, username: string, settings?: object): Promise<Client> {
  const client = await app.signInAs({ username })
  const profile = { email: `${username}@example.sch.id`, timeZone: 'Asia/Jakarta' }
  const { status, text } = await client.patch(`/api/users/${client.userId}`, profile)
  assert.equal(status, 200, text)
  if (settings) await choose(client, settings)
  return client
}

export async function choose(client: Client, settings: object): Promise<void> {
  const { status, text } = await client.put('/api/me/notification-preferences', settings)
  assert.equal(status, 200, text)
}

export async function countHeld({ database: { read, tables } }: TestApp): Promise<number> {
  return read.$count(tables.heldDeliveries)
}
