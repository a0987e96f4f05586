import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createOrganization } from '../courses/courses.js'

const url = '/api/audit-log'

async function read(client: Client, query = '') {
  const { status, body, text } = await client.get(`${url}${query}`)
  assert.equal(status, 200, text)
  // biome-ignore lint/suspicious/noExplicitAny: of an answer
  return body as { data: any[]; nextCursor: string | null; total?: number }
}

async function record(app: TestApp, action: string, fields: object = {}): Promise<void> {
  const resource = { type: 'thing', id: 'thing_1' }
  await app.database.transaction(async (tx) => app.audit.record(tx, { action, resource, ...fields }))
}

test('the newest first, in pages that skip nothing and show nothing twice while others write', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  for (let i = 0; i < 25; i++) {
    await record(app, `thing.step`, { after: { i } })
    if (i % 3 === 0) app.clock.advance(1_000)
  }
  const seen: number[] = []
  let cursor = ''
  do {
    const page = await read(admin, `?action=thing.&limit=10&total=true${cursor}`)
    assert.equal(page.total, 25 + (cursor ? 1 : 0))
    seen.push(...page.data.map(({ after }) => after.i))
    if (!cursor) await record(app, 'thing.later', { after: { i: 99 } })
    cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : ''
  } while (cursor)
  assert.deepEqual(seen, [...Array(25).keys()].reverse())
  assert.equal((await admin.get(`${url}?cursor=nonsense`)).status, 400)
})

test('by who, what, about what, where, when and in which request', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const away = await createOrganization(app, 'Away')
  const from = app.clock.now().toISOString()
  await record(app, 'thing.make', { actorId: 'usr_1', organizationId: away })
  app.clock.advance(60_000)
  const until = app.clock.now().toISOString()
  await record(app, 'thing.break', { actorId: 'usr_2', resource: { type: 'other', id: 'thing_2' } })
  await record(app, 'things', { actorId: 'usr_2' })
  const found = async (query: string) => (await read(admin, `?${query}`)).data.map(({ action }) => action)
  assert.deepEqual(await found('actorId=usr_1'), ['thing.make'])
  assert.deepEqual(await found('action=thing'), ['things', 'thing.break', 'thing.make'])
  assert.deepEqual(await found('action=thing.'), ['thing.break', 'thing.make'])
  assert.deepEqual(await found('action=nothing'), [])
  assert.deepEqual(await found('resourceType=other'), ['thing.break'])
  assert.deepEqual(await found('resourceId=thing_1'), ['things', 'thing.make'])
  assert.deepEqual(await found(`organizationId=${away}&action=thing`), ['thing.make'])
  assert.deepEqual(await found(`from=${from}&until=${until}&action=thing`), ['thing.make'])
  const { data } = await read(admin, '?action=organization.create')
  assert.deepEqual(await found(`requestId=${data[0].requestId}`), ['member.add', 'organization.create'])
})

test('a cursor that names no time is refused', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  for (const at of [9e15, -9e15, -5e15, 300_000_000_000_000]) {
    const cursor = Buffer.from(JSON.stringify(['-at', at, 1])).toString('base64url')
    assert.equal((await admin.get(`/api/audit-log?cursor=${cursor}`)).status, 400, String(at))
  }
})

test('an entry says all that there is, and who did it by name', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { body: user } = await admin.post('/api/users', { username: 'sari.dewi', fullName: 'Sari' })
  const { data } = await read(admin, `?resourceId=${user.id}&action=user.`)
  const { seq, at, previousHash, hash, requestId, ...entry } = data[0]
  assert.ok(Math.abs(app.clock.now().getTime() - Date.parse(at)) < 60_000)
  assert.ok(Number.isInteger(seq) && /^[0-9a-f]{64}$/.test(hash) && previousHash !== hash)
  assert.match(requestId, /^req-/)
  const { username, language, timeZone } = user
  const named = { username, language, timeZone }
  assert.deepEqual(entry, {
    actor: { id: admin.userId, username: 'a.admin', fullName: null },
    action: 'user.create',
    resource: { type: 'user', id: user.id },
    organizationId: null,
    before: null,
    after: { ...named, fullName: 'Sari', email: null, age: null },
    address: '127.0.0.1'
  })
})

test('who administers an organisation reads what belongs to it, and nothing of another', async (t) => {
  const app = await buildTestApp(t)
  const away = await createOrganization(app, 'Away')
  const here = await app.as('owner')
  const there = await app.signInAs({ username: 'head', role: 'owner', organizationId: away })
  await record(app, 'thing.here', { organizationId: app.organizationId })
  await record(app, 'thing.there', { organizationId: away })
  await record(app, 'thing.everywhere', { organizationId: null })
  const seen = async (client: Client) => (await read(client, '?action=thing.')).data.map(({ action }) => action)
  assert.deepEqual(await seen(here), ['thing.here'])
  assert.deepEqual(await seen(there), ['thing.there'])
  assert.equal((await there.get(`${url}?organizationId=${app.organizationId}`)).status, 404)
  assert.ok((await read(there)).data.every(({ organizationId }) => organizationId === away))
  const both = await app.signInAs({ username: 'both', role: 'owner', organizationId: away })
  await app.database.transaction((tx) =>
    app.roles.assign(tx, { userId: both.userId, role: 'owner', organizationId: app.organizationId, createdBy: null })
  )
  assert.deepEqual(await seen(both), ['thing.there', 'thing.here'])
})

test('reading it is itself an entry, and writing to it is no route', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  await read(admin, '?action=user.')
  const { data } = await read(admin, '?action=audit.')
  assert.deepEqual([data[0].action, data[0].actor.id, data[0].after], ['audit.read', admin.userId, { action: 'user.' }])
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    assert.equal((await admin.request(method, url)).status, 405, method)
  }
})
