import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { insertContent } from '../content/content.js'
import { publishRubric } from '../rubrics/rubrics.js'
import { addProject, inOneWeek, makeWorld } from './projects.js'

interface Listed {
  id: string
  title: string
}

test('a course that is cloned has projects of its own, without dates and without work', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, lessonId } = world
  const old = await insertContent(app, courseId, [{ title: 'Lama', lessons: [{ title: 'Usang' }] }])
  const rubric = await publishRubric(mentor)
  const dueAt = new Date(app.clock.now().getTime() + inOneWeek).toISOString()
  const late = { dueAt, lateRule: 'deduct', latePercentPerDay: 5 }
  const first = await addProject(world, { title: 'Satu', lessonId, rubricId: rubric.id, ...late, maxAttempts: 2 })
  await addProject(world, { title: 'Dua', lessonId: old.Usang }, { isOpen: false })
  const gone = await addProject(world, { title: 'Tiga' })
  await mentor.delete(`/api/projects/${gone.id}`)
  await mentor.patch(`/api/lessons/${old.Usang}`, { status: 'archived' })
  await mentor.put(`/api/projects/${first.id}/extensions/${learner.userId}`, { dueAt, reason: 'Sakit.' })
  await insertAttempt(app, { projectId: first.id, userId: learner.userId })
  await mentor.delete(`/api/rubrics/${rubric.id}`)

  const cloned = await mentor.post(`/api/courses/${courseId}/clone`, { title: 'Salinan' })
  assert.equal(cloned.status, 201, cloned.text)
  const { data } = (await mentor.get(`/api/courses/${cloned.body.id}/projects`)).body
  assert.deepEqual(
    data.map(({ title, status }: { title: string; status: string }) => [title, status]),
    [
      ['Satu', 'published'],
      ['Dua', 'draft']
    ]
  )
  const [one, two] = (await Promise.all(
    data.map(async ({ id }: Listed) => (await mentor.get(`/api/projects/${id}`)).body)
  )) as (typeof first)[]
  assert.deepEqual(
    [one.dueAt, one.lateRule, one.latePercentPerDay, one.maxAttempts, one.version, one.rubric.id, one.briefHtml],
    [null, 'deduct', 5, 2, 1, rubric.versionId, first.briefHtml]
  )
  assert.deepEqual(one.deliverables, first.deliverables)
  assert.notEqual(one.number, first.number)
  assert.notEqual(one.number, two.number)
  const { modules } = (await mentor.get(`/api/courses/${cloned.body.id}/outline`)).body
  assert.deepEqual([one.lessonId, two.lessonId], [modules[0].lessons[0].id, null], 'one lesson was left behind')
  assert.deepEqual((await mentor.get(`/api/projects/${one.id}/extensions`)).body.data, [])
  assert.equal(
    (await mentor.patch(`/api/projects/${one.id}`, { deliverables: [{ title: 'x', kind: 'link' }] })).status,
    200
  )
})

test('into another organisation the rubrics come along as copies', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, courseId } = world
  const admin = await app.as('admin')
  const { body: away } = await admin.post('/api/organizations', { name: 'Jauh' })
  const rubric = await publishRubric(mentor)
  for (const title of ['Satu', 'Dua']) await addProject(world, { title, rubricId: rubric.id })
  await addProject(world, { title: 'Tanpa rubrik' })
  const cloned = await admin.post(`/api/courses/${courseId}/clone`, { title: 'Salinan', organizationId: away.id })
  assert.equal(cloned.status, 201, cloned.text)
  const { data } = (await admin.get(`/api/courses/${cloned.body.id}/projects`)).body
  const rubrics = await Promise.all(
    data.map(async ({ id }: Listed) => (await admin.get(`/api/projects/${id}`)).body.rubric)
  )
  assert.deepEqual([rubrics[0], rubrics[2]], [rubrics[1], null])
  assert.notEqual(rubrics[0].id, rubric.versionId)
  assert.deepEqual(rubrics[0].criteria, rubric.criteria)
  const listed = (await admin.get(`/api/rubrics?organization=${away.id}`)).body.data
  assert.deepEqual([listed.length, listed[0].id], [1, rubrics[0].rubricId])
})
