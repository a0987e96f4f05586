import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { answers, createReceiver, takes, verify } from './receiver.js'

const allowed = { env: { WEBHOOK_ALLOW_PRIVATE: 'true' } }
const hourMs = 3_600_000
const url = 'https://hooks.example.org/naik-kelas'

const codeOf = ({ status, body }: Awaited<ReturnType<Client['get']>>) => [status, body.code]

async function publishCourse(mentor: Client, title = 'Merakit robot'): Promise<string> {
  const { body } = await mentor.post('/api/courses', { title, description: 'Dari nol.' })
  assert.equal((await mentor.post(`/api/courses/${body.id}/publish`)).status, 200)
  return body.id
}

describe('a webhook', () => {
  test('is told what happens in the courses of its organisation', async (t) => {
    const app = await buildTestApp(t, allowed)
    const receiver = await createReceiver(t)
    const [manager, mentor] = [await app.as('org_admin'), await app.as('mentor')]
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const made = await manager.post(list, { url: receiver.url, eventTypes: ['course_published'] })
    assert.deepEqual([made.status, made.headers.etag], [201, '"v1"'])
    assert.equal(made.headers.location, `/api/webhooks/${made.body.id}`)
    const elsewhere = await (await app.as('admin')).post('/api/organizations', { name: 'Lain' })
    await (await app.as('admin')).post(`/api/organizations/${elsewhere.body.id}/webhooks`, {
      url: receiver.url,
      eventTypes: ['*']
    })
    const courseId = await publishCourse(mentor)
    assert.equal(receiver.received.length, 1)
    const payload = verify(receiver.received[0]!, made.body.secret) as { type: string; data: Record<string, unknown> }
    assert.deepEqual([payload.type, payload.data.courseId], ['course_published', courseId])
    assert.deepEqual([payload.data.actorId, payload.data.courseTitle], [mentor.userId, 'Merakit robot'])

    const { body: log } = await manager.get(`/api/webhooks/${made.body.id}/deliveries?total=true`)
    assert.deepEqual([log.total, log.data[0].state, log.data[0].attempts], [1, 'delivered', 1])
    const { body: delivery } = await manager.get(`/api/webhook-deliveries/${log.data[0].id}`)
    assert.equal(delivery.payload, receiver.received[0]?.body)
    assert.equal(delivery.id, receiver.received[0]?.headers['webhook-id'])
    assert.deepEqual([delivery.log.length, delivery.log[0].status], [1, 204])
  })

  test('shows its secret when it is made and rotated, and never again', async (t) => {
    const app = await buildTestApp(t, allowed)
    const receiver = await createReceiver(t)
    const manager = await app.as('owner')
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const { body: made } = await manager.post(list, { url: receiver.url, eventTypes: ['*'] })
    const webhook = `/api/webhooks/${made.id}`
    assert.match(made.secret, /^whsec_/)
    const test = async () => {
      receiver.received.length = 0
      assert.equal((await manager.post(`${webhook}/test`)).status, 202)
      return receiver.received[0]!
    }
    verify(await test(), made.secret)

    assert.equal((await manager.post(`${webhook}/rotate-secret`, {}, { 'if-match': '"v2"' })).status, 412)
    const { body: second, headers } = await manager.post(`${webhook}/rotate-secret`)
    assert.equal(headers.etag, '"v2"')
    assert.notEqual(second.secret, made.secret)
    const both = await test()
    assert.equal(String(both.headers['webhook-signature']).split(' ').length, 2)
    for (const { secret } of [made, second]) verify(both, secret)

    const { body: third } = await manager.post(`${webhook}/rotate-secret`, { keepOldForHours: 1 })
    const newest = await test()
    for (const { secret } of [second, third]) verify(newest, secret)
    assert.throws(() => verify(newest, made.secret), 'there are two at most')
    const hour = new Date(third.previousSecretUntil).getTime() - app.clock.now().getTime()
    assert.ok(hour > hourMs - 60_000 && hour <= hourMs)
    const { body: last } = await manager.post(`${webhook}/rotate-secret`, { keepOldForHours: 0 })
    const alone = await test()
    verify(alone, last.secret)
    assert.throws(() => verify(alone, third.secret))
    assert.equal(last.previousSecretUntil, null)

    const seen = [
      (await manager.get(webhook)).text,
      (await manager.get(list)).text,
      (await manager.patch(webhook, { description: 'Akademik' })).text,
      (await (await app.as('admin')).get('/api/audit-log?limit=100')).text
    ]
    for (const text of seen) for (const word of [/whsec_/, /"secret"/]) assert.doesNotMatch(text, word)
    assert.match(seen[3]!, /webhook\.rotate_secret/)
  })

  test('signs with the old secret no longer than it was told', async (t) => {
    const app = await buildTestApp(t, allowed)
    const receiver = await createReceiver(t)
    const manager = await app.as('org_admin')
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const { body: made } = await manager.post(list, { url: receiver.url, eventTypes: ['*'] })
    await manager.post(`/api/webhooks/${made.id}/rotate-secret`, { keepOldForHours: 2 })
    app.clock.advance(2 * hourMs)
    await manager.post(`/api/webhooks/${made.id}/test`)
    assert.equal(String(receiver.received[0]?.headers['webhook-signature']).split(' ').length, 1)
  })

  test('is changed by who has seen it as it is', async (t) => {
    const app = await buildTestApp(t)
    const manager = await app.as('org_admin')
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const { body: made } = await manager.post(list, { url: `${url}#x`, eventTypes: ['announcement'] })
    const webhook = `/api/webhooks/${made.id}`
    assert.deepEqual([made.url, made.description, made.state, made.createdBy], [url, '', 'enabled', manager.userId])
    const changed = await manager.patch(webhook, { state: 'disabled', eventTypes: ['*'] }, { 'if-match': '"v1"' })
    assert.deepEqual([changed.status, changed.headers.etag], [200, '"v2"'])
    assert.deepEqual([changed.body.disabledReason, changed.body.eventTypes], ['by_hand', ['*']])
    assert.equal((await manager.patch(webhook, { state: 'enabled' }, { 'if-match': '"v1"' })).status, 412)
    assert.equal((await manager.patch(webhook, { state: 'disabled' })).headers.etag, '"v2"', 'nothing has changed')
    const enabled = await manager.patch(webhook, { state: 'enabled' })
    assert.deepEqual([enabled.body.state, enabled.body.disabledReason, enabled.body.version], ['enabled', null, 3])
    assert.equal((await manager.delete(webhook, { 'if-match': '"v2"' })).status, 412)
    assert.equal((await manager.delete(webhook, { 'if-match': '"v3"' })).status, 204)
    assert.equal((await manager.get(webhook)).status, 404)
    assert.deepEqual((await manager.get(list)).body.data, [])
  })

  test('leads to a public place, and hears of types that there are', async (t) => {
    const app = await buildTestApp(t)
    const manager = await app.as('org_admin')
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const bad: [fields: object, status: number, field: string][] = [
      [{ url: 'http://127.1/' }, 422, 'url'],
      [{ url: 'http://[::ffff:10.0.0.1]/' }, 422, 'url'],
      [{ url: 'https://localhost:3000/' }, 422, 'url'],
      [{ url: 'ftp://hooks.example.org/' }, 422, 'url'],
      [{ url: 'https://a:b@hooks.example.org/' }, 422, 'url'],
      [{ url: `https://hooks.example.org/${'é'.repeat(2_000)}` }, 422, 'url'],
      [{ url: 'https://hooks.example.org/\r\nx: y' }, 400, 'url'],
      [{ url: 'https://hooks.example.org/\u2028' }, 400, 'url'],
      [{ description: 'a\u0007' }, 400, 'description'],
      [{ eventTypes: [] }, 400, 'eventTypes'],
      [{ eventTypes: ['announcement', 'announcement'] }, 400, 'eventTypes'],
      [{ eventTypes: ['toString'] }, 400, 'eventTypes.0'],
      [{ eventTypes: ['no_such_type'] }, 422, 'eventTypes'],
      [{ eventTypes: ['constructor'] }, 422, 'eventTypes'],
      [{ eventTypes: ['*', 'announcement'] }, 422, 'eventTypes']
    ]
    const { body: made } = await manager.post(list, { url, eventTypes: ['*'] })
    for (const [fields, status, field] of bad) {
      const answer = await manager.post(list, { url, eventTypes: ['*'], ...fields })
      assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], JSON.stringify(fields))
      assert.equal((await manager.patch(`/api/webhooks/${made.id}`, fields)).status, status)
    }
    for (let i = 1; i < 20; i++) assert.equal((await manager.post(list, { url, eventTypes: ['*'] })).status, 201)
    assert.deepEqual(codeOf(await manager.post(list, { url, eventTypes: ['*'] })), [409, 'TOO_MANY_WEBHOOKS'])
    const first = await manager.get(`${list}?limit=15&total=true`)
    const second = await manager.get(`${list}?limit=15&cursor=${first.body.nextCursor}`)
    assert.deepEqual([first.body.total, first.body.data.length, second.body.data.length], [20, 15, 5])
    assert.equal(second.body.data.at(-1).id, made.id, 'the newest first')
  })
})

