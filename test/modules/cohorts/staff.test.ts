import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { complete } from '../enrolments/enrolments.js'
import { codeOf, courseWithLearners, createCohort, createCourse, join, toldOf } from './cohorts.js'

/** They stay a learner of the organisation. */
async function takeRoles(app: TestApp, { userId }: Client): Promise<void> {
  const admin = await app.as('admin')
  const assignments = [{ role: 'learner', organizationId: app.organizationId }]
  const { status, text } = await admin.put(`/api/users/${userId}/roles`, { assignments })
  assert.equal(status, 200, text)
}

test('a facilitator who is none any more hears nothing of learners and sees what others see', async (t) => {
  const app = await buildTestApp(t)
  await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  const facilitatorId = (await app.as('facilitator')).userId
  const closed = await createCohort(app, mentor, course.id, { name: 'Tertutup', isOpen: false, facilitatorId })
  const open = await createCohort(app, mentor, course.id, { name: 'Terbuka', facilitatorId })
  const draft = await createCourse(mentor)
  await createCohort(app, mentor, draft.id, { name: 'Nanti', facilitatorId })
  const { body: checkpoint } = await mentor.post(`/api/cohorts/${open.id}/checkpoints`, { week: 1, title: 'Rancangan' })
  const names = async (client: Client, url: string) => {
    const { data } = (await client.get(url)).body
    return data.map(({ name }: { name: string }) => name)
  }
  const own = '/api/me/cohorts?as=facilitator'
  const ofCourse = `/api/courses/${course.id}/cohorts`
  assert.deepEqual(await names(await app.as('facilitator'), own), ['Nanti', 'Terbuka', 'Tertutup'])

  await takeRoles(app, await app.as('facilitator'))
  const former = await app.signIn('a.facilitator')
  const before = await toldOf(former, 'cohort')
  assert.equal((await former.get(`/api/cohorts/${closed.id}`)).status, 404)
  assert.deepEqual([await names(former, ofCourse), await names(former, own)], [['Terbuka'], []])
  assert.equal((await former.get(`${own}&total=true`)).body.total, 0)
  await join(learner, open.id)
  await learner.put(`/api/checkpoints/${checkpoint.id}/result`, { note: 'Selesai.' })
  assert.deepEqual([await toldOf(former, 'cohort'), await toldOf(former, 'checkpoint')], [before, []])
  const heard = await toldOf(mentor, 'checkpoint')
  assert.deepEqual(
    heard,
    ['A checkpoint is done: siswa_0 has done week 1 of “Terbuka”: “Rancangan”.'],
    'somebody has to'
  )
})

test('the mentor hears of the work of a facilitator, who cannot review it', async (t) => {
  const app = await buildTestApp(t)
  const facilitator = await app.as('facilitator')
  const { mentor, course } = await courseWithLearners(app, 0)
  const { id } = await createCohort(app, mentor, course.id, { facilitatorId: facilitator.userId })
  const { body: checkpoint } = await mentor.post(`/api/cohorts/${id}/checkpoints`, { week: 1, title: 'Rancangan' })
  await mentor.post(`/api/courses/${course.id}/enrolments`, { userIds: [facilitator.userId] })
  await join(facilitator, id)
  await facilitator.put(`/api/checkpoints/${checkpoint.id}/result`, { note: '' })
  assert.equal((await toldOf(mentor, 'checkpoint')).length, 1)
  assert.deepEqual(await toldOf(facilitator, 'checkpoint'), [])
})

test('a graduate who was taken out of a cohort is put back by who runs it', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  const { id } = await createCohort(app, mentor, course.id)
  await join(learner, id)
  await complete(app, course.id, [learner.userId])
  assert.equal((await mentor.delete(`/api/cohorts/${id}/members/${learner.userId}`)).status, 204)
  assert.deepEqual(codeOf(await join(learner, id)), [403, 'NOT_ENROLLED'], 'places are for those who learn')
  assert.equal((await join(mentor, id, learner.userId)).status, 201)
  assert.equal((await learner.get(`/api/cohorts/${id}`)).body.isMember, true)
})

test('a cohort of more members than one notification names is told as a whole', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course } = await courseWithLearners(app, 0)
  const { id } = await createCohort(app, mentor, course.id)
  const { users, enrolments, cohortMembers, notificationDeliveries: deliveries } = app.database.tables
  const [pattern] = await app.database.read.select().from(users).limit(1)
  assert.ok(pattern)
  const now = app.clock.now()
  const numbers = Array.from({ length: 1_001 }, (_, n) => String(n).padStart(4, '0'))
  await app.database.transaction(async (tx) => {
    for (let i = 0; i < numbers.length; i += 100) {
      const some = numbers.slice(i, i + 100)
      await tx.insert(users).values(
        some.map((n) => ({
          ...pattern,
          ...{ id: `usr_${n}`, username: n, usernameKey: n, email: null, emailKey: null }
        }))
      )
      await tx.insert(enrolments).values(
        some.map((n) => ({
          ...{ id: `enr_${n}`, courseId: course.id, userId: `usr_${n}`, status: 'active' as const },
          ...{ activatedAt: now, createdAt: now, updatedAt: now }
        }))
      )
      await tx.insert(cohortMembers).values(some.map((n) => ({ enrolmentId: `enr_${n}`, cohortId: id, joinedAt: now })))
    }
  })
  assert.equal((await mentor.post(`/api/cohorts/${id}/start`)).status, 200)
  assert.equal(await app.database.read.$count(deliveries), numbers.length)
})
