import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { emitted } from '../../support/events.js'
import { insertProject, insertRubric } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { missing, setRule } from '../progress/completion.js'
import { addCohort, changeProject, gradesOver, heardOfGrades, type Item, makeWorld, ok, set } from './world.js'

/** Every change of the grade, in short: `review: - → 16/20 (Dinilai)`. */
async function historyOf(client: Client, gradeId: string): Promise<string[]> {
  const { changes } = await ok(client.get(`/api/grades/${gradeId}`))
  // biome-ignore lint/suspicious/noExplicitAny: of an answer
  return changes.map(({ source, before, after, reason, by }: any) => {
    const [was, is] = [before, after].map((counted) => (counted ? `${counted.points}/${counted.maxPoints}` : '-'))
    return `${source}${by ? ` by ${by.username}` : ''}: ${was} → ${is} (${reason})`
  })
}

async function gradesIn({ database }: TestApp, courseId: string) {
  const { grades } = database.tables
  return database.read.select().from(grades).where(eq(grades.courseId, courseId))
}

test('what work earned is recorded with every change, and what is the same again is none', async (t) => {
  const app = await buildTestApp(t)
  const { learners, courseId, robot, record } = await makeWorld(app, 1)
  const sari = learners[0]!
  const first = await record(sari, robot, { points: 16, reason: 'Percobaan 1' })
  assert.equal(first.version, 1)
  assert.ok(first.releasedAt, 'at once')
  app.clock.advance(minuteMs)
  const again = await record(sari, robot, { points: 16, reason: 'Sama' })
  assert.deepEqual(again, first, 'nothing has changed')
  await record(sari, robot, { points: 12, reason: 'Lebih rendah' })
  await record(sari, robot, { points: 12, maxPoints: 30, reason: 'Rubrik baru' })
  await record(sari, robot, { points: null, maxPoints: 30, reason: 'Dibuka lagi' })
  const last = await record(sari, robot, { points: 27, maxPoints: 30, reason: 'Percobaan 2' })
  assert.deepEqual(await historyOf(sari, first.id), [
    'review: - → 16/20 (Percobaan 1)',
    'review: 16/20 → 12/20 (Lebih rendah)',
    'review: 12/20 → 12/30 (Rubrik baru)',
    'review: 12/30 → - (Dibuka lagi)',
    'review: - → 27/30 (Percobaan 2)'
  ])
  assert.deepEqual([last.id, last.version, last.releasedAt], [first.id, 5, first.releasedAt])
  assert.equal((await gradesIn(app, courseId)).length, 1)
  assert.deepEqual(await heardOfGrades(sari), [], 'who records tells')
})

test('what is set by hand counts until it is taken away', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, record } = await makeWorld(app, 2)
  const sari = learners[0]!
  const { id } = await record(sari, robot, { points: 16 })
  const body = { userId: sari.userId, kind: 'project', itemId: robot[1], points: 17.5, reason: '  Laporan susulan ' }
  const grade = await ok(mentor.put(`${url}/grades`, body))
  const { points, maxPoints, earnedPoints, isSetByHand, setBy, item, learner, appeal, version } = grade
  assert.deepEqual(
    [points, maxPoints, earnedPoints, isSetByHand, setBy.username, item.title, learner.id, appeal, version],
    [17.5, 20, 16, true, 'a.mentor', 'Robot', sari.userId, null, 2]
  )
  assert.equal((await ok(mentor.put(`${url}/grades`, { ...body, reason: 'Sama' }))).version, 2, 'the same again')
  await record(sari, robot, { points: 19, reason: 'Tidak dihitung' })
  await record(sari, robot, { points: 19, maxPoints: 40, reason: 'Rubrik baru' })
  await ok(set(mentor, url, sari, robot, null))
  assert.deepEqual(await historyOf(sari, id), [
    'review: - → 16/20 (Dinilai)',
    'manual by a.mentor: 16/20 → 17.5/20 (Laporan susulan)',
    'review: 17.5/20 → 35/40 (Rubrik baru)', // the same share
    'manual by a.mentor: 35/40 → 19/40 (Dilihat lagi)'
  ])
  const changed = 'grade_changed: Your grade for “Robot” in “Web” was changed.'
  assert.deepEqual(await heardOfGrades(sari), [changed, changed])
  assert.equal((await ok(set(mentor, url, sari, robot, null))).version, 5, 'nothing is left to take away')
})