describe('a delivery', () => {
  test('is sent again by hand, with the same id', async (t) => {
    const app = await buildTestApp(t, allowed)
    const receiver = await createReceiver(t, answers(410))
    const [manager, mentor] = [await app.as('org_admin'), await app.as('mentor')]
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const { body: made } = await manager.post(list, { url: receiver.url, eventTypes: ['course_published'] })
    const log = async (state: string) =>
      (await manager.get(`/api/webhooks/${made.id}/deliveries?state=${state}`)).body.data
    await publishCourse(mentor)
    const [{ id }] = await log('dead')
    await manager.patch(`/api/webhooks/${made.id}`, { state: 'enabled' })
    receiver.behaviour = takes
    const again = await manager.post(`/api/webhook-deliveries/${id}/redeliver`)
    assert.deepEqual([again.status, again.body.state, again.body.attempts], [202, 'pending', 0])
    assert.deepEqual([(await log('dead')).length, (await log('pending')).length], [0, 0])
    assert.equal((await log('delivered'))[0].id, id)
    assert.equal((await manager.post(`/api/webhook-deliveries/${id}/redeliver`)).status, 202, 'also what was taken')
    const { body: delivery } = await manager.get(`/api/webhook-deliveries/${id}`)
    assert.deepEqual(
      delivery.log.map(({ number, status }: { number: number; status: number }) => [number, status]),
      [
        [3, 204],
        [2, 204],
        [1, 410]
      ]
    )
    assert.deepEqual(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])), new Set([id]))

    receiver.behaviour = answers(500)
    await manager.post(`/api/webhook-deliveries/${id}/redeliver`)
    const underWay = await manager.post(`/api/webhook-deliveries/${id}/redeliver`)
    assert.deepEqual(codeOf(underWay), [409, 'ILLEGAL_TRANSITION'])
    assert.deepEqual([(await log('pending')).length, (await log('sending')).length], [1, 0])
  })

  test('may be a test: tried once, also when the webhook is disabled, and it decides nothing', async (t) => {
    const app = await buildTestApp(t, allowed)
    const receiver = await createReceiver(t, answers(410))
    const manager = await app.as('org_admin')
    const list = `/api/organizations/${app.organizationId}/webhooks`
    const { body: made } = await manager.post(list, { url: receiver.url, eventTypes: ['announcement'] })
    const test = await manager.post(`/api/webhooks/${made.id}/test`)
    assert.deepEqual([test.status, test.body.type, test.body.eventId], [202, 'webhook_test', null])
    const delivery = await manager.get(String(test.headers.location))
    assert.deepEqual([delivery.body.state, delivery.body.log[0].status], ['dead', 410])
    assert.equal(delivery.body.log[0].answer, 'answer 410')
    const { body } = await manager.get(`/api/webhooks/${made.id}`)
    assert.deepEqual([body.state, body.failures], ['enabled', 0])
    await manager.patch(`/api/webhooks/${made.id}`, { state: 'disabled' })
    receiver.behaviour = takes
    await manager.post(`/api/webhooks/${made.id}/test`)
    await manager.post(`/api/webhook-deliveries/${test.body.id}/redeliver`)
    const states = (await manager.get(`/api/webhooks/${made.id}/deliveries`)).body.data
    assert.deepEqual(
      states.map(({ state }: { state: string }) => state),
      ['delivered', 'delivered']
    )
    const { type, data } = JSON.parse(receiver.received.at(-1)?.body ?? '')
    assert.deepEqual([type, data.webhookId, data.actorId], ['webhook_test', made.id, manager.userId])
  })
})

