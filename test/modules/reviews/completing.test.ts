import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { writeLines } from '../../../src/http/csv.js'
import { buildTestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertProject } from '../../support/project-rows.js'
import { setSettings } from '../certificates/certificates.js'
import { setRule } from '../progress/completion.js'
import { attemptsOf, reviewedCourse } from './queue.js'

test('who gets the last of it from two reviewers at once completes the course once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners, reviewers, projectId } = await reviewedCourse(app, { learners: 5, reviewers: 2 })
  const { read, tables } = app.database
  await setRule(mentor, course.id, { needsProjects: true })
  await setSettings(mentor, course.id)
  const projects = [projectId, await insertProject(app, course.id)]
  const claimed: { reviewer: Client; id: string }[] = []
  for (const [i, id] of projects.entries()) {
    for (const requestId of await attemptsOf(app, id, learners)) {
      const reviewer = reviewers[i] as Client
      assert.equal((await reviewer.post(`/api/reviews/${requestId}/claim`)).status, 200)
      claimed.push({ reviewer, id: requestId })
    }
  }
  const admin = await app.as('admin')
  const table = writeLines([
    ['username', ...projects.map((id) => `project Robot (${id})`), 'reason'],
    ...[0, 1, 2].map((n) => [`siswa_${n}`, '55', '65', 'Lomba'])
  ])
  const importTable = () =>
    mentor.request('POST', `/api/courses/${course.id}/gradebook/import`, {
      payload: table,
      headers: { 'content-type': 'text/csv; charset=utf-8' }
    })
  const answers: Answer[] = []
  const act = async (promise: Promise<Answer>) => void answers.push(await promise)
  const gone = learners[4] as Client
  await Promise.all([
    ...claimed.map(({ reviewer, id }) =>
      act(reviewer.post(`/api/reviews/${id}/decide`, { decision: 'accept', summary: 'Bagus.' }))
    ),
    ...claimed.map(({ reviewer, id }) =>
      act(reviewer.post(`/api/reviews/${id}/decide`, { decision: 'accept', summary: 'Bagus.' }))
    ),
    act(importTable()),
    ...learners.slice(0, 4).map((learner) => act(learner.get(`/api/courses/${course.id}/progress`))),
    act(mentor.post(`/api/courses/${course.id}/gradebook/release`, { kind: 'project', itemId: projects[0] })),
    act(admin.delete(`/api/users/${gone.userId}`)),
    act(importTable())
  ])
  const failed = answers.filter(({ status }) => status >= 500 || status === 400 || status === 422)
  assert.deepEqual(
    failed.map(({ status, text }) => [status, text]),
    []
  )
  for (const { userId } of learners) {
    const [enrolment] = await read.select().from(tables.enrolments).where(eq(tables.enrolments.userId, userId))
    const certificates = await read.select().from(tables.certificates).where(eq(tables.certificates.userId, userId))
    if (userId === gone.userId) {
      assert.equal(certificates.length, enrolment?.status === 'completed' ? 1 : 0)
      continue
    }
    assert.equal(enrolment?.status, 'completed')
    assert.equal(certificates.length, 1)
    const grades = await read.select().from(tables.grades).where(eq(tables.grades.userId, userId))
    assert.equal(grades.length, 2)
    for (const grade of grades) {
      const { gradeChanges } = tables
      const lines = await read
        .select()
        .from(gradeChanges)
        .where(eq(gradeChanges.gradeId, grade.id))
        .orderBy(gradeChanges.id)
      for (const [i, line] of lines.entries()) assert.equal(line.beforePoints, lines[i - 1]?.afterPoints ?? null)
      assert.equal(lines.at(-1)?.afterPoints, grade.setPoints ?? grade.earnedPoints)
    }
  }
  for (const learner of learners.slice(0, 4)) {
    const { body } = await learner.get('/api/notifications?limit=100')
    const titles = body.data.map(({ title }: { title: string }) => title)
    for (const title of ['Course completed', 'Certificate issued']) {
      assert.equal(titles.filter((told: string) => told === title).length, 1, `${title}: ${titles}`)
    }
    assert.equal(titles.filter((told: string) => told === 'Your work is accepted').length, 2)
  }
})
