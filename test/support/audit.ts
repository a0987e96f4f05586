import assert from 'node:assert/strict'
import { asc } from 'drizzle-orm'
import { type TestApp, testPassword } from './app.js'
import type { Client } from './client.js'

export type AuditRow = TestApp['database']['tables']['auditLog']['$inferSelect']

/** All of the log, the oldest first. */
export function auditRows({ database: { read, tables } }: TestApp): Promise<AuditRow[]> {
  return read.select().from(tables.auditLog).orderBy(asc(tables.auditLog.seq))
}

/** What was added while something was done, as the reader of the log sees it. */
export async function recordedBy(app: TestApp, act: () => Promise<unknown>) {
  const { last } = await app.audit.verify()
  await act()
  const rows = (await auditRows(app)).filter(({ seq }) => seq > last.seq)
  const parse = (text: string | null) => (text === null ? null : JSON.parse(text))
  return rows.map((row) => ({ ...row, before: parse(row.before), after: parse(row.after) }))
}

/** What must not be found in it: passwords, and what is a token or a hash of one. */
const secrets = [testPassword, '$argon2', 'whsec_', 'PRIVATE KEY', '"d":']

/** That the chain is whole, and that no entry holds a secret or a whole session of these clients. */
export async function assertNoSecrets(app: TestApp, clients: readonly Client[]): Promise<AuditRow[]> {
  assert.deepEqual((await app.audit.verify()).faults, [])
  const rows = await auditRows(app)
  const tokens = clients.flatMap(({ cookies }) => [...cookies.values()])
  const sessions = await app.database.read
    .select({ id: app.database.tables.sessions.id })
    .from(app.database.tables.sessions)
  const hashes = await app.database.read
    .select({ hash: app.database.tables.courseInvites.tokenHash })
    .from(app.database.tables.courseInvites)
  const forbidden = [...secrets, ...tokens, ...sessions.map(({ id }) => id), ...hashes.map(({ hash }) => hash)]
  for (const row of rows) {
    const text = JSON.stringify(row)
    const found = forbidden.find((secret) => text.includes(secret))
    assert.equal(found, undefined, `${row.action} holds a secret: ${text}`)
  }
  return rows
}

/** What a world makes without a request. */
const madeByHand = [
  'user.create',
  'member.add',
  'member.change',
  'role.assign',
  'grade.change',
  'issuer.create',
  'password.ask_reset'
]

/** After many requests: each entry tells of one, and of who made it. */
export async function assertLogged(app: TestApp, clients: readonly Client[]): Promise<void> {
  const rows = await assertNoSecrets(app, clients)
  assert.ok(rows.length > 100)
  const orphans = rows.filter(({ requestId }) => requestId === null).map(({ action }) => action)
  assert.deepEqual(
    [...new Set(orphans)].filter((action) => !madeByHand.includes(action)),
    []
  )
  const signedOut = ['session.refuse', 'user.create', 'member.add']
  for (const { requestId, address, actorId, action } of rows) {
    if (requestId === null) continue
    assert.ok(address, action)
    assert.ok(actorId !== null || signedOut.includes(action), `nobody did ${action}`)
  }
}