test('who manages webhooks is told that one was switched off, and nobody else', async (t) => {
  const app = await buildTestApp(t, allowed)
  const receiver = await createReceiver(t, answers(410))
  const [manager, owner, mentor] = [await app.as('org_admin'), await app.as('owner'), await app.as('mentor')]
  const list = `/api/organizations/${app.organizationId}/webhooks`
  const { body: made } = await manager.post(list, { url: `${receiver.url}?token=geheim`, eventTypes: ['*'] })
  await publishCourse(mentor)
  await app.settled()
  const told = async (client: Client) =>
    (await client.get('/api/notifications')).body.data.filter(
      ({ type }: { type: string }) => type === 'webhook_disabled'
    )
  for (const client of [manager, owner]) {
    const [notice, ...others] = await told(client)
    assert.deepEqual([notice.title, others.length], ['A webhook was switched off', 0])
    assert.match(notice.message, new RegExp(`127.0.0.1:${receiver.port} was switched off: .*410`))
    assert.doesNotMatch(JSON.stringify(notice), /geheim/)
    assert.equal(notice.link, `/app/webhooks/${made.id}`)
  }
  assert.deepEqual([await told(mentor), await told(await app.as('admin'))], [[], []])
  assert.deepEqual((await manager.get(`/api/webhooks/${made.id}`)).body.disabledReason, 'gone')
})