test('an item without any work is graded by hand, too', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, learners, robot, laporan } = await makeWorld(app, 1)
  const sari = learners[0]!
  assert.equal((await set(mentor, url, sari, laporan, null)).status, 404)
  const { id, earnedPoints } = await ok(set(mentor, url, sari, laporan, 80))
  assert.equal(earnedPoints, null)
  await ok(set(mentor, url, sari, robot, 0))
  assert.equal((await gradesIn(app, courseId)).length, 2)
  // What it is worth has changed since: a new grade is out of that.
  const rubricVersionId = await insertRubric(app)
  await changeProject(app, laporan[1], { rubricVersionId })
  assert.equal((await set(mentor, url, sari, laporan, 81)).body.code, 'INVALID_POINTS')
  const { points, maxPoints } = await ok(set(mentor, url, sari, laporan, 20))
  assert.deepEqual([points, maxPoints], [20, 20])
  await ok(set(mentor, url, sari, laporan, null))
  assert.deepEqual(await historyOf(sari, id), [
    'manual by a.mentor: - → 80/100 (Dilihat lagi)',
    'manual by a.mentor: 80/100 → 20/20 (Dilihat lagi)',
    'manual by a.mentor: 20/20 → - (Dilihat lagi)'
  ])
  const told = await heardOfGrades(sari)
  assert.equal(told.at(-1), 'grade_changed: Your grade for “Laporan” in “Web” was taken away.')
})

test('nothing is set that must not be', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app, 3)
  const { mentor, url, courseId, learners, robot, quiz, record } = world
  const [sari, budi, ani] = learners
  assert.ok(sari && budi && ani)
  const { checkpoints } = await addCohort(app, world, { name: 'Pagi', learners: [budi], checkpoints: ['Sketsa'] })
  const other = await makeWorldElsewhere(app)
  await setEnrolment(app, { courseId, userId: ani.userId, status: 'cancelled' })
  const graded = await record(sari, robot, { points: 10 })
  const admin = await app.as('admin')
  await ok(mentor.post(`/api/courses/${courseId}/enrolments`, { userIds: [mentor.userId, admin.userId] }), 201)
  const before = await gradesIn(app, courseId)
  const cases: [
    what: string,
    client: Client,
    learner: Client,
    item: Item,
    points: number | null,
    code: string,
    field?: string
  ][] = [
    ['one’s own', mentor, mentor, robot, 20, 'OWN_WORK'],
    ['one’s own, of an administrator', admin, admin, robot, 20, 'OWN_WORK'],
    ['a classmate’s', budi, sari, robot, 20, 'FORBIDDEN'],
    ['by who only reads', await app.as('facilitator'), sari, robot, 20, 'FORBIDDEN'],
    ['more than there is', mentor, sari, robot, 20.01, 'INVALID_POINTS', 'points'],
    ['more than a quiz has', mentor, sari, quiz, 11, 'INVALID_POINTS', 'points'],
    ['three decimals', mentor, sari, robot, 1.005, 'INVALID_POINTS', 'points'],
    ['less than nothing', mentor, sari, robot, -1, 'VALIDATION_FAILED', 'points'],
    ['of who left', mentor, ani, robot, 10, 'NOT_ENROLLED', 'userId'],
    ['an item of another course', mentor, sari, other, 10, 'UNKNOWN_ITEM', 'itemId'],
    ['an item of another kind', mentor, sari, ['quiz', robot[1]], 10, 'UNKNOWN_ITEM', 'itemId'],
    ['a checkpoint of another cohort', mentor, sari, checkpoints[0]!, 1, 'UNKNOWN_ITEM', 'itemId']
  ]
  for (const [what, client, learner, item, points, code, field] of cases) {
    const { body } = await set(client, url, learner, item, points)
    assert.equal(body.code, code, `${what}: ${JSON.stringify(body)}`)
    if (field) assert.deepEqual(Object.keys(body.details), [field], what)
  }
  const blank = { userId: sari.userId, kind: 'project', itemId: robot[1], points: 1, reason: ' \n' }
  assert.equal((await mentor.put(`${url}/grades`, blank)).status, 400)
  assert.equal((await set(mentor, url, sari, robot, 11, '"v0"')).status, 412)
  assert.deepEqual(await gradesIn(app, courseId), before, 'nothing was written')
  await ok(set(mentor, url, sari, robot, 11, `"v${graded.version}"`))
  await ok(set(mentor, url, budi, checkpoints[0]!, 1, '"v0"'))
})

