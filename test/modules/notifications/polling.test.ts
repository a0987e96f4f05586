// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createWakeHub } from '../../../src/lib/wake-hub.js'
import { createFollowing } from '../../../src/modules/notifications/following.js'
import type { News } from '../../../src/modules/notifications/news.repository.js'
import { createPolling } from '../../../src/modules/notifications/polling.js'
import { createStreamRegistry } from '../../../src/modules/notifications/stream-registry.js'
import { createWaits } from '../../../src/modules/notifications/waits.js'

function setUp() {
  const hub = createWakeHub()
  const registry = createStreamRegistry()
  const waits = createWaits({ perOwner: 5, max: 100 })
  const news: News = { isSessionAlive: true, head: 3, prunedSeq: 0, unread: 0, version: 1, items: [] }
  let reads = 0
  const read = async () => {
    reads += 1
    return { ...news }
  }
  const follow = createFollowing({ hub, registry, reader: { read }, epoch: 'e', onWritten: () => {} })
  const poll = createPolling({ follow, waits })
  const asked = { userId: 'usr_1', sessionId: 's', position: 'e.3', unread: undefined, wait: 25 }
  return { hub, registry, waits, news, poll, asked, reads: () => reads }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('a poll that waits', () => {
  test('asks nothing meanwhile, and leaves nothing behind when its client leaves', async () => {
    const { hub, registry, waits, poll, asked, reads } = setUp()
    let leave = () => {}
    const polled = poll(asked, (end) => {
      leave = end
    })
    await settled()
    assert.deepEqual([reads(), hub.followed(), hub.listening(), registry.size(), waits.count()], [1, 1, 1, 1, 1])
    leave()
    assert.equal((await polled).changes.position, 'e.3')
    assert.deepEqual([reads(), hub.followed(), hub.listening(), registry.size(), waits.count()], [1, 0, 0, 0, 0])
  })

  test('looks once for each wake, and waits on when it was nothing', async () => {
    const { hub, news, poll, asked, reads } = setUp()
    const polled = poll(asked, () => {})
    await settled()
    hub.wake(['usr_2'])
    hub.wake(['usr_1'])
    await settled()
    assert.equal(reads(), 2)
    news.unread = 2
    hub.wake(['usr_1'])
    assert.equal((await polled).changes.unreadCount, 2)
    assert.deepEqual([reads(), hub.followed()], [3, 0])
  })

  test('leaves nothing behind when its session ends or the reader fails', async () => {
    for (const isFailure of [false, true]) {
      const { hub, registry, waits, news, poll, asked } = setUp()
      const polled = poll(asked, () => {})
      await settled()
      if (isFailure) Object.defineProperty(news, 'items', { enumerable: true, get: () => assert.fail('no database') })
      else news.isSessionAlive = false
      hub.wake(['usr_1'])
      await assert.rejects(polled, isFailure ? /no database/ : /session has ended/)
      assert.deepEqual([hub.followed(), hub.listening(), registry.size(), waits.count()], [0, 0, 0, 0])
    }
  })

  test('has room for five of a user, and of all for as many as there may be', async () => {
    const waits = createWaits({ perOwner: 2, max: 3 })
    const displaced: string[] = []
    const enter = (owner: string, name: string) =>
      waits.enter(owner, { forMs: 60_000, end: () => {}, whenDisplaced: () => displaced.push(name) })
    const first = enter('a', 'a1')
    enter('a', 'a2')
    enter('a', 'a3')
    assert.deepEqual(displaced, ['a1'])
    assert.equal(enter('b', 'b1'), undefined, 'there is no room until the displaced one has gone')
    first?.()
    first?.()
    assert.equal(waits.count(), 2)
    assert.ok(enter('b', 'b1'))
    waits.close()
    assert.deepEqual(displaced, ['a1', 'a2', 'a3', 'b1'])
    assert.equal(enter('c', 'c1'), undefined)
  })
})
