import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createWarningsService } from '../../../src/modules/reviews/warnings.service.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertProject } from '../../support/project-rows.js'
import { attemptsOf, requestRow, reviewedCourse, runJob, toldOf } from './queue.js'

const hourMs = 3_600_000
const warn = 'warn-late-reviews'

test('a review that is about to be late is told once: to who has it, for whom it is meant, or else to all', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course } = await reviewedCourse(app, { learners: 4, reviewers: 2 })
  const [one, two] = reviewers as [Client, Client]
  const staff = [mentor, one, two]
  const projectId = await insertProject(app, course.id, { reviewHours: 8 })
  const [claimed] = await attemptsOf(app, projectId, learners.slice(0, 1), { request: { assignedTo: two.userId } })
  const [assigned] = await attemptsOf(app, projectId, learners.slice(1, 2), { request: { assignedTo: two.userId } })
  const [nobodys] = await attemptsOf(app, projectId, learners.slice(2, 3))
  const [leavers] = await attemptsOf(app, projectId, learners.slice(3), { request: { assignedTo: learners[0].userId } })
  await attemptsOf(app, await insertProject(app, course.id, { reviewHours: 80 }), learners)
  const linksOf = async (client: Client) =>
    (await toldOf(client, 'review_due_soon')).map((text) => text.split('/app/reviews/')[1])

  app.clock.advance(5 * hourMs)
  await runJob(app, warn)
  for (const client of staff) assert.deepEqual(await linksOf(client), [])

  assert.equal((await one.post(`/api/reviews/${claimed}/claim`)).status, 200)
  app.clock.advance(hourMs)
  await runJob(app, warn)
  const warned = async () => Promise.all(staff.map(linksOf))
  const expected = [
    [nobodys, leavers],
    [claimed, nobodys, leavers],
    [assigned, nobodys, leavers]
  ]
  assert.deepEqual(await warned(), expected)
  assert.match(
    (await toldOf(two, 'review_due_soon'))[0] ?? '',
    /^A review is due soon: The review of “Robot pengikut garis” by siswa_1 is to be there by \d{4}-\d\d-\d\d \d\d:\d\d UTC\. → /
  )
  app.clock.advance(3 * hourMs)
  await runJob(app, warn)
  assert.deepEqual(await warned(), expected, 'once, also when it is late')
  for (const learner of learners) assert.deepEqual(await linksOf(learner), [])
})

test('what was late before anybody looked is told as late, each once, wherever the work was interrupted', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, learners, course } = await reviewedCourse(app, { learners: 10, reviewers: 0 })
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    ids.push(...(await attemptsOf(app, await insertProject(app, course.id, { reviewHours: 1 }), learners)))
  }
  app.clock.advance(hourMs)
  const { database, clock } = app
  let left = 30
  const told: string[] = []
  const warnings = createWarningsService({
    database,
    clock,
    reviewers: { reviewersOf: async () => [mentor.userId] },
    events: {
      emit: async (_tx, afterCommit, { type, data }) => {
        if (left-- === 0) throw new Error('killed')
        assert.equal(type, 'review_due_soon')
        afterCommit(() => told.push(`${data.isLate ? 'late' : 'soon'} ${data.reviewId}`))
        return ''
      }
    }
  })
  await assert.rejects(warnings.warnAll(), /killed/)
  assert.equal(told.length, 20, 'one batch is done, and the next not at all')
  await warnings.warnAll()
  assert.deepEqual(told.toSorted(), ids.map((id) => `late ${id}`).sort())
  await warnings.warnAll()
  assert.equal(told.length, 50)
  assert.ok((await requestRow(app, ids[0] ?? '')).warnedAt)
})
