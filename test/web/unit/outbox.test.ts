// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mergeBodies, stands, textIn } from '../../../web/src/offline/merging.js'
import { createOutbox, type OutboxPorts } from '../../../web/src/offline/outbox.js'
import { type Answer, emptyOutbox, type OutboxState, type Write } from '../../../web/src/offline/writes.js'
import { createTime, settle } from './live-world.js'

const lesson = '/api/lessons/les_1/progress'
const draft = '/api/projects/prj_1/draft'
const notes = '/api/lessons/les_1/notes'
const taken = { status: 200, body: {} }
const lost = { status: 0, body: undefined }
const put = (path: string, body: unknown, version?: number): Write => ({
  method: 'PUT',
  path,
  body,
  ...(version !== undefined && { headers: { 'If-Match': `"v${version}"` } })
})
const post = (path: string, body: unknown): Write => ({ method: 'POST', path, body })

/** A browser and an API, which answers what the test says, or 200. */
function createWorld() {
  const time = createTime()
  const world = {
    ...{
      time,
      isOnline: true,
      isOfAnother: false,
      user: 'sari' as string | undefined,
      cookieUser: 'sari' as string | undefined
    },
    state: emptyOutbox as OutboxState,
    sent: [] as Write[],
    /** The next answers, in their order. */
    answers: [] as (Answer | Promise<Answer>)[],
    /** What the API keeps, for who asks; undefined: it cannot be reached. */
    kept: undefined as { body: unknown; version?: number } | undefined,
    ...{ rounds: 0, signedOut: 0, isLocked: false },
    bodies: () => world.sent.map(({ body }) => body),
    tab
  }
  let ids = 0

  function tab(more: Partial<OutboxPorts> = {}) {
    return createOutbox({
      store: {
        read: async () => world.state,
        change: async (how) => {
          world.state = structuredClone(how(world.state))
        }
      },
      send: async (write) => {
        world.sent.push(structuredClone(write))
        return world.answers.shift() ?? taken
      },
      kept: async () => {
        const { kept } = world
        if (!kept) return undefined
        return {
          has: (body) => stands(body, kept.body),
          madeBy: (body) => (body !== undefined && stands(body, kept.body) ? '/api/notes/note_1' : undefined),
          version: kept.version
        }
      },
      userId: () => world.user,
      confirmedUserId: async () => world.cookieUser,
      isOnline: () => world.isOnline,
      isOfAnother: () => world.isOfAnother,
      async alone(run) {
        if (world.isLocked) return
        world.isLocked = true
        await run().finally(() => {
          world.isLocked = false
        })
      },
      ...{ later: time.later, now: time.now, random: () => 1 },
      newId: () => `id-${++ids}`,
      onSent: () => {
        world.rounds += 1
      },
      onSignedOut: () => {
        world.signedOut += 1
      },
      ...more
    })
  }
  return world
}

describe('the outbox', () => {
  test('sends at once what can be sent, and keeps nothing', async () => {
    const world = createWorld()
    const outbox = world.tab()
    assert.deepEqual(await outbox.sendOrQueue(put(lesson, { completed: true })), { answer: taken })
    world.answers = [{ status: 422, body: { code: 'X' } }]
    assert.deepEqual(await outbox.sendOrQueue(post(notes, { text: '' })), {
      answer: { status: 422, body: { code: 'X' } }
    })
    assert.deepEqual(world.state, emptyOutbox)
  })

  test('keeps in their order what has no network, and sends each once', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    for (const body of [1, 2, 3]) assert.deepEqual(await outbox.sendOrQueue(post(notes, { body })), { queued: true })
    assert.equal(world.sent.length, 0)
    world.isOnline = true
    await Promise.all([outbox.wake(), world.tab().wake(), outbox.wake()])
    await world.time.pass(600_000)
    assert.deepEqual(world.bodies(), [{ body: 1 }, { body: 2 }, { body: 3 }])
    assert.deepEqual([world.state, world.rounds], [emptyOutbox, 1])
  })

  test('joins what is said of the same', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(lesson, { completed: true, positionMs: 50 }))
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    await outbox.sendOrQueue(put(lesson, { positionMs: 20 }))
    await outbox.sendOrQueue(put(draft, { note: 'b' }))
    world.isOnline = true
    await outbox.wake()
    assert.deepEqual(world.bodies(), [{ completed: true, positionMs: 50, resumeMs: 20 }, { note: 'b' }])
  })

  test('keeps what met no answer, and comes back later each time', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.answers = [lost, { status: 503, body: undefined }, { status: 429, body: undefined, retryAfterMs: 60_000 }]
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    assert.equal(world.state.waiting.length, 1)
    await world.time.pass(2_000)
    assert.equal(world.sent.length, 2)
    await world.time.pass(4_000)
    assert.equal(world.sent.length, 3)
    await world.time.pass(59_000)
    assert.equal(world.sent.length, 3)
    await world.time.pass(1_000)
    assert.equal(world.sent.length, 4)
    assert.deepEqual(world.state, emptyOutbox)
  })

  test('does not let an older one that hung come after a newer one', async () => {
    const world = createWorld()
    const outbox = world.tab()
    let hang: (answer: Answer) => void = () => {}
    world.answers = [new Promise<Answer>((resolve) => (hang = resolve))]
    const older = outbox.sendOrQueue(put(draft, { note: 'a' }))
    await settle()
    const newer = outbox.sendOrQueue(put(draft, { note: 'b' }))
    hang(lost)
    assert.deepEqual(await Promise.all([older, newer]), [{ queued: true }, { queued: true }])
    await world.time.pass(10_000)
    assert.deepEqual(world.bodies(), [{ note: 'a' }, { note: 'b' }])
  })

  test('sends again what was changed while it was on its way', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }, 3))
    world.isOnline = true
    let answer: (answer: Answer) => void = () => {}
    world.answers = [new Promise<Answer>((resolve) => (answer = resolve))]
    const flushing = outbox.wake()
    await settle()
    await outbox.sendOrQueue(put(draft, { note: 'b' }, 3))
    answer({ status: 200, body: { version: 4 } })
    await flushing
    await world.time.pass(10_000)
    assert.deepEqual(
      world.sent.map(({ body, headers }) => [body, headers]),
      [
        [{ note: 'a' }, { 'If-Match': '"v3"' }],
        [{ note: 'b' }, { 'If-Match': '"v4"' }]
      ]
    )
    assert.deepEqual(world.state, emptyOutbox)
  })
})

