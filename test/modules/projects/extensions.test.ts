import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setEnrolment } from '../content/content.js'
import { addProject, codeOf, faultOf, inOneWeek, makeWorld, noticesOf } from './projects.js'

test('one learner is given more time, and told of it once', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const from = app.clock.now().getTime()
  const weeks = (n: number) => new Date(from + n * inOneWeek).toISOString()
  const project = await addProject(world, { dueAt: weeks(1), lateRule: 'refuse' })
  const list = `/api/projects/${project.id}/extensions`
  const url = `${list}/${learner.userId}`
  const body = { dueAt: weeks(2), reason: ' Sakit. ' }
  const made = await mentor.put(url, body)
  assert.equal(made.status, 200, made.text)
  const { dueAt, reason, user, createdBy } = made.body
  assert.deepEqual([dueAt, reason, user.id, createdBy], [weeks(2), 'Sakit.', learner.userId, mentor.userId])
  assert.deepEqual((await mentor.put(url, body)).body, made.body, 'the same changes nothing')
  await mentor.put(url, { ...body, reason: 'Sakit dua minggu.' })
  const told = async () => (await noticesOf(learner)).filter(({ type }) => type === 'project_extended')
  assert.deepEqual(
    (await told()).map(({ link }) => link),
    [`/app/projects/${project.id}`]
  )
  assert.match((await told())[0]?.message ?? '', /^“Robot” is due for you on \d{4}-\d\d-\d\d\.$/)
  const own = async () => (await learner.get(`/api/projects/${project.id}`)).body.own
  assert.deepEqual([(await own()).dueAt, (await own()).closesAt, (await own()).isExtended], [weeks(2), weeks(2), true])
  await mentor.put(url, { ...body, dueAt: weeks(3) })
  assert.equal((await told()).length, 2)

  await mentor.patch(`/api/projects/${project.id}`, { dueAt: weeks(4) })
  assert.deepEqual([(await own()).dueAt, (await own()).isExtended], [weeks(4), false], 'it takes no time')
  await mentor.patch(`/api/projects/${project.id}`, { dueAt: null })
  assert.deepEqual([(await own()).dueAt, (await own()).closesAt], [null, null])
  await mentor.patch(`/api/projects/${project.id}`, { dueAt: weeks(1) })
  assert.equal((await own()).dueAt, weeks(3))

  assert.equal((await mentor.delete(url)).status, 204)
  assert.deepEqual(codeOf(await mentor.delete(url)), [404, 'NOT_FOUND'])
  assert.deepEqual([(await own()).dueAt, (await told()).length], [weeks(1), 3])
  const userIds = []
  for (const username of ['budi', 'citra', 'dewi']) {
    const { id: userId } = await app.createUser({ username })
    await setEnrolment(app, { courseId, userId })
    assert.equal((await mentor.put(`${list}/${userId}`, body)).status, 200)
    userIds.push(userId)
  }
  const page = (await (await app.as('facilitator')).get(`${list}?limit=2&total=true`)).body
  const rest = (await mentor.get(`${list}?cursor=${page.nextCursor}`)).body
  const listed = [...page.data, ...rest.data].map((item) => item.user.id)
  assert.deepEqual([listed, page.total, rest.nextCursor], [userIds.sort(), 3, null])
})

test('an extension that cannot be is refused, and nothing changes', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const weeks = (n: number) => new Date(app.clock.now().getTime() + n * inOneWeek).toISOString()
  const dueAt = weeks(1)
  const project = await addProject(world, { dueAt })
  const list = `/api/projects/${project.id}/extensions`
  const url = `${list}/${learner.userId}`
  const body = { dueAt: weeks(2), reason: 'Sakit.' }
  const early = new Date(Date.parse(dueAt) - 1).toISOString()
  assert.deepEqual(faultOf(await mentor.put(url, { ...body, dueAt: early })), [422, 'INVALID_EXTENSION', ['dueAt']])
  for (const [bad, field] of [
    [{ ...body, reason: ' ' }, 'reason'],
    [{ dueAt }, 'reason'],
    [{ ...body, dueAt: 'tomorrow' }, 'dueAt'],
    [{ ...body, dueAt: null }, 'dueAt'],
    [{ ...body, hours: 3 }, 'hours']
  ] as const) {
    assert.deepEqual(faultOf(await mentor.put(url, bad)), [400, 'VALIDATION_FAILED', [field]])
  }
  const stranger = await app.createUser({ username: 'budi' })
  assert.deepEqual(codeOf(await mentor.put(`${list}/${stranger.id}`, body)), [404, 'NOT_FOUND'])
  assert.deepEqual(codeOf(await mentor.put(`${list}/usr_0`, body)), [404, 'NOT_FOUND'])
  await setEnrolment(app, { courseId, userId: stranger.id, status: 'expired' })
  assert.deepEqual(codeOf(await mentor.put(`${list}/${stranger.id}`, body)), [404, 'NOT_FOUND'])
  for (const client of [learner, await app.as('facilitator')]) {
    assert.deepEqual(codeOf(await client.put(url, body)), [403, 'FORBIDDEN'])
    assert.deepEqual(codeOf(await client.delete(url)), [403, 'FORBIDDEN'])
  }
  assert.deepEqual(codeOf(await learner.get(list)), [403, 'FORBIDDEN'])
  await setEnrolment(app, { courseId, userId: mentor.userId })
  assert.deepEqual(codeOf(await mentor.put(`${list}/${mentor.userId}`, body)), [403, 'OWN_WORK'])
  const endless = await addProject(world)
  const never = `/api/projects/${endless.id}/extensions/${learner.userId}`
  assert.deepEqual(codeOf(await mentor.put(never, body)), [409, 'NO_DUE_DATE'])
  assert.equal((await mentor.get(`${list}?total=true`)).body.total, 0)
  assert.deepEqual(
    (await noticesOf(learner)).filter(({ type }) => type === 'project_extended'),
    []
  )
})
