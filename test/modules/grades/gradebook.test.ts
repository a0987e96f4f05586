import assert from 'node:assert/strict'
import test from 'node:test'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { addCohort, cellOf, changeProject, insertQuiz, makeWorld, ok, set, totalsOf } from './world.js'

test('staff see for each learner and item what there is, and the totals', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, laporan, quiz, record } = await makeWorld(app)
  const [sari, budi, ani] = learners
  assert.ok(sari && budi && ani)
  await record(sari, robot, { points: 17 })
  await record(sari, quiz, { points: 10, maxPoints: 10 })
  await record(budi, robot, { points: 13.33 })
  await insertAttempt(app, { projectId: laporan[1], userId: budi.userId })
  const page = await ok(mentor.get(url))
  assert.deepEqual(
    page.items.map(({ title, maxPoints, share }: Record<string, unknown>) => [title, maxPoints, share]),
    [
      ['Robot', 20, 15.38], // of 20 + 100 + 10
      ['Laporan', 100, 76.92],
      ['Kuis', 10, 7.69]
    ]
  )
  const cells = page.data.map((row: object) => [robot, laporan, quiz].map((item) => cellOf(row, item)))
  assert.deepEqual(cells, [
    ['released 17/20', 'missing -/100', 'released 10/10'],
    ['released 13.33/20', 'waiting -/100', 'missing -/10'],
    ['missing -/20', 'missing -/100', 'missing -/10']
  ])
  // (17 + 10) ÷ 30 and ÷ 130; 13.33 ÷ 20 and ÷ 130; nothing.
  assert.deepEqual(page.data.map(totalsOf), ['90 20.77', '66.65 10.25', 'null 0'])

  await ok(mentor.put(`${url}/settings`, { mode: 'weights', passMark: 60, release: 'at_once' }))
  // (85 + 100) ÷ 2 and ÷ 3; 66.65 and ÷ 3.
  assert.deepEqual((await ok(mentor.get(url))).data.map(totalsOf), ['92.5 61.67 passed', '66.65 22.22', 'null 0'])
  const said = [
    { kind: 'project', itemId: robot[1], weight: 3, isCounted: true },
    { kind: 'project', itemId: laporan[1], weight: null, isCounted: false }
  ]
  await ok(mentor.put(`${url}/items`, { items: said }))
  const weighed = await ok(mentor.get(url))
  // (3 × 85 + 100) ÷ 4; 3 × 66.65 ÷ 3 and ÷ 4: 49.9875.
  assert.deepEqual(weighed.data.map(totalsOf), ['88.75 88.75 passed', '66.65 49.99', 'null 0'])
  assert.deepEqual(
    weighed.items.map(({ share }: Record<string, unknown>) => share),
    [75, 0, 25]
  )
})

test('a course of which nothing counts has no totals, and nobody passes', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, robot, laporan, quiz, learners, record } = await makeWorld(app, 1)
  await record(learners[0]!, robot, { points: 20 })
  const items = [robot, laporan, quiz].map(([kind, itemId]) => ({ kind, itemId, weight: null, isCounted: false }))
  await ok(mentor.put(`${url}/items`, { items }))
  const { data, items: shown } = await ok(mentor.get(url))
  assert.deepEqual(data.map(totalsOf), ['null null'])
  assert.deepEqual(
    shown.map(({ share }: Record<string, unknown>) => share),
    [null, null, null]
  )
})

test('learners have the checkpoints of their own cohort alone', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app)
  const { mentor, url, learners, robot, laporan, quiz, record } = world
  const [sari, budi, ani] = learners
  assert.ok(sari && budi && ani)
  const pagi = await addCohort(app, world, { name: 'Pagi', learners: [sari], checkpoints: ['Sketsa', 'Rakit'] })
  const sore = await addCohort(app, world, { name: 'Sore', learners: [budi], checkpoints: ['Uji'] })
  const off = [laporan, quiz].map(([kind, itemId]) => ({ kind, itemId, weight: null, isCounted: false }))
  await ok(mentor.put(`${url}/items`, { items: off }))
  for (const learner of learners) await record(learner, robot, { points: 10 })
  await record(sari, pagi.checkpoints[0]!, { points: 1, maxPoints: 1 })
  const page = await ok(mentor.get(url))
  // (10 + 1) ÷ 21 and ÷ 22; 10 ÷ 20 and ÷ 21; 10 ÷ 20.
  assert.deepEqual(page.data.map(totalsOf), ['52.38 50', '50 47.62', '50 50'])
  const titles = (items: { title: string }[]) => items.map(({ title }) => title).join(' ')
  assert.equal(titles(page.items), 'Robot Laporan Kuis Sketsa Rakit Uji')
  assert.equal(cellOf(page.data[0], sore.checkpoints[0]!), 'none')
  const shares = (items: { share: number }[]) => items.map(({ share }) => share)
  // What a project is of the whole is not the same in both cohorts.
  assert.deepEqual(shares(page.items), [null, null, null, 4.55, 4.55, 4.76])

  const morning = await ok(mentor.get(`${url}?cohortId=${pagi.id}&total=true`))
  assert.equal(morning.total, 1)
  assert.equal(titles(morning.items), 'Robot Laporan Kuis Sketsa Rakit')
  assert.deepEqual(shares(morning.items), [90.91, 0, 0, 4.55, 4.55])
  const settings = await ok(mentor.get(`${url}/settings?cohortId=${sore.id}`))
  assert.deepEqual(shares(settings.items), [95.24, 0, 0, 4.76])
  assert.equal(titles((await ok(budi.get(`${url}/settings`))).items), 'Robot Laporan Kuis Uji')
  assert.equal(titles((await ok(ani.get(`${url}/settings`))).items), 'Robot Laporan Kuis')
  const own = await ok(sari.get(`${url}/me`))
  assert.equal(titles(own.items.map(({ item }: { item: object }) => item)), 'Robot Laporan Kuis Sketsa Rakit')
  assert.equal(totalsOf(own), '52.38 50')
})

