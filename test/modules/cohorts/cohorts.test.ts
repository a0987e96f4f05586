import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createOrganization } from '../courses/courses.js'
import {
  codeOf,
  courseWithLearners,
  createCohort,
  createCourse,
  dayFromNow,
  join,
  moveCohorts,
  publishCourse,
  toldOf
} from './cohorts.js'

const dayMs = 86_400_000

test('a cohort is made, shown and changed by who runs it', async (t) => {
  const app = await buildTestApp(t)
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 1, { timeZone: 'Europe/Berlin' })
  const [learner] = learners

  const made = await mentor.post(`/api/courses/${course.slug}/cohorts`, {
    name: ' Angkatan 1 ',
    startsOn: '2026-11-23',
    endsOn: '2027-01-17',
    facilitatorId: facilitator.userId,
    capacity: 30
  })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, currentWeek: _, ...cohort } = made.body
  assert.match(id, /^coh_/)
  assert.deepEqual(cohort, {
    course: { id: course.id, slug: 'web', title: 'Web' },
    name: 'Angkatan 1',
    startsOn: '2026-11-23',
    endsOn: '2027-01-17',
    timeZone: 'Europe/Berlin',
    facilitatorId: facilitator.userId,
    capacity: 30,
    isOpen: true,
    status: 'upcoming',
    memberCount: 0,
    isMember: false,
    version: 1,
    createdBy: mentor.userId
  })
  assert.equal(createdAt, updatedAt)
  assert.deepEqual([made.headers.location, made.headers.etag], [`/api/cohorts/${id}`, '"v1"'])
  assert.deepEqual(await toldOf(facilitator, 'cohort'), ['You run a cohort: You run the cohort “Angkatan 1” of “Web”.'])

  await join(learner, id)
  const url = `/api/cohorts/${id}`
  const changed = await facilitator.patch(url, { endsOn: '2027-01-24', capacity: null }, { 'if-match': '"v1"' })
  assert.deepEqual([changed.status, changed.body.version, changed.body.capacity], [200, 2, null])
  assert.equal(changed.body.memberCount, 1)
  assert.deepEqual(await toldOf(learner, 'cohort'), [
    'Your cohort has new dates: Your cohort “Angkatan 1” now runs from 2026-11-23 to 2027-01-24 (Europe/Berlin).'
  ])
  assert.equal((await mentor.patch(url, { name: 'A' }, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await mentor.patch(url, { capacity: null })).body.version, 2, 'what is so already is no change')
  assert.deepEqual(codeOf(await learner.patch(url, { name: 'A' })), [403, 'FORBIDDEN'])
})

test('days, zones and facilitators that are none are refused', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const other = await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  const { id } = await publishCourse(mentor)
  const cohort = await createCohort(app, mentor, id)
  const days = { startsOn: cohort.startsOn, endsOn: cohort.endsOn }

  const cases: [fields: object, status: number, code: string, field: string][] = [
    [{ startsOn: '2027-02-29' }, 400, 'VALIDATION_FAILED', 'startsOn'],
    [{ endsOn: '2027-04-31' }, 400, 'VALIDATION_FAILED', 'endsOn'],
    [{ startsOn: '27-02-01' }, 400, 'VALIDATION_FAILED', 'startsOn'],
    [{ timeZone: 'Mars/Olympus' }, 400, 'VALIDATION_FAILED', 'timeZone'],
    [{ timeZone: '+07:00' }, 400, 'VALIDATION_FAILED', 'timeZone'],
    [{ name: ' ' }, 400, 'VALIDATION_FAILED', 'name'],
    [{ capacity: 0 }, 400, 'VALIDATION_FAILED', 'capacity'],
    [{ startsOn: '2027-02-02', endsOn: '2027-02-01' }, 422, 'COHORT_DATES', 'endsOn'],
    [{ startsOn: '2027-02-01', endsOn: '2037-02-01' }, 422, 'COHORT_DATES', 'endsOn'],
    [{ facilitatorId: learner.userId }, 422, 'NOT_A_FACILITATOR', 'facilitatorId'],
    [{ facilitatorId: other.userId }, 422, 'NOT_A_FACILITATOR', 'facilitatorId'],
    [{ facilitatorId: 'usr_0' }, 422, 'NOT_A_FACILITATOR', 'facilitatorId']
  ]
  for (const [fields, status, code, field] of cases) {
    const answers = [
      await mentor.post(`/api/courses/${id}/cohorts`, { name: 'A', ...days, ...fields }),
      await mentor.patch(`/api/cohorts/${cohort.id}`, fields)
    ]
    for (const { body, ...answer } of answers) {
      assert.deepEqual([answer.status, body.code, Object.keys(body.details)], [status, code, [field]], answer.text)
    }
  }
  assert.equal((await mentor.patch(`/api/cohorts/${cohort.id}`, { endsOn: '2020-01-01' })).status, 422)
  assert.equal((await mentor.get(`/api/cohorts/${cohort.id}`)).body.version, 1)
  assert.equal((await mentor.patch(`/api/cohorts/${cohort.id}`, { facilitatorId: mentor.userId })).status, 200)
})

