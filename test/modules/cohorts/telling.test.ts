import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { emitted } from '../../support/events.js'
import { courseWithLearners, createCohort, createCourse, enrol, join } from './cohorts.js'

test('who joins, moves and leaves is told to the facilitator, and all of it to other systems', async (t) => {
  const app = await buildTestApp(t)
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, 1)
  const [learner] = learners
  const { userId } = learner
  const one = await createCohort(app, mentor, course.id, { name: 'Satu', facilitatorId: facilitator.userId })
  const two = await createCohort(app, mentor, course.id, { name: 'Dua' })
  await join(learner, one.id)
  await join(learner, two.id)
  await learner.delete(`/api/cohorts/${two.id}/members/${userId}`)

  const [first, second] = [
    { courseId: course.id, cohortId: one.id, cohortName: 'Satu' },
    { courseId: course.id, cohortId: two.id, cohortName: 'Dua' }
  ]
  const by = { audience: null, actorId: userId, courseId: course.id }
  const movedFrom = { cohortId: one.id, cohortName: 'Satu' }
  assert.deepEqual(await emitted(app, 'cohort_member_added'), [{ data: { ...first, learnerIds: [userId] }, ...by }])
  assert.deepEqual(await emitted(app, 'cohort_member_moved'), [
    { data: { ...second, learnerId: userId, movedFrom }, ...by }
  ])
  assert.deepEqual(await emitted(app, 'cohort_member_removed'), [{ data: { ...second, learnerId: userId }, ...by }])
  const who = { learnerId: userId, username: 'siswa_0' }
  assert.deepEqual(await emitted(app, 'cohort_member_joined'), [
    { data: { ...first, ...who, movedFromName: null }, ...by, audience: { userIds: [facilitator.userId] } },
    { data: { ...second, ...who, movedFromName: 'Satu' }, ...by }
  ])
  assert.deepEqual(await emitted(app, 'cohort_member_left'), [{ data: { ...second, ...who }, ...by }])
})

test('what happens in the cohort of a draft is told to nobody in person', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const draft = await createCourse(mentor)
  await enrol(mentor, draft.id, [learner])
  const { id } = await createCohort(app, mentor, draft.id)
  await join(mentor, id, learner.userId)
  await mentor.post(`/api/cohorts/${id}/start`)
  const [started, ...more] = await emitted(app, 'cohort_started')
  assert.deepEqual([started?.audience, started?.actorId, more], [null, mentor.userId, []])
})
