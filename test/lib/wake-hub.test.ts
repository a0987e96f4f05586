import assert from 'node:assert/strict'
import { setMaxListeners } from 'node:events'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createWakeHub } from '../../src/lib/wake-hub.js'

const never = new AbortController().signal

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  return (await Promise.race([promise, nextTurn('pending')])) === 'pending'
}

describe('wake hub', () => {
  it('wakes those who wait for a key, all of them, and nobody else', async () => {
    const hub = createWakeHub()
    hub.follow('ani')
    hub.follow('budi')
    const first = hub.wait('ani', hub.version(), never)
    const second = hub.wait('ani', hub.version(), never)
    const other = hub.wait('budi', hub.version(), never)

    hub.wake(['ani', 'nobody'])

    assert.equal(await first, 1)
    assert.equal(await second, 1)
    assert.equal(await isPending(other), true)
    assert.equal(hub.listening(), 1)
  })

  it('loses no wake between the read and the wait', async () => {
    const hub = createWakeHub()
    hub.follow('ani')
    const seen = hub.version()
    hub.wake(['ani'])
    hub.wake(['budi'])
    assert.equal(await hub.wait('ani', seen, never), 1)
  })

  it('does not answer twice for the same wake', async () => {
    const hub = createWakeHub()
    hub.follow('ani')
    hub.wake(['ani'])
    const seen = hub.version()
    hub.wake(['budi'])
    assert.equal(await isPending(hub.wait('ani', seen, never)), true)
  })

  it('treats what happened before the follow as unknown, not as nothing', async () => {
    const hub = createWakeHub()
    const seen = hub.version()
    hub.wake(['ani'])
    hub.follow('ani')
    assert.equal(await hub.wait('ani', seen, never), 1)
    assert.equal(await isPending(hub.wait('ani', hub.version(), never)), true)
  })

  it('wakes everyone, also those who read at that moment', async () => {
    const hub = createWakeHub()
    hub.follow('ani')
    hub.follow('budi')
    const seen = hub.version()
    const waiting = hub.wait('ani', seen, never)
    hub.wakeAll()
    assert.equal(await waiting, 1)
    assert.equal(await hub.wait('budi', seen, never), 1)
  })

  it('lets a waiter go when its signal aborts, with the version it came with', async () => {
    const hub = createWakeHub()
    hub.follow('ani')
    const leaving = new AbortController()
    const left = hub.wait('ani', 0, leaving.signal)
    const stays = hub.wait('ani', 0, never)
    leaving.abort()
    assert.equal(await left, 0)
    assert.equal(await hub.wait('ani', 0, leaving.signal), 0, 'an aborted signal does not wait')
    assert.equal(hub.listening(), 1)
    hub.wake(['ani'])
    assert.equal(await stays, 1)
    assert.equal(hub.listening(), 0)
  })

  it('remembers a key only while somebody follows it', async () => {
    const hub = createWakeHub()
    const releaseFirst = hub.follow('ani')
    const releaseSecond = hub.follow('ani')
    hub.wake(Array.from({ length: 1_000 }, (_, at) => `stranger-${at}`))
    assert.equal(hub.followed(), 1)
    releaseFirst()
    releaseFirst()
    assert.equal(hub.followed(), 1, 'a release counts once')
    releaseSecond()
    assert.equal(hub.followed(), 0)
    assert.throws(() => hub.wait('ani', 0, never), /without follow/)
  })

  it('carries ten thousand followers through wakes that come while they read', async () => {
    const hub = createWakeHub()
    const keys = Array.from({ length: 10_000 }, (_, at) => `user-${at}`)
    const stop = new AbortController()
    setMaxListeners(0, stop.signal)
    const truth = new Map(keys.map((key) => [key, 0]))
    const known = new Map<string, number>()

    const followers = keys.map(async (key) => {
      const release = hub.follow(key)
      while (!stop.signal.aborted) {
        const seen = hub.version()
        const read = truth.get(key) ?? 0
        await nextTurn()
        known.set(key, read)
        await hub.wait(key, seen, stop.signal)
      }
      release()
    })
    for (let round = 1; round <= 3; round += 1) {
      for (const key of keys) truth.set(key, round)
      hub.wake(keys)
      await nextTurn()
    }
    while (hub.listening() < keys.length) await nextTurn()
    assert.deepEqual(known, truth)

    stop.abort()
    await Promise.all(followers)
    assert.equal(hub.listening(), 0)
    assert.equal(hub.followed(), 0)
  })
})