test('what nobody can do any more counts no more', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, url, learners, robot, laporan, record } = await makeWorld(app, 1)
  const [sari] = learners
  assert.ok(sari)
  await record(sari, robot, { points: 10 })
  await record(sari, laporan, { points: 100, maxPoints: 100 })
  const drawn = await insertQuiz(app, courseId, { title: 'Undian', points: [300, 500, 1_000], drawCount: 2 })
  const page = await ok(mentor.get(url))
  const undian = page.items.find(({ itemId }: { itemId: string }) => itemId === drawn)
  assert.equal(undian.maxPoints, 12, 'two of three questions that are worth 18')
  await changeProject(app, laporan[1], { status: 'archived' })
  const after = await ok(mentor.get(url))
  assert.equal(totalsOf(after.data[0]), '50 23.81') // 10 ÷ 20, ÷ (20 + 10 + 12)
  await changeProject(app, laporan[1], { status: 'published' })
  assert.equal(totalsOf((await ok(mentor.get(url))).data[0]), '91.67 77.46 passed') // 110 ÷ 120, ÷ 142
})

test('the list is paged in each order, filtered, and has those who learn there alone', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app, 5)
  const { mentor, courseId, url, learners, robot, record } = world
  const [zul, ...others] = learners
  const [, budi, ani, joko] = others
  assert.ok(zul && budi && ani && joko)
  await ok(zul.patch(`/api/users/${zul.userId}`, { fullName: 'Zulaikha Dewi' }))
  const names = async (query: string) => {
    const { data, total } = await ok(mentor.get(`${url}?total=true&${query}`))
    assert.equal(total, data.length)
    return data.map(({ user }: { user: { username: string } }) => user.username.slice(-1)).join('')
  }
  for (const [sort, expected] of [
    ['name', '12340'],
    ['-name', '04321'],
    ['enrolled', '01234']
  ] as const) {
    assert.equal(await names(`sort=${sort}`), expected)
    let [paged, cursor] = ['', '']
    do {
      const { data, nextCursor } = await ok(mentor.get(`${url}?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`))
      paged += data.map(({ user }: { user: { username: string } }) => user.username.slice(-1)).join('')
      cursor = nextCursor
    } while (cursor)
    assert.equal(paged, expected, `${sort}, page by page`)
  }
  assert.equal(await names('q=DEWI'), '0')
  assert.equal(await names('q=a%25'), '')
  const { nextCursor } = await ok(mentor.get(`${url}?limit=1`))
  const wrong = await mentor.get(`${url}?sort=enrolled&cursor=${nextCursor}`)
  assert.deepEqual([wrong.status, Object.keys(wrong.body.details)], [400, ['cursor']])

  await record(budi, robot, { points: 20 })
  await setEnrolment(app, { courseId, userId: budi.userId, status: 'cancelled' })
  await setEnrolment(app, { courseId, userId: ani.userId, expiresAt: new Date(app.clock.now().getTime() - dayMs) })
  await setEnrolment(app, { courseId, userId: joko.userId, status: 'completed' })
  assert.equal(await names(''), '140')
  assert.equal((await budi.get(`${url}/me`)).body.code, 'NOT_ENROLLED')
  await setEnrolment(app, { courseId, userId: budi.userId, status: 'active' })
  const back = await ok(mentor.get(`${url}?sort=enrolled`))
  const row = back.data.find(({ user }: { user: { id: string } }) => user.id === budi.userId)
  assert.equal(cellOf(row, robot), 'released 20/20', 'who comes back has the grades')
})

test('learners see what is released, and nothing of the rest but that it waits', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, laporan, quiz, record } = await makeWorld(app)
  const [sari, budi] = learners
  assert.ok(sari && budi)
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 50, release: 'by_hand' }))
  await record(sari, robot, { points: 18 })
  await record(sari, quiz, { points: 5, maxPoints: 10 })
  await ok(set(mentor, url, sari, laporan, 40))
  const own = await ok(sari.get(`${url}/me`))
  const short = (items: Record<string, unknown>[]) =>
    items.map(
      ({ state, points, maxPoints, gradeId }) => `${state} ${points ?? '-'}/${maxPoints}${gradeId ? ' open' : ''}`
    )
  assert.deepEqual(short(own.items), ['waiting -/20', 'waiting -/100', 'released 5/10 open'])
  assert.equal(totalsOf(own), '50 3.85') // 5 ÷ 10, ÷ 130
  assert.ok(!/:18\b/.test(JSON.stringify(own)), 'no points of what is held back')
  const page = await ok(mentor.get(url))
  assert.deepEqual(
    [robot, laporan, quiz].map((item) => cellOf(page.data[0], item)),
    ['graded 18/20', 'graded 40/100 set', 'released 5/10']
  )
  assert.equal(totalsOf(page.data[0]), '48.46 48.46', 'staff count what is held back: 63 ÷ 130')
  const robotId = page.data[0].grades[0].gradeId
  assert.equal((await sari.get(`/api/grades/${robotId}`)).status, 404)
  await ok(mentor.post(`${url}/release`, { kind: 'project', itemId: robot[1] }))
  await ok(sari.get(`/api/grades/${robotId}`))
  assert.equal((await budi.get(`/api/grades/${robotId}`)).status, 404)
  assert.deepEqual(short((await ok(sari.get(`${url}/me`))).items), [
    'released 18/20 open',
    'waiting -/100',
    'released 5/10 open'
  ])
})
