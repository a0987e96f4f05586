import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setEnrolment } from '../content/content.js'
import { codeOf, enrolNew, makeWorld, repository, type World, writtenRows } from './submissions.js'

type ProjectFields = Parameters<typeof makeWorld>[1]

/** The clock stands still, so that a millisecond can be told from the next. */
async function worldAt(t: TestContext, start: string, project: ProjectFields, timeZone: string): Promise<World> {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse(start) })
  const world = await makeWorld(t, project)
  const { courses } = world.app.database.tables
  await world.app.database.transaction((tx) => tx.update(courses).set({ timeZone }))
  return world
}

async function handInAt(t: TestContext, world: World, username: string, at: string) {
  const learner = await enrolNew(world, username)
  t.mock.timers.setTime(Date.parse(at))
  return learner.post(`/api/projects/${world.projectId}/submissions`, { items: [repository] })
}

test('a millisecond before it closes it is taken, and from then on nothing is', async (t) => {
  const dueAt = new Date('2027-03-05T16:59:59.000Z')
  const world = await worldAt(t, '2027-03-01T00:00:00Z', { dueAt, lateRule: 'refuse' }, 'Asia/Jakarta')
  const inTime = await handInAt(t, world, 'tepat', '2027-03-05T16:59:58.999Z')
  assert.deepEqual([inTime.status, inTime.body.isLate], [201, false], inTime.text)
  assert.equal(inTime.body.submittedAt, '2027-03-05T16:59:58.999Z')
  const before = await writtenRows(world)
  const late = await handInAt(t, world, 'telat', '2027-03-05T16:59:59.000Z')
  assert.deepEqual(codeOf(late), [409, 'SUBMISSION_CLOSED'])
  assert.deepEqual(late.body.details, { closedAt: [dueAt.toISOString()] })
  assert.deepEqual(await writtenRows(world), before)
})

test('whoever has longer has longer', async (t) => {
  const dueAt = new Date('2027-03-05T17:00:00.000Z')
  const world = await worldAt(t, '2027-03-01T00:00:00Z', { dueAt, lateRule: 'refuse' }, 'Asia/Jakarta')
  const { app, learner, projectId } = world
  const { projectExtensions } = app.database.tables
  const until = new Date('2027-03-07T17:00:00.000Z')
  const extension = { projectId, userId: learner.userId, dueAt: until, reason: 'Sakit', createdAt: app.clock.now() }
  await app.database.transaction((tx) => tx.insert(projectExtensions).values(extension))
  const { body: begun } = await learner.post(`/api/projects/${projectId}/start`)
  assert.deepEqual([begun.dueAt, begun.closesAt], [until.toISOString(), until.toISOString()])
  t.mock.timers.setTime(until.getTime() - 1)
  const { status, body } = await learner.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  assert.deepEqual([status, body.isLate, body.dueAt], [201, false, until.toISOString()])
})

test('days late are days of the calendar, also of 25 hours, and so is the end', async (t) => {
  // In Berlin the clock goes back in the night to the 31st: 18:00 there is 16:00 UTC before, and 17:00 after.
  const dueAt = new Date('2027-10-30T16:00:00.000Z')
  const rule = { dueAt, lateRule: 'deduct', latePercentPerDay: 10, lateDays: 2 } as const
  const world = await worldAt(t, '2027-10-30T12:00:00Z', rule, 'Europe/Berlin')
  const rows: [at: string, isLate: boolean, daysLate: number, latePercent: number][] = [
    ['2027-10-30T15:59:59.999Z', false, 0, 0],
    ['2027-10-30T16:00:00.000Z', true, 1, 10],
    ['2027-10-31T16:59:59.999Z', true, 1, 10],
    ['2027-10-31T17:00:00.000Z', true, 2, 20],
    ['2027-11-01T16:59:59.999Z', true, 2, 20]
  ]
  for (const [i, [at, ...expected]] of rows.entries()) {
    const { status, body, text } = await handInAt(t, world, `pelajar.${i}`, at)
    assert.equal(status, 201, text)
    assert.deepEqual([body.isLate, body.daysLate, body.latePercent], expected, at)
  }
  assert.deepEqual(codeOf(await handInAt(t, world, 'telat', '2027-11-01T17:00:00.000Z')), [409, 'SUBMISSION_CLOSED'])
})

test('access ends by the clock, and what was handed in stays readable to who handed it in', async (t) => {
  const world = await worldAt(t, '2027-03-01T00:00:00Z', {}, 'Asia/Jakarta')
  const { app, learner, courseId, projectId } = world
  const { body: attempt } = await learner.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  const { submissionId: id } = attempt
  const expiresAt = new Date('2027-03-02T00:00:00Z')
  await setEnrolment(app, { courseId, userId: learner.userId, expiresAt })
  t.mock.timers.setTime(expiresAt.getTime())
  assert.deepEqual(codeOf(await learner.post(`/api/projects/${projectId}/start`)), [403, 'NOT_ENROLLED'])
  const { database } = app
  await database.transaction((tx) => tx.update(database.tables.courses).set({ visibility: 'invite_only' }))
  for (const url of [`/api/projects/${projectId}/submission`, `/api/submissions/${id}`]) {
    assert.equal((await learner.get(url)).body.id, id)
  }
  for (const part of ['history', 'outputs', 'attempts', 'attempts/1']) {
    assert.equal((await learner.get(`/api/submissions/${id}/${part}`)).status, 200, part)
  }
  assert.equal((await learner.post(`/api/submissions/${id}/withdraw`)).status, 200)
  assert.equal((await learner.get('/api/me/submissions')).body.data.length, 1)
})
