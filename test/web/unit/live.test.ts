// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createWorld, polled, settle, told, type World } from './live-world.js'

/** The one stream that is open. */
function onlyStream(world: World) {
  const [stream, ...others] = world.openStreams()
  assert.ok(stream, 'no stream is open')
  assert.equal(others.length, 0, 'more than one stream is open')
  return stream
}

async function withLeaderAndFollower() {
  const world = createWorld()
  const leader = world.openTab()
  await settle()
  onlyStream(world).on.onEvent(told('e.1', 2))
  const follower = world.openTab()
  await world.time.pass(100)
  return { world, leader, follower }
}

describe('tabs of one browser', () => {
  test('share one stream, and all of them hear', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    assert.equal(follower.unread, 2, 'who comes later learns where the others are')
    assert.equal(follower.connection, 'live')
    onlyStream(world).on.onEvent(told('e.2', 3, ['n1']))
    await settle()
    for (const tab of [leader, follower]) assert.deepEqual([tab.unread, tab.news], [3, ['n1']])
    await world.time.pass(60_000)
    assert.equal(world.allStreams().length, 1)
  })

  test('go on where a leader that was closed has been', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    onlyStream(world).on.onEvent(told('e.7', 3, ['n1']))
    await settle()
    leader.tell('leave')
    await settle()
    const stream = onlyStream(world)
    assert.equal(stream.tab, follower)
    assert.equal(stream.position, 'e.7')
    stream.on.onEvent(told('e.8', 4, ['n2']))
    assert.deepEqual(follower.news, ['n1', 'n2'])
    assert.equal(follower.resets, 0)
  })

  test('take over from a leader that is frozen without a word, and do not listen to it when it thaws', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    const old = onlyStream(world)
    leader.isFrozen = true
    await world.time.pass(3_500)
    const stream = world.openStreams().find(({ tab }) => tab === follower)
    assert.equal(stream?.position, 'e.1')
    stream.on.onEvent(told('e.3', 1, ['n1']))
    leader.isFrozen = false
    old.on.onEvent(told('e.2', 9, ['n1']))
    await world.time.pass(3_000)
    assert.deepEqual([follower.unread, follower.news], [1, ['n1']])
    assert.equal(onlyStream(world).tab, follower, 'the one that thawed lets go of its stream')
    assert.equal(leader.unread, 1)
  })

  test('of which none is looked at leave a silent leader alone', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    follower.tell('hidden')
    leader.tell('hidden')
    leader.isFrozen = true
    await world.time.pass(30_000)
    assert.equal(world.allStreams().length, 1)
    follower.tell('visible')
    await world.time.pass(1_600)
    assert.equal(world.openStreams().at(-1)?.tab, follower, 'two seconds after somebody looks')
  })

  test('steal at the same time, and one of them leads', async () => {
    const { world, leader } = await withLeaderAndFollower()
    world.openTab()
    world.openTab()
    await settle()
    leader.isFrozen = true
    await world.time.pass(5_000)
    world
      .openStreams()
      .at(-1)
      ?.on.onEvent(told('e.2', 3, ['n1']))
    leader.isFrozen = false
    await world.time.pass(10_000)
    onlyStream(world)
    for (const tab of world.tabs) assert.deepEqual([tab.unread, tab.news], [3, ['n1']])
  })

  test('listen to the newer of two that both believe to lead', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    const frame = { position: 'e.5', isReset: false, unread: 5, news: [] }
    world.sayInChannel({ kind: 'frame', user: 'sari', term: world.time.now() + 10, frame })
    await settle()
    assert.deepEqual([leader.unread, follower.unread], [5, 5])
    world.sayInChannel({ kind: 'frame', user: 'sari', term: 1, frame: { ...frame, position: 'e.6', unread: 6 } })
    assert.equal(follower.unread, 5, 'an older leader is not heard')
  })

  test('of another user, or of another version, are not listened to', async () => {
    const { world, follower } = await withLeaderAndFollower()
    const frame = { position: 'e.5', isReset: false, unread: 5, news: [] }
    const term = world.time.now() + 10
    for (const message of [
      { kind: 'frame', user: 'joko', term, frame },
      { kind: 'frame', user: 'sari', term, frame: { unread: 5 } },
      { kind: 'frame', user: 'sari', frame },
      { kind: 'what', user: 'sari', term },
      'hello',
      null
    ]) {
      world.sayInChannel(message)
    }
    assert.equal(follower.unread, 2)
  })

  test('ask for everything again when they were away while others heard', async () => {
    const { world, follower } = await withLeaderAndFollower()
    follower.tell('leave')
    onlyStream(world).on.onEvent(told('e.4', 6, ['n1']))
    await settle()
    assert.equal(follower.unread, 2)
    follower.tell('return')
    await world.time.pass(100)
    assert.deepEqual([follower.unread, follower.resets], [6, 1])
  })
})

