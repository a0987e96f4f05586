import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { courseWithLearners, createCohort, join } from '../cohorts/cohorts.js'
import { create, find, text, titlesOf, toldBy } from './broadcasts.js'

/** A course of the mentor with three learners, two of them in a cohort that the facilitator runs; and another school. */
async function setUp(t: TestContext) {
  const app = await buildTestApp(t)
  const [facilitator, admin, otherMentor] = [
    await app.as('facilitator'),
    await app.as('admin'),
    await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  ]
  const { mentor, course, learners } = await courseWithLearners(app, 3)
  const cohort = await createCohort(app, mentor, course.id, { facilitatorId: facilitator.userId })
  for (const { userId } of learners.slice(0, 2)) await join(mentor, cohort.id, userId)
  const elsewhere = (await admin.post('/api/organizations', { name: 'Sekolah Lain' })).body.id as string
  const stranger = await app.signInAs({ username: 'orang.lain', organizationId: elsewhere })
  const owner = await app.signInAs({ username: 'pemilik.lain', role: 'owner', organizationId: elsewhere })
  const everybody = [facilitator, admin, otherMentor, mentor, ...learners, stranger, owner]
  return {
    ...app,
    facilitator,
    admin,
    otherMentor,
    mentor,
    course,
    learners,
    cohort,
    elsewhere,
    stranger,
    owner,
    everybody
  }
}

const idsOf = (clients: readonly Client[]) => clients.map(({ userId }) => userId).sort()