async function makeWorldElsewhere(app: TestApp): Promise<Item> {
  const mentor = await app.as('mentor')
  const { body } = await mentor.post('/api/courses', { title: 'Lain', description: 'Lain.' })
  return ['project', await insertProject(app, body.id)]
}

test('two at once on one grade: both are in the history, in order', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, learners, robot, record } = await makeWorld(app, 1)
  const sari = learners[0]!
  const owner = await app.as('owner')
  const answers = await Promise.all([
    ...[11, 12, 13, 14].map((points, i) => ok(set(i % 2 ? owner : mentor, url, sari, robot, points))),
    ...[5, 6, 7].map((points) => record(sari, robot, { points }))
  ])
  const [grade, ...others] = await gradesIn(app, courseId)
  assert.ok(grade)
  assert.equal(others.length, 0)
  assert.ok(answers.every(({ id }) => id === grade.id))
  const { changes } = await ok(sari.get(`/api/grades/${grade.id}`))
  const counted = changes.map(({ after }: { after: { points: number } }) => after.points)
  assert.deepEqual(
    changes.map(({ before }: { before: { points: number } | null }) => before?.points ?? null),
    [null, ...counted.slice(0, -1)],
    'each begins where the one before ended'
  )
  assert.deepEqual([...counted].filter((points) => points > 10).sort(), [11, 12, 13, 14])
  assert.equal(counted.at(-1), (grade.setPoints ?? 0) / 100)
})

test('grades are held back until they are released, and each learner is told once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, learners, robot, laporan, quiz, record } = await makeWorld(app, 4)
  const [sari, budi, ani, joko] = learners
  assert.ok(sari && budi && ani && joko)
  const settings = { mode: 'points', passMark: 70, release: 'by_hand' }
  await ok(mentor.put(`${url}/settings`, settings))
  assert.ok((await record(sari, quiz, { points: 1, maxPoints: 10 })).releasedAt, 'a quiz says itself what it shows')
  for (const learner of learners) assert.equal((await record(learner, robot, { points: 12 })).releasedAt, null)
  await ok(set(mentor, url, sari, robot, 15))
  await record(ani, laporan, { points: null, maxPoints: 100 })
  await setEnrolment(app, { courseId, userId: joko.userId, status: 'cancelled' })
  assert.deepEqual(await heardOfGrades(sari), [], 'of what they do not see they are told nothing')
  const [changed, ...more] = await emitted(app, 'grade_changed')
  assert.deepEqual([changed?.audience, changed?.data.learnerId, more], [{ userIds: [] }, sari.userId, []])

  const place = { kind: 'project', itemId: robot[1] }
  const release = async (body: object) => (await ok(mentor.post(`${url}/release`, body))).released
  assert.equal(await release({ ...place, userIds: [budi.userId] }), 1)
  assert.equal(await release({ ...place, userIds: [budi.userId] }), 0)
  assert.equal(await release(place), 3)
  assert.equal(await release(place), 0)
  assert.equal(await release({ kind: 'project', itemId: laporan[1] }), 0, 'there is nothing to be seen of it')
  for (const learner of [sari, budi, ani]) {
    assert.deepEqual(await heardOfGrades(learner), ['grade_released: Your grade for “Robot” in “Web” is there.'])
  }
  assert.deepEqual(await heardOfGrades(joko), [])
  const whose = (await emitted(app, 'grade_released')).map(({ data }) => [...(data.learnerIds as string[])].sort())
  assert.deepEqual(whose, [[budi.userId], [sari.userId, ani.userId, joko.userId].sort()])
  await ok(set(mentor, url, sari, robot, 16))
  assert.equal((await heardOfGrades(sari)).length, 2)
  const unknown = await mentor.post(`${url}/release`, { kind: 'quiz', itemId: robot[1] })
  assert.deepEqual([unknown.status, unknown.body.code], [422, 'UNKNOWN_ITEM'])

  await record(sari, laporan, { points: 50, maxPoints: 100 })
  await ok(mentor.put(`${url}/settings`, { ...settings, release: 'at_once' }))
  const held = (await gradesIn(app, courseId)).filter(({ releasedAt }) => releasedAt === null)
  assert.equal(held.length, 2, 'what is held back is not released by that')
  assert.ok((await record(budi, laporan, { points: 50, maxPoints: 100 })).releasedAt)
  assert.equal(await release({ kind: 'project', itemId: laporan[1] }), 1)
})

