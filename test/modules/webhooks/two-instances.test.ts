import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReceiver, hangs, takes } from './receiver.js'
import { createWorld } from './world.js'

const leaseMs = 60_000

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10))
}

test('two instances over one database send nothing twice', async (t) => {
  const one = await createWorld(t)
  const two = await createWorld(t, { databaseUrl: one.databaseUrl })
  const receivers = [await createReceiver(t), await createReceiver(t), await createReceiver(t)]
  for (const { url } of receivers) await one.addEndpoint(url)
  for (let i = 0; i < 30; i++) await (i % 2 ? one : two).tell()
  await Promise.all([one.look(), two.look()])
  await Promise.all([one.look(), two.look()])
  const ids = receivers.flatMap(({ received }) => received.map(({ headers }) => headers['webhook-id']))
  assert.deepEqual([ids.length, new Set(ids).size], [90, 90])
  const deliveries = await one.deliveries()
  assert.ok(deliveries.every(({ state, attempts }) => state === 'delivered' && attempts === 1))
  assert.equal((await one.attempts()).length, 90)
  assert.deepEqual([...one.errors, ...two.errors], [])
})

test('what is being sent when a process is killed is sent again by the next, and not before', async (t) => {
  const killed = await createWorld(t)
  const receiver = await createReceiver(t, hangs)
  await killed.addEndpoint(receiver.url)
  await killed.tell()
  await until(() => receiver.received.length === 1)
  assert.equal((await killed.deliveries())[0]?.state, 'sending', 'that is committed before')
  const next = await createWorld(t, { databaseUrl: killed.databaseUrl })
  receiver.behaviour = takes
  await next.look()
  assert.equal(receiver.received.length, 1, 'its lease has not run out')
  next.clock.advance(leaseMs + 1)
  await next.look()
  const [lost, sent] = receiver.received
  assert.equal(receiver.received.length, 2)
  assert.equal(lost?.headers['webhook-id'], sent?.headers['webhook-id'])
  assert.deepEqual(
    (await next.attempts()).map(({ number, status, error }) => [number, status, error]),
    [
      [1, null, 'the server ended before there was an answer'],
      [2, 204, null]
    ]
  )
  // It was not dead, only slow: what it learns now changes nothing.
  await receiver.end()
  await killed.webhooks.worker.settled()
  const [delivery] = await next.deliveries()
  assert.deepEqual([delivery?.state, delivery?.attempts, (await next.attempts()).length], ['delivered', 2, 2])
})

test('a process that ends gives up what takes too long, and another one sends it', async (t) => {
  const first = await createWorld(t)
  const receiver = await createReceiver(t, hangs)
  await first.addEndpoint(receiver.url)
  await first.tell()
  await until(() => receiver.received.length === 1)
  const startedAt = performance.now()
  await first.webhooks.worker.close()
  assert.ok(performance.now() - startedAt < 5_000)
  const [delivery] = await first.deliveries()
  assert.deepEqual([delivery?.state, (await first.attempts()).length], ['sending', 0])
  receiver.behaviour = takes
  const next = await createWorld(t, { databaseUrl: first.databaseUrl })
  next.clock.advance(leaseMs + 1)
  await next.look()
  assert.equal((await next.deliveries())[0]?.state, 'delivered')
})

test('a process that ends waits for what comes to its end', async (t) => {
  const world = await createWorld(t)
  const receiver = await createReceiver(t, (response) => setTimeout(() => response.writeHead(200).end(), 300))
  await world.addEndpoint(receiver.url)
  await world.tell()
  await until(() => receiver.received.length === 1)
  await world.webhooks.worker.close()
  assert.equal((await world.deliveries())[0]?.state, 'delivered')
})