describe('what is heard', () => {
  test('twice is told once', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    const { on } = onlyStream(world)
    on.onEvent(told('e.2', 3, ['n1']))
    on.onEvent(told('e.2', 3, ['n1']))
    on.onEvent(told('e.3', 4, ['n1', 'n2']))
    await settle()
    for (const tab of [leader, follower]) assert.deepEqual(tab.news, ['n1', 'n2'])
  })

  test('too late is told, and its badge is not shown', async () => {
    const { world, leader } = await withLeaderAndFollower()
    const { on } = onlyStream(world)
    on.onEvent(told('e.10', 4, ['n2']))
    on.onEvent(told('e.9', 3, ['n1']))
    assert.deepEqual([leader.unread, leader.news], [4, ['n2', 'n1']])
    on.onEvent(told('e.10', 3))
    assert.equal(leader.unread, 3, 'read elsewhere: the badge changes at the same position')
  })

  test('of another data set begins anew', async () => {
    const { world, leader } = await withLeaderAndFollower()
    const { on } = onlyStream(world)
    on.onEvent({ type: 'reset', position: 'f.1', data: '{"streamPosition":"f.1"}' })
    on.onEvent(told('f.1', 0))
    assert.deepEqual([leader.unread, leader.resets], [0, 1])
  })

  test('and is no JSON, or not ours, is passed over', async () => {
    const { world, leader } = await withLeaderAndFollower()
    const { on } = onlyStream(world)
    for (const data of ['{', '[]', 'null', '{"unreadCount":"many"}'])
      on.onEvent({ type: 'message', position: 'e.2', data })
    assert.deepEqual([leader.unread, leader.connection], [2, 'live'])
  })
})

