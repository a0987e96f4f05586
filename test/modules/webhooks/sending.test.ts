import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answers, createReceiver, hangs, takes, verify } from './receiver.js'
import { createWorld, secret, type World } from './world.js'

const secondMs = 1_000
const hourMs = 3_600_000

/** One after the other until its retries are used up. Returns how long each pause was, in seconds. */
async function retryToTheEnd(world: World): Promise<number[]> {
  const pauses: number[] = []
  for (;;) {
    await world.look()
    const [delivery] = await world.deliveries()
    if (delivery?.state !== 'pending') return pauses
    const pauseMs = delivery.nextAttemptAt.getTime() - world.clock.now().getTime()
    pauses.push(pauseMs / secondMs)
    world.clock.advance(pauseMs + 1)
  }
}

describe('what happened', () => {
  test('goes to those who want to hear of it, once, whatever is repeated', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t)
    const at = (path: string) => receiver.url.replace('hook', path)
    await world.addEndpoint(at('all'))
    await world.addEndpoint(at('some'), { eventTypes: ['grade_changed', 'announcement'] })
    await world.addEndpoint(at('other'), { eventTypes: ['grade_changed'] })
    await world.addEndpoint(at('off'), { state: 'disabled', disabledReason: 'by_hand' })
    const event = await world.tell()
    await world.tell(event)
    await world.tell({ organizationId: 'org_elsewhere' })
    await world.tell({ organizationId: null, courseId: 'crs_nowhere' })
    await world.tell({ organizationId: null })
    await world.look()
    assert.deepEqual(receiver.received.map(({ path }) => path).sort(), ['/all', '/some'])
    assert.deepEqual(JSON.parse(receiver.received[0]?.body ?? ''), {
      type: 'announcement',
      timestamp: event.occurredAt.toISOString(),
      data: {
        ...{ title: 'Libur', eventId: event.id, courseId: null },
        ...{ organizationId: world.organizationId, actorId: null }
      }
    })
    assert.deepEqual(world.errors, [])
  })

  test('arrives as it was, whatever characters are in it', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t)
    await world.addEndpoint(receiver.url)
    const title = 'a\r\nwebhook-id: b\0c\u2028d\u2029e\u202e"\\</script>\u{1f600}\ud800'
    await world.tell({ data: { title, eventId: 'not this', 'a\r\nb': 1 } })
    await world.look()
    const [one] = receiver.received
    assert.ok(one)
    const { data } = verify(one, secret) as { data: Record<string, unknown> }
    assert.deepEqual([data.title, data['a\r\nb']], [title, 1])
    assert.match(String(data.eventId), /^evt_/)
    const [delivery] = await world.deliveries()
    assert.deepEqual([delivery?.payload, one.headers['webhook-id']], [one.body, delivery?.id])
  })

  test('is told without its data where that is too large', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t)
    await world.addEndpoint(receiver.url)
    await world.tell({ data: { title: 'é'.repeat(140_000) } })
    await world.tell({ data: { title: 'a'.repeat(200_000) } })
    await world.look()
    const lengths = receiver.received.map(({ body }) => JSON.parse(body).data.title?.length)
    assert.deepEqual(lengths.sort(), [200_000, undefined])
  })
})