describe('what may have arrived', () => {
  test('is not made twice', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.answers = [lost]
    await outbox.sendOrQueue(post(notes, { text: 'Tanyakan ini' }))
    await world.time.pass(2_000)
    assert.equal(world.sent.length, 1, 'it cannot be told: it waits')
    world.kept = { body: { id: 'note_1', text: 'Tanyakan ini', positionMs: null } }
    await world.time.pass(10_000)
    assert.deepEqual([world.sent.length, world.state], [1, emptyOutbox])
  })

  test('and was written on since is changed, and not made once more', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.answers = [lost]
    await outbox.sendOrQueue({ ...post(notes, { text: 'a' }), key: 'note 1' })
    await outbox.sendOrQueue({ ...post(notes, { text: 'ab' }), key: 'note 1' })
    world.kept = { body: { id: 'note_1', text: 'a' } }
    let answer: (answer: Answer) => void = () => {}
    world.answers = [new Promise<Answer>((resolve) => (answer = resolve))]
    await world.time.pass(2_000)
    await outbox.sendOrQueue({ ...post(notes, { text: 'abc' }), key: 'note 1' })
    answer(taken)
    await world.time.pass(10_000)
    assert.deepEqual(
      world.sent.map(({ method, path, body }) => [method, path, body]),
      [
        ['POST', notes, { text: 'a' }],
        ['PATCH', '/api/notes/note_1', { text: 'ab' }],
        ['PATCH', '/api/notes/note_1', { text: 'abc' }]
      ]
    )
    assert.deepEqual(world.state, emptyOutbox)
  })

  test('and has not is made', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.answers = [lost]
    world.kept = { body: { text: 'something else' } }
    await outbox.sendOrQueue(post(notes, { text: 'Tanyakan ini' }))
    await world.time.pass(2_000)
    assert.deepEqual([world.sent.length, world.state], [2, emptyOutbox])
  })

  test('is looked for after the tab was closed in the middle of it', async () => {
    const world = createWorld()
    world.isOnline = false
    const closed = world.tab({ send: () => new Promise(() => {}) })
    await closed.sendOrQueue(post(notes, { text: 'a' }))
    world.isOnline = true
    void closed.flush()
    await settle()
    world.isLocked = false
    world.kept = { body: { text: 'a' } }
    await world.tab().wake()
    assert.deepEqual([world.sent.length, world.state], [0, emptyOutbox])
  })

  test('is no conflict with what came after it', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.answers = [lost, { status: 412, body: {} }]
    await outbox.sendOrQueue(put(draft, { note: 'a' }, 3))
    world.kept = { body: { note: 'a' }, version: 4 }
    await outbox.sendOrQueue(put(draft, { note: 'ab' }, 3))
    await world.time.pass(10_000)
    assert.deepEqual(
      world.sent.map(({ body, headers }) => [body, headers]),
      [
        [{ note: 'a' }, { 'If-Match': '"v3"' }],
        [{ note: 'ab' }, { 'If-Match': '"v3"' }],
        [{ note: 'ab' }, { 'If-Match': '"v4"' }]
      ]
    )
    assert.deepEqual(world.state, emptyOutbox)
  })
})

