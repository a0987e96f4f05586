import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import {
  codeOf,
  courseWithLearners,
  createCohort,
  createCourse,
  enrol,
  join,
  publishCourse,
  toldOf
} from './cohorts.js'

test('a learner joins an open cohort, moves to another and leaves', async (t) => {
  const app = await buildTestApp(t)
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  const one = await createCohort(app, mentor, course.id, { name: 'Satu', facilitatorId: facilitator.userId })
  const two = await createCohort(app, mentor, course.id, { name: 'Dua' })
  const mine = async (query = '') => {
    const { body } = await learner.get(`/api/me/cohorts?total=true${query}`)
    return [body.data.map(({ name, isMember }: { name: string; isMember: boolean }) => [name, isMember]), body.total]
  }

  const joined = await join(learner, one.id)
  assert.equal(joined.status, 201, joined.text)
  const { joinedAt, ...member } = joined.body
  assert.deepEqual(member, { cohortId: one.id, userId: learner.userId, movedFrom: null })
  assert.match(joinedAt, /Z$/)
  assert.deepEqual(codeOf(await join(learner, one.id)), [409, 'ALREADY_MEMBER'])
  assert.deepEqual(await mine(), [[['Satu', true]], 1])
  assert.equal((await join(learner, two.id)).body.movedFrom, one.id)
  assert.deepEqual(await mine(), [[['Dua', true]], 1])
  assert.deepEqual(await mine('&status=active'), [[], 0])
  assert.equal((await join(learner, one.id)).status, 201)
  assert.equal((await learner.delete(`/api/cohorts/${one.id}/members/${learner.userId}`)).status, 204)
  assert.deepEqual(codeOf(await learner.delete(`/api/cohorts/${one.id}/members/${learner.userId}`)), [404, 'NOT_FOUND'])
  assert.deepEqual(await mine(), [[], 0])
  assert.deepEqual((await facilitator.get('/api/me/cohorts?as=facilitator&total=true')).body.data[0].name, 'Satu')
  assert.deepEqual(await toldOf(learner, 'cohort'), [], 'who did it knows')
  assert.deepEqual(await toldOf(facilitator, 'cohort'), [
    'A member has left: siswa_0 left your cohort “Satu”.',
    'New member: siswa_0 moved from the cohort “Dua” to “Satu”.',
    'New member: siswa_0 joined your cohort “Satu”.',
    'You run a cohort: You run the cohort “Satu” of “Web”.'
  ])
})

test('staff put learners in, move them and take them out, and they hear of it', async (t) => {
  const app = await buildTestApp(t)
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 2)
  const [learner, other = learner] = learners
  const outsider = await app.as('learner')
  const one = await createCohort(app, mentor, course.id, { name: 'Satu', isOpen: false })
  const two = await createCohort(app, mentor, course.id, { name: 'Dua', isOpen: false })

  assert.deepEqual(codeOf(await join(learner, one.id)), [404, 'NOT_FOUND'])
  assert.equal((await join(facilitator, one.id, learner.userId)).status, 201)
  assert.deepEqual(codeOf(await join(learner, one.id, other.userId)), [403, 'FORBIDDEN'])
  assert.equal((await join(mentor, two.id, learner.userId)).body.movedFrom, one.id)
  for (const userId of [outsider.userId, mentor.userId, 'usr_0']) {
    const { status, body } = await join(facilitator, two.id, userId)
    assert.deepEqual([status, body.code, body.details?.userId?.length], [422, 'NOT_A_LEARNER', 1])
  }
  assert.deepEqual(codeOf(await learner.delete(`/api/cohorts/${two.id}/members/${other.userId}`)), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await mentor.delete(`/api/cohorts/${two.id}/members/${other.userId}`)), [404, 'NOT_FOUND'])
  assert.equal((await mentor.delete(`/api/cohorts/${two.id}/members/${learner.userId}`)).status, 204)
  assert.deepEqual(await toldOf(learner, 'cohort'), [
    'You are not in a cohort any more: You were taken out of the cohort “Dua”.',
    'You are in another cohort: You were moved from the cohort “Satu” to “Dua”.',
    'You are in a cohort: You are a member of the cohort “Satu” now.'
  ])
})

test('learners move by themselves only between open cohorts that are not over', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 2)
  const [learner, other = learner] = learners
  const outsider = await app.as('learner')
  const closed = await createCohort(app, mentor, course.id, { isOpen: false })
  const open = await createCohort(app, mentor, course.id)
  const over = await createCohort(app, mentor, course.id)
  for (const move of ['start', 'complete']) await mentor.post(`/api/cohorts/${over.id}/${move}`)
  const elsewhere = await createCohort(app, mentor, (await publishCourse(mentor)).id)
  await join(mentor, closed.id, learner.userId)

  assert.deepEqual(codeOf(await join(learner, open.id)), [409, 'COHORT_NOT_OPEN'])
  assert.deepEqual(codeOf(await join(other, over.id)), [409, 'COHORT_COMPLETED'])
  assert.deepEqual(codeOf(await join(mentor, over.id, other.userId)), [409, 'COHORT_COMPLETED'])
  assert.deepEqual(codeOf(await join(outsider, open.id)), [403, 'NOT_ENROLLED'])
  assert.deepEqual(codeOf(await join(learner, elsewhere.id)), [403, 'NOT_ENROLLED'])
  assert.deepEqual(codeOf(await join(app.anonymous(), open.id)), [401, 'UNAUTHENTICATED'])
  for (const body of [{ user: 'x' }, { userId: 'x' }, []]) {
    assert.equal((await learner.post(`/api/cohorts/${open.id}/members`, body)).status, 400)
  }
  assert.equal((await mentor.get(`/api/cohorts/${open.id}`)).body.memberCount, 0)
})