test('the pass mark asks for all that counts, whatever is released', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app, 3)
  const { mentor, url, courseId, learners, robot, laporan, quiz, record } = world
  const [sari, budi, ani] = learners
  assert.ok(sari && budi && ani)
  const off = { kind: 'project', itemId: laporan[1], weight: null, isCounted: false }
  await ok(mentor.put(`${url}/items`, { items: [off] }))
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'by_hand' }))
  const { checkpoints } = await addCohort(app, world, { name: 'Pagi', learners: [budi], checkpoints: ['Sketsa'] })
  const grades = gradesOver(app)
  const userIds = learners.map(({ userId }) => userId)
  const passed = async () => {
    const outside = await grades.passedOf(app.database.read, { courseId, userIds })
    const inside = await app.database.transaction((tx) => grades.passedOf(tx, { courseId, userIds }))
    assert.deepEqual(inside, outside)
    return learners.filter(({ userId }) => outside.has(userId)).map((learner) => learners.indexOf(learner))
  }
  assert.deepEqual(await passed(), [])
  await record(sari, robot, { points: 20 }) // 20 of 30: 66.67
  assert.deepEqual(await passed(), [])
  await record(sari, quiz, { points: 1, maxPoints: 10 }) // 21 of 30: 70
  for (const learner of [budi, ani]) await record(learner, robot, { points: 16 })
  for (const learner of [budi, ani]) await record(learner, quiz, { points: 5, maxPoints: 10 })
  assert.deepEqual(await passed(), [0, 2], '21 of 30, but only 67.74 of 31 with the checkpoint')
  await record(budi, checkpoints[0]!, { points: 1, maxPoints: 1 })
  assert.deepEqual(await passed(), [0, 1, 2])
  assert.deepEqual(await grades.passedOf(app.database.read, { courseId, userIds: [] }), new Set())
})

test('what is missing to complete the course says nothing of a grade that is held back', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, courseId, learners, robot, laporan, quiz, record } = await makeWorld(app, 1)
  const [sari] = learners
  assert.ok(sari)
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'by_hand' }))
  await setRule(mentor, courseId, { needsProjects: true, needsPassMark: true })
  const lacks = async (client: Client) =>
    (await missing(client, courseId, sari.userId)).filter((each) => each === 'pass_mark').length
  await record(sari, laporan, { points: 100, maxPoints: 100 })
  assert.deepEqual([await lacks(sari), await lacks(mentor)], [1, 0])
  await record(sari, robot, { points: 20 })
  await record(sari, quiz, { points: 10, maxPoints: 10 })
  assert.deepEqual([await lacks(sari), await lacks(mentor)], [1, 0])
  await ok(mentor.post(`${url}/release`, { kind: 'project', itemId: laporan[1] }))
  assert.deepEqual([await lacks(sari), await lacks(mentor)], [0, 0])
})
