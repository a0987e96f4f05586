import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import type { TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

export const text = { title: 'Libur besok', message: 'Tidak ada sesi besok pagi.' }
export const hourMs = 3_600_000
const rowsAtOnce = 1_000

/** Straight into the database: users who were never signed in. */
export async function insertUsers({ database, clock }: Pick<TestApp, 'database' | 'clock'>, count: number) {
  const { users } = database.tables
  const now = clock.now()
  const rows = Array.from({ length: count }, (_, i) => {
    const name = `massal${String(i).padStart(6, '0')}`
    const fresh = { status: 'active' as const, searchKey: name, version: 1, createdAt: now, updatedAt: now }
    return { id: `usr_${name}`, username: name, usernameKey: name, ...fresh }
  })
  await database.transaction(async (tx) => {
    for (let i = 0; i < count; i += rowsAtOnce) await tx.insert(users).values(rows.slice(i, i + rowsAtOnce))
  })
}

export async function create(client: Client, fields: object) {
  const { status, body, text: said } = await client.post('/api/broadcasts', { ...text, ...fields })
  assert.equal(status, 201, said)
  return body
}

/** Planned for the next hour, whose time has come. */
export async function createDue(app: Pick<TestApp, 'clock'>, client: Client, fields: object) {
  const sendAt = new Date(app.clock.now().getTime() + hourMs).toISOString()
  const broadcast = await create(client, { ...fields, sendAt })
  app.clock.advance(hourMs + 1)
  return broadcast
}

export async function find({ database }: Pick<TestApp, 'database'>, id: string) {
  const { broadcasts } = database.tables
  const [row] = await database.read.select().from(broadcasts).where(eq(broadcasts.id, id))
  assert.ok(row)
  return row
}

/** Everybody to whom the broadcast was delivered, as often as it was. */
export async function toldBy({ database }: Pick<TestApp, 'database'>, eventId: string | null): Promise<string[]> {
  const { notificationDeliveries: deliveries } = database.tables
  const rows = await database.read
    .select({ userId: deliveries.userId })
    .from(deliveries)
    .where(eq(deliveries.notificationId, String(eventId).replace('evt_', 'notif_')))
  return rows.map(({ userId }) => userId).sort()
}

export async function titlesOf(client: Client): Promise<string[]> {
  const { body } = await client.get('/api/notifications?limit=100')
  return body.data.map(({ title }: { title: string }) => title)
}

/** As soon as it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadlineMs = performance.now() + withinMs
  while (!(await isSo())) {
    assert.ok(performance.now() < deadlineMs, `not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}
