import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { setRule } from '../progress/completion.js'
import { makeWorld, ok, set } from './world.js'

const settings = { mode: 'weights', passMark: 65, release: 'by_hand' }

test('a course grades by points, passes with 70 and shows at once, until it says otherwise', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, robot, laporan, quiz } = await makeWorld(app, 0)
  const item = { cohortId: null, weight: null, isCounted: true }
  const first = await mentor.get(`${url}/settings`)
  assert.equal(first.headers.etag, '"v0"')
  assert.deepEqual(first.body, {
    ...{ courseId, mode: 'points', passMark: 70, release: 'at_once', version: 0 },
    items: [
      { kind: 'project', itemId: robot[1], title: 'Robot', ...item, maxPoints: 20, share: 15.38 },
      { kind: 'project', itemId: laporan[1], title: 'Laporan', ...item, maxPoints: 100, share: 76.92 },
      { kind: 'quiz', itemId: quiz[1], title: 'Kuis', ...item, maxPoints: 10, share: 7.69 }
    ]
  })
  const changed = await mentor.put(`${url}/settings`, settings, { 'if-match': '"v0"' })
  assert.deepEqual([changed.status, changed.headers.etag, changed.body.passMark], [200, '"v1"', 65])
  assert.deepEqual(
    changed.body.items.map(({ share }: { share: number }) => share),
    [33.33, 33.33, 33.33]
  )
  assert.equal((await mentor.put(`${url}/settings`, settings, { 'if-match': '"v0"' })).status, 412)
  assert.equal((await ok(mentor.put(`${url}/settings`, settings))).version, 1, 'the same again is no change')
  for (const wrong of [
    { passMark: 101 },
    { passMark: -1 },
    { passMark: 70.5 },
    { mode: 'letters' },
    { release: null }
  ]) {
    const { status, body } = await mentor.put(`${url}/settings`, { ...settings, ...wrong })
    assert.deepEqual([status, Object.keys(body.details)], [400, Object.keys(wrong)])
  }
})

test('several items are weighed at once, each one of the course', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, robot, laporan, quiz } = await makeWorld(app, 0)
  const said = ([kind, itemId]: readonly [string, string], weight: number | null, isCounted = true) => ({
    ...{ kind, itemId, weight, isCounted }
  })
  const put = (...items: object[]) => mentor.put(`${url}/items`, { items })
  const weights = (body: { items: Record<string, unknown>[] }) =>
    body.items.map(({ weight, isCounted, share }) => `${weight} ${isCounted} ${share}`)
  assert.deepEqual(weights(await ok(put(said(robot, 2.5), said(laporan, null, false)))), [
    '2.5 true 20', // of 2.5 + 10
    'null false 0',
    'null true 80'
  ])
  const again = await put(said(robot, 0), said(quiz, 40))
  assert.deepEqual(weights(again.body), ['0 true 0', 'null false 0', '40 true 100'], 'what is not named stays')
  assert.deepEqual([again.body.version, again.headers.etag], [2, '"v2"'])
  assert.equal((await ok(put())).version, 2)

  const before = await ok(mentor.get(`${url}/settings`))
  const cases: [code: string, field: string, items: object[]][] = [
    ['UNKNOWN_ITEM', 'items.1.itemId', [said(robot, 1), said(['project', 'prj_1'], 1)]],
    ['UNKNOWN_ITEM', 'items.0.itemId', [said(['quiz', robot[1]], 1)]],
    ['ITEM_TWICE', 'items.1.itemId', [said(robot, 1), said(robot, 2)]],
    ['INVALID_WEIGHT', 'items.0.weight', [said(robot, 1.005)]],
    ['VALIDATION_FAILED', 'items.0.weight', [said(robot, -1)]],
    ['VALIDATION_FAILED', 'items.0.weight', [said(robot, 10_001)]]
  ]
  for (const [code, field, items] of cases) {
    const { body } = await put(...items)
    assert.deepEqual([body.code, Object.keys(body.details)], [code, [field]])
  }
  const stale = await mentor.put(`${url}/items`, { items: [said(robot, 1)] }, { 'if-match': '"v1"' })
  assert.equal(stale.status, 412)
  assert.deepEqual(await ok(mentor.get(`${url}/settings`)), before)
})

test('whoever passes by a change completes the course', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, learners, robot, laporan, quiz, record } = await makeWorld(app, 4)
  await setRule(mentor, courseId, { needsPassMark: true })
  const statuses = async () => {
    const { data } = await ok(mentor.get(url))
    return data.map(({ enrolmentStatus }: { enrolmentStatus: string }) => enrolmentStatus.slice(0, 1)).join('')
  }
  const [first, second, third] = learners
  assert.ok(first && second && third)
  await record(first, robot, { points: 13 })
  await record(second, quiz, { points: 10, maxPoints: 10 })
  await record(third, laporan, { points: 69, maxPoints: 100 })
  assert.equal(await statuses(), 'aaaa')
  // 69 of 130, and 20 more set by hand: 68.46.
  await ok(set(mentor, url, third, robot, 20))
  assert.equal(await statuses(), 'aaaa')
  await ok(set(mentor, url, third, quiz, 2)) // 91 of 130: 70
  assert.equal(await statuses(), 'aaca')
  const off = { kind: 'project', itemId: laporan[1], weight: null, isCounted: false }
  await ok(mentor.put(`${url}/items`, { items: [off] })) // 13 and 10 of 30
  assert.equal(await statuses(), 'aaca')
  await ok(mentor.put(`${url}/items`, { items: [{ kind: 'quiz', itemId: quiz[1], weight: 40, isCounted: true }] }))
  assert.equal(await statuses(), 'aaca') // 40 of 60
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 66, release: 'at_once' }))
  assert.equal(await statuses(), 'acca')
  await ok(set(mentor, url, third, quiz, null))
  assert.equal(await statuses(), 'acca', 'who has completed it stays so')
})