test('open cohorts are seen by who sees the course, others by those inside and the staff', async (t) => {
  const app = await buildTestApp(t)
  const organizationId = await createOrganization(app, 'Elsewhere')
  const stranger = await app.signInAs({ username: 'asing', role: 'owner', organizationId })
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 2)
  const [inside, outside = inside] = learners
  const open = await createCohort(app, mentor, course.id, { name: 'Terbuka' })
  const closed = await createCohort(app, mentor, course.id, { name: 'Tertutup', isOpen: false })
  await join(mentor, closed.id, inside.userId)
  const seenBy = async (client: Client) => {
    const { body } = await client.get(`/api/courses/${course.id}/cohorts?total=true`)
    const names = body.data.map(({ name }: { name: string }) => name)
    assert.equal(body.total, names.length)
    for (const { id, name } of [open, closed]) {
      const { status } = await client.get(`/api/cohorts/${id}`)
      assert.equal(status, names.includes(name) ? 200 : 404)
    }
    return names
  }

  assert.deepEqual(await seenBy(mentor), ['Tertutup', 'Terbuka'])
  assert.deepEqual(await seenBy(facilitator), ['Tertutup', 'Terbuka'])
  assert.deepEqual(await seenBy(inside), ['Tertutup', 'Terbuka'])
  for (const client of [outside, stranger, app.anonymous()]) assert.deepEqual(await seenBy(client), ['Terbuka'])
  assert.deepEqual((await inside.get(`/api/cohorts/${closed.id}`)).body.isMember, true)
  const first = await mentor.get(`/api/courses/${course.id}/cohorts?limit=1`)
  const next = await mentor.get(`/api/courses/${course.id}/cohorts?limit=1&cursor=${first.body.nextCursor}`)
  assert.deepEqual([next.body.data[0].id, next.body.nextCursor], [open.id, null])

  await inside.delete(`/api/courses/${course.id}/enrolments/${inside.userId}`)
  assert.deepEqual(await seenBy(inside), ['Terbuka'], 'who has left the course has left the cohort')
  const draft = await createCourse(mentor)
  const early = await createCohort(app, facilitator, draft.id)
  assert.equal((await outside.get(`/api/cohorts/${early.id}`)).status, 404)
  assert.equal((await outside.get(`/api/courses/${draft.id}/cohorts`)).status, 404)
  assert.equal((await facilitator.get(`/api/courses/${draft.id}/cohorts`)).body.data.length, 1)
})