test('the work is settled when also what the sending has led to is told', async (t) => {
  const app = await buildTestApp(t, allowed)
  const receiver = await createReceiver(t, answers(410))
  const manager = await app.as('org_admin')
  const list = `/api/organizations/${app.organizationId}/webhooks`
  await manager.post(list, { url: receiver.url, eventTypes: ['*'] })
  await app.database.transaction((tx, afterCommit) =>
    app.events.emit(tx, afterCommit, {
      type: 'announcement',
      data: { title: 'Kabar', message: 'Isi.', link: null },
      audience: null,
      actorId: null,
      organizationId: app.organizationId
    })
  )
  await app.settled()
  const { notifications } = app.database.tables
  const told = await app.database.read.select({ type: notifications.type }).from(notifications)
  assert.deepEqual(told, [{ type: 'webhook_disabled' }])
})

test('nothing of a private address is sent to, whatever was kept before', async (t) => {
  const open = await buildTestApp(t, allowed)
  const receiver = await createReceiver(t)
  const list = `/api/organizations/${open.organizationId}/webhooks`
  const { body: made } = await (await open.as('org_admin')).post(list, { url: receiver.url, eventTypes: ['*'] })
  const closed = await buildTestApp(t, { databaseUrl: open.databaseUrl })
  const manager = await closed.signIn('a.org_admin')
  const test = await manager.post(`/api/webhooks/${made.id}/test`)
  const { body } = await manager.get(`/api/webhook-deliveries/${test.body.id}`)
  assert.deepEqual([body.state, body.log[0].error], ['dead', 'must not lead to a private address'])
  assert.equal(receiver.received.length, 0)
})