describe('the audience of a broadcast', () => {
  test('is who is told, each once, and as many as the preview says', async (t) => {
    const app = await setUp(t)
    const { admin, mentor, facilitator, otherMentor, learners, course, cohort, organizationId: home } = app
    const staff = [facilitator, admin, otherMentor, mentor]
    const [first] = learners
    const table: [string, Client, object, readonly Client[]][] = [
      ['users', facilitator, { userIds: [first.userId, mentor.userId, first.userId] }, [first, mentor]],
      ['a course', mentor, { courseId: course.id }, learners],
      ['a cohort, by who mentors its course', mentor, { cohortId: cohort.id }, learners.slice(0, 2)],
      ['a cohort, by its facilitator', facilitator, { cohortId: cohort.id }, learners.slice(0, 2)],
      ['a role in an organisation', facilitator, { role: 'mentor', organizationId: home }, [mentor, otherMentor]],
      ['a role', admin, { role: 'owner' }, [admin, app.owner]],
      ['an organisation', facilitator, { organizationId: home }, [...staff, ...learners]],
      ['all', admin, { all: true }, app.everybody]
    ]
    for (const [what, writer, audience, told] of table) {
      const preview = await writer.post('/api/broadcasts/preview', { audience })
      assert.equal(preview.status, 200, `${what}: ${preview.text}`)
      assert.equal(preview.body.recipients, told.length, what)
      const { id, state } = await create(writer, { title: what, audience })
      assert.equal(state, 'running')
      const { body } = await writer.get(`/api/broadcasts/${id}`)
      assert.deepEqual([body.state, body.progress], ['done', { total: told.length, served: told.length }], what)
      assert.deepEqual(await toldBy(app, (await find(app, id)).eventId), idsOf(told), what)
    }
    assert.ok((await titlesOf(admin)).includes('all'), 'whoever writes may be told, too')
  })

  test('is shown by names to who may see the users there', async (t) => {
    const { mentor, course, cohort, facilitator, learners, admin, organizationId } = await setUp(t)
    const sampleOf = async (client: Client, audience: object) =>
      (await client.post('/api/broadcasts/preview', { audience })).body.sample
    assert.deepEqual((await sampleOf(mentor, { courseId: course.id })).sort(), ['siswa_0', 'siswa_1', 'siswa_2'])
    assert.deepEqual((await sampleOf(facilitator, { cohortId: cohort.id })).sort(), ['siswa_0', 'siswa_1'])
    assert.equal((await sampleOf(admin, { all: true })).length, 5)
    const role = { key: 'penyiar', title: 'Penyiar', scope: 'organization', permissions: ['notification.send'] }
    assert.equal((await admin.post('/api/roles', role)).status, 201)
    const assignments = [{ role: 'penyiar', organizationId }]
    const given = await admin.put(`/api/users/${learners[0].userId}/roles`, { assignments })
    assert.equal(given.status, 200, given.text)
    assert.deepEqual(await sampleOf(learners[0], { courseId: course.id }), [])
  })

  test('is for who may write to it', async (t) => {
    const app = await setUp(t)
    const { mentor, otherMentor, facilitator, admin, learners, course, cohort, elsewhere, stranger } = app
    const [learner] = learners
    const table: [string, Client, object, number, string?][] = [
      ['a learner to their course', learner, { courseId: course.id }, 422, 'audience.courseId'],
      ['a learner to their cohort', learner, { cohortId: cohort.id }, 422, 'audience.cohortId'],
      ['a learner to a user', learner, { userIds: [mentor.userId] }, 422, 'audience.userIds'],
      ['a learner to all', learner, { all: true }, 403],
      ['a mentor to the course of another', otherMentor, { courseId: course.id }, 422, 'audience.courseId'],
      ['a mentor to a cohort of another', otherMentor, { cohortId: cohort.id }, 422, 'audience.cohortId'],
      ['a mentor to the organisation', mentor, { organizationId: app.organizationId }, 403],
      ['a facilitator to another organisation', facilitator, { organizationId: elsewhere }, 403],
      ['a facilitator to a role everywhere', facilitator, { role: 'mentor' }, 403],
      ['a facilitator to a stranger', facilitator, { userIds: [stranger.userId] }, 422, 'audience.userIds'],
      ['an administrator to nobody known', admin, { userIds: ['usr_nobody'] }, 422, 'audience.userIds'],
      ['an administrator to no course', admin, { courseId: 'crs_nothing' }, 422, 'audience.courseId'],
      ['an administrator to no cohort', admin, { cohortId: 'coh_nothing' }, 422, 'audience.cohortId'],
      ['an administrator to a role of nobody', admin, { role: 'nobody' }, 422, 'audience'],
      ['an administrator to no organisation', admin, { organizationId: 'org_nothing' }, 422, 'audience']
    ]
    for (const [who, client, audience, status, field] of table) {
      const answer = await client.post('/api/broadcasts', { ...text, audience })
      assert.equal(answer.status, status, `${who}: ${answer.text}`)
      if (field) assert.ok(answer.body.details[field], `${who} names ${field}: ${answer.text}`)
      if (field === 'audience') continue
      assert.equal((await client.post('/api/broadcasts/preview', { audience })).status, status, who)
    }
    const nobody = await admin.post('/api/broadcasts/preview', { audience: { role: 'nobody' } })
    assert.deepEqual(nobody.body, { recipients: 0, sample: [] })
    assert.equal((await admin.get('/api/broadcasts')).body.data.length, 0)
  })

  test('is one', async (t) => {
    const { admin } = await setUp(t)
    const bad: [object, string][] = [
      [{}, 'audience'],
      [{ all: true, role: 'mentor' }, 'audience'],
      [{ courseId: 'crs_1', cohortId: 'coh_1' }, 'audience'],
      [{ all: false }, 'audience.all'],
      [{ userIds: [] }, 'audience.userIds'],
      [{ userIds: ['x'] }, 'audience.userIds.0'],
      [{ role: 'a\nb' }, 'audience.role'],
      [{ everybody: true }, 'audience.everybody']
    ]
    for (const [audience, field] of bad) {
      for (const url of ['/api/broadcasts', '/api/broadcasts/preview']) {
        const body = url.endsWith('preview') ? { audience } : { ...text, audience }
        const answer = await admin.post(url, body)
        assert.equal(answer.status, 400, JSON.stringify(audience))
        assert.ok(answer.body.details[field], `${JSON.stringify(audience)} names ${field}: ${answer.text}`)
      }
    }
  })

  test('hears nothing of a course that it has muted, nor what it does not want', async (t) => {
    const app = await setUp(t)
    const { mentor, admin, course, cohort, learners, database, clock } = app
    const [muted, unwilling, willing] = learners as [Client, Client, Client]
    const { courseMutes, notificationPreferences } = database.tables
    for (const learner of learners)
      for (const { id } of (await learner.get('/api/notifications')).body.data)
        await learner.delete(`/api/notifications/${id}`)
    await database.transaction(async (tx) => {
      await tx.insert(courseMutes).values({ userId: muted.userId, courseId: course.id, createdAt: clock.now() })
      const never = { type: 'announcement', channel: 'in_app' as const, cadence: 'never' as const }
      await tx.insert(notificationPreferences).values({ userId: unwilling.userId, ...never })
    })
    for (const audience of [{ courseId: course.id }, { cohortId: cohort.id }]) {
      const { id } = await create(mentor, { audience })
      const { progress } = (await mentor.get(`/api/broadcasts/${id}`)).body
      assert.equal(progress.served, progress.total, 'they were asked, too')
    }
    await create(admin, { title: 'Untuk semua', audience: { all: true } })
    assert.deepEqual(await titlesOf(muted), ['Untuk semua'])
    assert.deepEqual(await titlesOf(unwilling), [])
    assert.deepEqual(await titlesOf(willing), ['Untuk semua', text.title])
    const note = { type: 'note', title: 'Catatan', message: 'Isi.', courseId: course.id }
    assert.equal((await mentor.post('/api/notifications', note)).body.recipients, 3)
    assert.deepEqual(await titlesOf(muted), ['Untuk semua'], 'and nothing that was written without a job')
    const { data } = (await willing.get('/api/notifications')).body
    assert.deepEqual([data[0].type, data[1].type], ['note', 'announcement'])
  })
})