describe('what is not taken', () => {
  test('is sent again, with the same id and a signature of its own', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t, (response, request, count) =>
      count === 1 ? answers(500)(response, request, count) : takes(response, request, count)
    )
    const id = await world.addEndpoint(receiver.url)
    await world.tell()
    await world.look()
    assert.deepEqual([(await world.endpoint(id)).failures, receiver.received.length], [1, 1])
    await world.look()
    assert.equal(receiver.received.length, 1, 'not at once')
    world.clock.advance(6 * secondMs)
    await world.look()
    const [first, second] = receiver.received
    assert.ok(first && second)
    assert.equal(first.headers['webhook-id'], second.headers['webhook-id'])
    assert.ok(Number(second.headers['webhook-timestamp']) >= Number(first.headers['webhook-timestamp']) + 5)
    assert.notEqual(first.headers['webhook-signature'], second.headers['webhook-signature'])
    for (const one of [first, second]) verify(one, secret)
    const attempts = await world.attempts()
    assert.deepEqual(
      attempts.map(({ number, status, error, answer }) => [number, status, error, answer]),
      [
        [1, 500, null, 'answer 500'],
        [2, 204, null, null]
      ]
    )
    const [delivery] = await world.deliveries()
    assert.deepEqual([delivery?.state, delivery?.attempts], ['delivered', 2])
    const { failures, failingSince, version } = await world.endpoint(id)
    assert.deepEqual([failures, failingSince, version], [0, null, 1])
  })

  test('is tried for a day, then dead; and whom nothing reached for so long is switched off', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t, answers(302, { location: 'http://127.0.0.1/' }))
    const id = await world.addEndpoint(receiver.url)
    await world.tell()
    const startedAt = world.clock.now().getTime()
    const pauses = await retryToTheEnd(world)
    const bounds = [5, 300, 1_800, 7_200, 18_000, 28_800, 36_000]
    assert.equal(pauses.length, bounds.length)
    for (const [i, bound] of bounds.entries()) {
      assert.ok(pauses[i]! > bound - 5 && pauses[i]! <= bound * 1.1 + 1, `${pauses[i]} after ${bound}`)
    }
    const tookMs = world.clock.now().getTime() - startedAt
    assert.ok(tookMs > 24 * hourMs && tookMs < 29 * hourMs)
    assert.deepEqual([(await world.deliveries())[0]?.state, receiver.received.length], ['dead', 8])
    const { state, disabledReason, failures, version } = await world.endpoint(id)
    assert.deepEqual([state, disabledReason, failures, version], ['disabled', 'failing', 8, 2])
    const [event] = world.emitted
    assert.deepEqual(
      [world.emitted.length, event?.type, event?.data],
      [1, 'webhook_disabled', { webhookId: id, host: `127.0.0.1:${receiver.port}`, reason: 'failing' }]
    )
    await world.tell()
    await world.look()
    assert.equal(receiver.received.length, 8, 'it hears of nothing any more')
  })

  test('switches off an endpoint that fails for a day and often, however new each delivery is', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t, answers(500))
    const id = await world.addEndpoint(receiver.url)
    const fail = async () => {
      await world.tell()
      await world.look()
      return (await world.endpoint(id)).state
    }
    for (let i = 0; i < 12; i++) assert.equal(await fail(), 'enabled', 'often, but not for long')
    world.clock.advance(23 * hourMs)
    assert.equal(await fail(), 'enabled')
    receiver.behaviour = takes
    world.clock.advance(2 * hourMs)
    await world.look()
    receiver.behaviour = answers(500)
    assert.equal(await fail(), 'enabled', 'something was taken in between')
    world.clock.advance(25 * hourMs)
    for (let failures = 2; failures < 10; failures++) {
      assert.equal(await fail(), 'enabled', `for long, but only ${failures} times`)
      if ((await world.endpoint(id)).failures >= 9) break
    }
    assert.equal(await fail(), 'disabled')
    assert.equal(world.emitted.length, 1)
  })

  test('is given up at once when the receiver is gone (410), and the endpoint is switched off', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t, answers(410))
    const id = await world.addEndpoint(receiver.url)
    await world.tell()
    await world.look()
    const { state, disabledReason } = await world.endpoint(id)
    assert.deepEqual([state, disabledReason, (await world.deliveries())[0]?.state], ['disabled', 'gone', 'dead'])
    assert.deepEqual(world.emitted[0]?.data, { webhookId: id, host: `127.0.0.1:${receiver.port}`, reason: 'gone' })
  })

  test('waits as long as a busy receiver asks', async (t) => {
    const world = await createWorld(t)
    const receiver = await createReceiver(t, answers(429, { 'retry-after': '3600' }))
    await world.addEndpoint(receiver.url)
    await world.tell()
    await world.look()
    const [delivery] = await world.deliveries()
    const waitMs = delivery!.nextAttemptAt.getTime() - world.clock.now().getTime()
    assert.ok(waitMs > 3_500 * secondMs && waitMs <= 3_600 * secondMs, String(waitMs))
  })
})

test('one that hangs has two of the places, and holds up no other', async (t) => {
  const world = await createWorld(t)
  const slow = await createReceiver(t, hangs)
  const quick = await createReceiver(t)
  await world.addEndpoint(slow.url, { eventTypes: ['slow'] })
  await world.addEndpoint(quick.url, { eventTypes: ['quick'] })
  for (const type of ['slow', 'quick']) for (let i = 0; i < 20; i++) await world.tell({ type })
  const until = performance.now() + 10_000 // less than an attempt may take
  while (quick.received.length < 20 && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.deepEqual([quick.received.length, slow.received.length], [20, 2])
  await slow.end()
})

test('for a disabled endpoint it waits for a day, and goes when that is enabled again', async (t) => {
  const world = await createWorld(t)
  const receiver = await createReceiver(t, answers(500))
  const id = await world.addEndpoint(receiver.url)
  await world.tell()
  await world.look()
  await world.changeEndpoint(id, { state: 'disabled' })
  receiver.behaviour = takes
  world.clock.advance(23 * hourMs)
  await world.look()
  await world.runJob('give-up-webhook-deliveries')
  assert.deepEqual([receiver.received.length, (await world.deliveries())[0]?.state], [1, 'pending'])
  await world.changeEndpoint(id, { state: 'enabled' })
  await world.look()
  assert.equal((await world.deliveries())[0]?.state, 'delivered')

  receiver.behaviour = answers(500)
  await world.tell()
  await world.look()
  await world.changeEndpoint(id, { state: 'disabled' })
  world.clock.advance(25 * hourMs)
  await world.runJob('give-up-webhook-deliveries')
  assert.deepEqual(
    (await world.deliveries()).map(({ state }) => state),
    ['delivered', 'dead']
  )
})

test('what is over is kept for thirty days, and what is not for longer', async (t) => {
  const world = await createWorld(t)
  const receiver = await createReceiver(t)
  await world.addEndpoint(receiver.url)
  await world.tell()
  await world.look()
  receiver.behaviour = answers(500)
  await world.tell()
  await world.look()
  world.clock.advance(29 * 24 * hourMs)
  await world.runJob('prune-webhook-deliveries')
  assert.equal((await world.deliveries()).length, 2)
  world.clock.advance(2 * 24 * hourMs)
  await world.runJob('prune-webhook-deliveries')
  assert.deepEqual(
    (await world.deliveries()).map(({ state }) => state),
    ['pending']
  )
  assert.equal((await world.attempts()).length, 1)
})