describe('a stream', () => {
  test('that is closed for good is polled for at once, and tried again', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    onlyStream(world).on.onError(true)
    await settle()
    assert.deepEqual(world.lastPoll().query, { after: 'e.1', unread: 2, waitSeconds: 25 })
    world.lastPoll().answer(polled('e.2', 3, ['n1']))
    await settle()
    assert.deepEqual([follower.news, follower.connection], [['n1'], 'polling'])
    await world.time.pass(5_000)
    assert.equal(onlyStream(world).position, 'e.2')
    assert.ok(world.lastPoll().signal.aborted, 'no poll waits beside the stream')
    onlyStream(world).on.onEvent(told('e.2', 3))
    assert.equal(leader.connection, 'live')
  })

  test('that is retried by the browser is left to it', async () => {
    const { world, leader } = await withLeaderAndFollower()
    const stream = onlyStream(world)
    stream.on.onError(false)
    assert.equal(leader.connection, 'connecting')
    await world.time.pass(30_000)
    stream.on.onOpen()
    stream.on.onEvent(told('e.2', 1))
    await world.time.pass(60_000)
    assert.deepEqual([world.allStreams().length, world.polls.length, leader.unread], [1, 0, 1])
  })

  test('that the browser does not get back is given up', async () => {
    const { world } = await withLeaderAndFollower()
    onlyStream(world).on.onError(false)
    await world.time.pass(45_000)
    assert.equal(world.polls.length, 1)
    assert.equal(world.openStreams().length, 0)
  })

  test('whose events a proxy keeps back is polled for after ten seconds, and seldom tried again', async () => {
    const world = createWorld()
    const tab = world.openTab()
    await settle()
    onlyStream(world).on.onOpen()
    await world.time.pass(9_000)
    assert.equal(world.polls.length, 0)
    await world.time.pass(1_500)
    world.lastPoll().answer(polled('e.1', 4))
    await settle()
    assert.deepEqual([tab.unread, tab.connection], [4, 'polling'])
    await world.time.pass(240_000)
    assert.equal(world.allStreams().length, 1)
    await world.time.pass(70_000)
    assert.equal(world.allStreams().length, 2, 'five minutes later')
    await world.time.pass(10_000)
    await world.time.pass(400_000)
    assert.equal(world.allStreams().length, 2, 'and then less often')
  })

  test('that says nothing for longer than one lives is dead', async () => {
    const { world } = await withLeaderAndFollower()
    await world.time.pass(11 * 60_000 + 1)
    assert.equal(world.allStreams().length, 2)
    assert.equal(onlyStream(world).position, 'e.1')
  })

  test('that was closed by us is not listened to any more', async () => {
    const { world, leader } = await withLeaderAndFollower()
    const stream = onlyStream(world)
    stream.on.onError(true)
    stream.on.onEvent(told('e.9', 9))
    stream.on.onError(true)
    await settle()
    assert.deepEqual([leader.unread, world.polls.length], [2, 1])
  })

  test('of a browser that has none is polled for', async () => {
    const world = createWorld({ hasStreams: false })
    const tab = world.openTab()
    await settle()
    world.lastPoll().answer(polled('e.1', 1))
    await world.time.pass(5_000)
    assert.deepEqual(world.lastPoll().query, { after: 'e.1', unread: 1, waitSeconds: 25 })
    world.lastPoll().answer(polled('e.2', 2, ['n1']))
    await settle()
    assert.deepEqual([tab.unread, tab.news], [2, ['n1']])
  })
})

describe('a poll', () => {
  async function polling() {
    const world = createWorld({ hasStreams: false })
    const tab = world.openTab()
    await settle()
    return { world, tab }
  }

  test('that fails is repeated, later each time, and after what the server asks for', async () => {
    const { world, tab } = await polling()
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const before = world.polls.length
      const failedAt = world.time.now()
      world.lastPoll().answer({ status: i % 2 ? 503 : 0 })
      while (world.polls.length === before) await world.time.pass(500)
      times.push(world.time.now() - failedAt)
    }
    assert.deepEqual(times, [1_000, 2_000, 4_000, 8_000, 16_000])
    world.lastPoll().answer({ status: 503, retryAfterMs: 40_000 })
    const { length } = world.polls
    await world.time.pass(39_000)
    assert.equal(world.polls.length, length)
    await world.time.pass(1_500)
    assert.equal(world.polls.length, length + 1)
    assert.equal(tab.connection, 'connecting')
  })

  test('that hangs is given up', async () => {
    const { world } = await polling()
    await world.time.pass(42_000)
    assert.equal(world.polls.length, 2)
  })

  test('that was answered before its time is not repeated before it may', async () => {
    const { world } = await polling()
    world.lastPoll().answer({ ...polled('e.1', 0), retryAfterMs: 12_000 })
    await world.time.pass(11_000)
    assert.equal(world.polls.length, 1)
    await world.time.pass(2_000)
    assert.equal(world.polls.length, 2)
  })

  test('that is answered at once by something in between does not become a storm', async () => {
    const { world } = await polling()
    world.lastPoll().answer(polled('e.1', 0))
    await world.time.pass(100)
    for (let i = 0; i < 30; i += 1) {
      world.lastPoll().answer(polled('e.1', 0))
      await world.time.pass(1_000)
    }
    assert.ok(world.polls.length < 10, `${world.polls.length} polls in 30 seconds`)
  })

  test('that is answered with a page of a proxy is a failure', async () => {
    const { world, tab } = await polling()
    world.lastPoll().answer({ status: 200, body: undefined })
    await settle()
    assert.deepEqual([tab.unread, tab.connection, tab.signedOut], [undefined, 'connecting', 0])
  })
})