test('a cohort starts and is completed by hand, once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  const { id } = await createCohort(app, mentor, course.id)
  await join(learner, id)
  const move = async (name: string, headers = {}) =>
    mentor.post(`/api/cohorts/${id}/${name}`, undefined, headers).then(codeOf)

  assert.deepEqual(await move('complete'), [409, 'ILLEGAL_TRANSITION'])
  assert.deepEqual(await move('start', { 'if-match': '"v7"' }), [412, 'PRECONDITION_FAILED'])
  const answers = await Promise.all(Array.from({ length: 5 }, () => mentor.post(`/api/cohorts/${id}/start`)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
  await moveCohorts(app)
  assert.deepEqual(await toldOf(learner, 'cohort'), ['Your cohort has started: Your cohort “Angkatan 1” has started.'])
  assert.deepEqual(await move('complete'), [200, undefined])
  assert.deepEqual(await move('complete'), [409, 'ILLEGAL_TRANSITION'])
  assert.equal((await learner.get(`/api/cohorts/${id}`)).body.status, 'completed')
  assert.deepEqual(codeOf(await learner.post(`/api/cohorts/${id}/start`)), [403, 'FORBIDDEN'])
})

test('cohorts start and end by the clock of their own zone, whichever instance looks', async (t) => {
  const app = await buildTestApp(t)
  const second = await buildTestApp(t, { databaseUrl: app.databaseUrl })
  const { course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  // To the middle of a day in Jakarta: it is another one on the Line Islands, and the same in Honolulu only much later.
  app.clock.advance(dayMs - ((app.clock.now().getTime() + 19 * 3_600_000) % dayMs))
  const mentor = await app.signIn('a.mentor')
  const day = (days: number) => dayFromNow(app, days)
  const make = (name: string, fields: object) => createCohort(app, mentor, course.id, { name, ...fields })
  const jakarta = await make('Jakarta', { startsOn: day(1), endsOn: day(2) })
  const kiribati = await make('Kiribati', { startsOn: day(1), endsOn: day(2), timeZone: 'Pacific/Kiritimati' })
  const honolulu = await make('Honolulu', { startsOn: day(0), endsOn: day(2), timeZone: 'Pacific/Honolulu' })
  const past = await make('Lampau', { startsOn: day(-9), endsOn: day(-8) })
  await join(learner, jakarta.id)
  const advance = (ms: number) => {
    app.clock.advance(ms)
    second.clock.advance(app.clock.now().getTime() - second.clock.now().getTime())
  }
  const statuses = async () => {
    await Promise.all([moveCohorts(app), moveCohorts(second)])
    const all = [jakarta, kiribati, honolulu, past]
    const answers = await Promise.all(all.map(({ id }) => app.anonymous().get(`/api/cohorts/${id}`)))
    return answers.map(({ body }) => `${body.status} ${body.currentWeek}`)
  }

  // 12:00 in Jakarta is 19:00 on the Line Islands, and 19:00 of the day before in Honolulu.
  advance(0)
  assert.deepEqual(await statuses(), ['upcoming null', 'upcoming null', 'upcoming null', 'completed 1'])
  advance(5.5 * 3_600_000)
  assert.deepEqual(await statuses(), ['upcoming null', 'active 1', 'active 1', 'completed 1'])
  advance(7 * 3_600_000)
  assert.deepEqual(await statuses(), ['active 1', 'active 1', 'active 1', 'completed 1'])
  assert.deepEqual(await toldOf(learner, 'cohort'), ['Your cohort has started: Your cohort “Jakarta” has started.'])
  advance(dayMs + 17 * 3_600_000)
  assert.deepEqual(await statuses(), ['active 1', 'completed 1', 'active 1', 'completed 1'])
  advance(dayMs)
  assert.deepEqual(await statuses(), ['completed 1', 'completed 1', 'completed 1', 'completed 1'])
  assert.equal((await toldOf(learner, 'cohort')).length, 1)
})

test('a cohort is deleted when it holds nobody and nothing', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 2)
  const [learner, other = learner] = learners
  const { id } = await createCohort(app, mentor, course.id)
  const url = `/api/cohorts/${id}`
  await join(learner, id)

  assert.deepEqual(codeOf(await learner.delete(url)), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await mentor.delete(url)), [409, 'COHORT_HAS_MEMBERS'])
  const { body: checkpoint } = await mentor.post(`${url}/checkpoints`, { week: 1, title: 'Satu' })
  await learner.put(`/api/checkpoints/${checkpoint.id}/result`, { note: 'Ini.' })
  await learner.delete(`${url}/members/${learner.userId}`)
  assert.deepEqual(codeOf(await mentor.delete(url)), [409, 'COHORT_HAS_RESULTS'])

  const empty = await createCohort(app, mentor, course.id)
  await join(other, empty.id)
  await other.delete(`/api/courses/${course.id}/enrolments/${other.userId}`)
  assert.equal((await mentor.delete(`/api/cohorts/${empty.id}`, { 'if-match': '"v9"' })).status, 412)
  assert.equal((await mentor.delete(`/api/cohorts/${empty.id}`)).status, 204, 'who left the course is in it no more')
  assert.equal((await mentor.get(`/api/cohorts/${empty.id}`)).status, 404)
})