test('of many who join at once as many get in as there are places', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 10)
  const two = await createCohort(app, mentor, course.id, { capacity: 3 })
  const one = await createCohort(app, mentor, course.id, { capacity: 10 })
  const count = async ({ id }: { id: string }) => (await mentor.get(`/api/cohorts/${id}`)).body.memberCount

  const twice = learners.flatMap((learner) => [join(learner, two.id), join(learner, two.id)])
  const codes = (await Promise.all(twice)).map(({ body }) => body.code ?? 'in')
  assert.equal(codes.filter((code) => code === 'in').length, 3)
  assert.ok(codes.every((code) => ['in', 'COHORT_FULL', 'ALREADY_MEMBER'].includes(code)))
  assert.equal(await count(two), 3)
  const outside = learners[Math.floor(codes.lastIndexOf('COHORT_FULL') / 2)]
  assert.deepEqual(codeOf(await join(mentor, two.id, outside?.userId)), [409, 'COHORT_FULL'])

  // All to and fro between the two: everybody stays in exactly one, and neither holds too many.
  await Promise.all(
    learners.flatMap((learner) => [join(learner, one.id), join(learner, two.id), join(learner, one.id)])
  )
  const { cohortMembers } = app.database.tables
  const rows = await app.database.read.select().from(cohortMembers)
  assert.equal(rows.length, 10)
  assert.ok((await count(two)) <= 3)
  assert.equal((await count(one)) + (await count(two)), 10)
})

test('who leaves the course gives the place to another', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 2)
  const [learner, other = learner] = learners
  const { id } = await createCohort(app, mentor, course.id, { capacity: 1 })
  const members = async () => {
    const { body } = await mentor.get(`/api/cohorts/${id}/members?total=true`)
    return [body.data.map(({ user }: { user: { username: string } }) => user.username), body.total]
  }
  const leave = (client: Client) => client.delete(`/api/courses/${course.id}/enrolments/${client.userId}`)

  await join(learner, id)
  assert.deepEqual(codeOf(await join(other, id)), [409, 'COHORT_FULL'])
  await leave(learner)
  assert.deepEqual(await members(), [[], 0])
  await enrol(mentor, course.id, [learner])
  assert.deepEqual(await members(), [['siswa_0'], 1], 'the place was still free')
  await leave(learner)
  assert.equal((await join(other, id)).status, 201)
  await enrol(mentor, course.id, [learner])
  assert.deepEqual(await members(), [['siswa_1'], 1])
  assert.deepEqual(codeOf(await join(learner, id)), [409, 'COHORT_FULL'])
})

test('members are listed for the staff', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 5)
  const { id } = await createCohort(app, mentor, course.id)
  for (const learner of learners) await join(learner, id)
  const url = `/api/cohorts/${id}/members`
  const listed = async (query: string) => {
    const { status, body, text } = await mentor.get(`${url}?total=true${query}`)
    assert.equal(status, 200, text)
    return [body.data.map(({ user }: { user: { username: string } }) => user.username.at(-1)).join(''), body.total]
  }

  const first = await mentor.get(`${url}?limit=3`)
  const [member] = first.body.data
  assert.deepEqual(
    [member.user, member.enrolmentStatus],
    [{ id: learners[0].userId, username: 'siswa_0', fullName: null }, 'active']
  )
  assert.deepEqual(await listed('&limit=3'), ['012', 5])
  assert.deepEqual(await listed(`&limit=3&cursor=${first.body.nextCursor}`), ['34', 5])
  assert.deepEqual(await listed('&q=SISWA_3'), ['3', 1])
  assert.deepEqual(codeOf(await learners[0].get(url)), [403, 'FORBIDDEN'])
  assert.equal((await mentor.get(`${url}?cursor=x`)).status, 400)
})

test('in a draft, staff put learners into cohorts that these do not see yet', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const draft = await createCourse(mentor)
  await enrol(mentor, draft.id, [learner])
  const { id } = await createCohort(app, mentor, draft.id)

  assert.equal((await join(mentor, id, learner.userId)).status, 201)
  assert.equal((await learner.get(`/api/cohorts/${id}`)).status, 404)
  assert.deepEqual((await learner.get('/api/me/cohorts')).body.data, [])
  await mentor.post(`/api/cohorts/${id}/checkpoints`, { week: 1, title: 'Rahasia' })
  await mentor.post(`/api/cohorts/${id}/start`)
  assert.deepEqual(await toldOf(learner, 'checkpoint'), [])
  assert.equal((await toldOf(learner, 'cohort')).length, 1, 'that they are in it, and not what happens there')
  await mentor.post(`/api/courses/${draft.id}/publish`)
  assert.equal((await learner.get('/api/me/cohorts')).body.data[0].id, id)
  await mentor.post(`/api/courses/${draft.id}/archive`)
  assert.equal((await learner.get(`/api/cohorts/${id}`)).status, 200)
  assert.deepEqual(
    codeOf(
      await mentor.post(`/api/courses/${draft.id}/cohorts`, {
        name: 'Lain',
        startsOn: '2027-01-01',
        endsOn: '2027-01-02'
      })
    ),
    [409, 'COURSE_NOT_OPEN']
  )
})