describe('a session', () => {
  test('that has ended stops all tabs', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    onlyStream(world).on.onEvent({ type: 'session-expired', position: 'e.1', data: '{}' })
    await settle()
    world.lastPoll().answer({ status: 401 })
    await settle()
    assert.deepEqual([leader.signedOut, follower.signedOut], [1, 1])
    await world.time.pass(600_000)
    assert.deepEqual([world.openStreams().length, world.polls.length], [0, 1])
  })

  test('that was changed for a new one goes on', async () => {
    const { world, leader } = await withLeaderAndFollower()
    onlyStream(world).on.onEvent({ type: 'session-expired', position: 'e.1', data: '{}' })
    await world.time.pass(6_000)
    assert.equal(leader.signedOut, 0, 'a new password has ended the old one')
    onlyStream(world).on.onEvent(told('e.2', 1))
    assert.equal(leader.connection, 'live')
  })

  test('of which nobody hears after it was stopped', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    leader.live.stop()
    follower.live.stop()
    await world.time.pass(60_000)
    assert.deepEqual([world.openStreams().length, leader.signedOut, follower.signedOut], [0, 0, 0])
  })
})

describe('a browser', () => {
  test('with no tab in sight rests after five minutes, and goes on from there', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    leader.tell('hidden')
    await world.time.pass(600_000)
    assert.equal(world.openStreams().length, 1, 'one of them is looked at')
    onlyStream(world).on.onEvent(told('e.2', 3))
    await settle()
    follower.tell('hidden')
    await world.time.pass(310_000)
    assert.equal(world.openStreams().length, 0)
    assert.equal(follower.connection, 'paused')
    follower.tell('visible')
    await settle()
    assert.equal(onlyStream(world).position, 'e.2')
    assert.equal(onlyStream(world).tab, leader)
  })

  test('without a network says nothing to the server, and asks when it has one', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    for (const tab of [leader, follower]) tab.tell('offline')
    await settle()
    assert.deepEqual([world.openStreams().length, leader.connection, follower.connection], [0, 'offline', 'offline'])
    await world.time.pass(60_000)
    for (const tab of [leader, follower]) tab.tell('online')
    await settle()
    assert.equal(onlyStream(world).position, 'e.1')
  })

  test('does not trust a stream after it was away', async () => {
    const { world, leader, follower } = await withLeaderAndFollower()
    for (const tab of [leader, follower]) tab.tell('hidden')
    await world.time.pass(120_000)
    leader.tell('visible')
    await settle()
    assert.equal(world.allStreams().length, 2)
    onlyStream(world).on.onEvent(told('e.1', 2))
    leader.tell('hidden')
    await world.time.pass(1_000)
    leader.tell('visible')
    assert.equal(world.allStreams().length, 2, 'a glance elsewhere costs nothing')
  })

  test('without locks has a stream for each tab that is looked at', async () => {
    const world = createWorld({ hasLocks: false })
    const one = world.openTab()
    const other = world.openTab({ isVisible: true })
    await settle()
    assert.equal(world.openStreams().length, 2)
    for (const { on } of world.openStreams()) on.onEvent(told('e.1', 1))
    one.tell('hidden')
    await world.time.pass(31_000)
    assert.equal(onlyStream(world).tab, other)
    one.tell('visible')
    assert.equal(world.openStreams().length, 2)
    one.tell('leave')
    assert.equal(onlyStream(world).tab, other)
  })
})