describe('what is refused', () => {
  test('is kept to be read, and the rest goes on', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }, 3))
    await outbox.sendOrQueue(put(lesson, { completed: true }))
    world.isOnline = true
    world.answers = [{ status: 412, body: { code: 'PRECONDITION_FAILED' } }]
    await outbox.wake()
    assert.equal(world.sent.length, 2)
    assert.deepEqual(world.state.waiting, [])
    const [refused] = world.state.refused
    assert.deepEqual([refused?.path, refused?.body, refused?.status], [draft, { note: 'a' }, 412])
    await outbox.dismiss(refused?.id ?? '')
    assert.deepEqual(world.state, emptyOutbox)
  })

  test('by an error of the server is tried some times more', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    world.isOnline = true
    world.answers = Array.from({ length: 20 }, () => ({ status: 500, body: undefined }))
    await outbox.wake()
    await world.time.pass(3_600_000)
    assert.equal(world.sent.length, 7)
    assert.equal(world.state.refused.length, 1)
  })
})

describe('somebody else', () => {
  test('does not send what another one has written', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    world.isOnline = true
    world.user = 'joko'
    world.cookieUser = 'joko'
    await outbox.wake()
    await world.time.pass(3_600_000)
    assert.equal(world.sent.length, 0)
    world.user = 'sari'
    await outbox.wake()
    assert.equal(world.sent.length, 0, 'another tab has signed in as somebody else')
    world.cookieUser = 'sari'
    await world.time.pass(600_000)
    assert.equal(world.sent.length, 1)
  })

  test('who has signed in in another tab does not send what is still typed on the page of the one before', async () => {
    const world = createWorld()
    const outbox = world.tab()
    world.isOfAnother = true
    world.cookieUser = 'joko'
    assert.deepEqual(await outbox.sendOrQueue(put(draft, { note: 'a' })), { queued: true })
    await world.time.pass(3_600_000)
    assert.equal(world.sent.length, 0)
    world.isOfAnother = false
    world.cookieUser = 'sari'
    await outbox.wake()
    assert.deepEqual(world.bodies(), [{ note: 'a' }])
  })

  test('has what another one has written for a week', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    await world.time.pass(8 * 24 * 3_600_000)
    world.isOnline = true
    await outbox.wake()
    assert.equal(world.sent.length, 0)
    await outbox.prune()
    assert.deepEqual(world.state, emptyOutbox)
  })

  test('whose session has ended is asked to sign in, and what waits is kept', async () => {
    const world = createWorld()
    world.isOnline = false
    const outbox = world.tab()
    await outbox.sendOrQueue(put(draft, { note: 'a' }))
    world.isOnline = true
    world.answers = [{ status: 401, body: undefined }]
    await outbox.wake()
    assert.deepEqual([world.signedOut, world.state.waiting.length], [1, 1])
    world.kept = { body: {} }
    await outbox.wake()
    assert.deepEqual(world.state, emptyOutbox)
  })
})

test('answers of a quiz are joined question by question', () => {
  const write = { method: 'PUT', path: '/api/quiz-attempts/qat_1/answers' } as const
  const older = {
    answers: [
      { questionId: 'a', answer: 1 },
      { questionId: 'b', answer: 2 }
    ]
  }
  const newer = {
    answers: [
      { questionId: 'b', answer: null },
      { questionId: 'c', answer: 'x' }
    ]
  }
  assert.deepEqual(mergeBodies(write, older, newer), {
    answers: [
      { questionId: 'a', answer: 1 },
      { questionId: 'b', answer: null },
      { questionId: 'c', answer: 'x' }
    ]
  })
})

test('of what was refused, what somebody has written can be read', () => {
  const body = {
    items: [
      { deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn', kind: 'text', text: 'Halo' },
      { deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn', kind: 'link', url: 'https://x.example' }
    ],
    note: 'Catatan',
    checklist: [true]
  }
  assert.equal(textIn(body), 'Halo\n\nhttps://x.example\n\nCatatan')
})

test('what was written by its ids stands in what is answered with the things themselves', () => {
  const written = { items: [{ deliverableId: 'dlv_1', kind: 'file', fileIds: ['file_1', 'file_2'] }] }
  const kept = (ids: string[]) => ({
    items: [{ deliverableId: 'dlv_1', kind: 'file', files: ids.map((id) => ({ id, name: 'foto.png', size: 3 })) }],
    note: ''
  })
  assert.equal(stands(written, kept(['file_1', 'file_2'])), true)
  assert.equal(stands(written, kept(['file_1'])), false)
  assert.equal(stands(written, kept(['file_2', 'file_1'])), false)
})
