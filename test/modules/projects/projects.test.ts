import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { criterion, publishRubric } from '../rubrics/rubrics.js'
import { addProject, codeOf, faultOf, fields, inOneWeek, makeWorld, noticesOf } from './projects.js'

test('a project begins as a draft that managers alone see, and tells its learners when it opens', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const dueAt = new Date(app.clock.now().getTime() + inOneWeek).toISOString()
  const late = { lateRule: 'deduct', latePercentPerDay: 10, lateDays: 3 }
  const rubric = await publishRubric(mentor)
  const asked = { ...fields, title: ' Robot ', rubricId: rubric.id, dueAt, ...late, maxAttempts: 3 }
  const made = await mentor.post(`/api/courses/${courseId}/projects`, {
    ...asked,
    checklist: [{ text: ' Sudah diuji ' }]
  })
  assert.equal(made.status, 201, made.text)
  const url = `/api/projects/${made.body.id}`
  assert.deepEqual([made.headers.location, made.headers.etag], [url, '"v1"'])
  const { title, status, position, isRequired, reviewHours, own, lessonId, briefHtml, checklist } = made.body
  assert.deepEqual(
    [title, status, position, isRequired, reviewHours, own, lessonId],
    ['Robot', 'draft', 0, true, 72, null, null]
  )
  assert.deepEqual([briefHtml, checklist[0].text], ['<p>Buat <strong>robot</strong>.</p>\n', 'Sudah diuji'])
  for (const client of [learner, await app.as('facilitator')]) {
    assert.deepEqual(codeOf(await client.get(url)), [404, 'NOT_FOUND'])
    assert.deepEqual(codeOf(await client.patch(url, { title: 'x' })), [404, 'NOT_FOUND'])
  }

  const opened = await mentor.patch(url, { status: 'published' }, { 'if-match': '"v1"' })
  assert.deepEqual([opened.status, opened.body.version], [200, 2])
  assert.equal((await mentor.patch(url, { title: 'x' }, { 'if-match': '"v1"' })).status, 412)
  const [notice, ...others] = await noticesOf(learner)
  assert.deepEqual(
    [notice?.type, notice?.link, others.length],
    ['project_published', `/app/projects/${made.body.id}`, 0]
  )
  assert.match(notice?.message ?? '', /^“Robot” of “Elektronika” is open, due on \d{4}-\d\d-\d\d\.$/)

  const seen = (await learner.get(url)).body
  const closesAt = new Date(Date.parse(dueAt) + 3 * 86_400_000).toISOString()
  assert.deepEqual(seen.own, {
    ...{ submissionId: null, status: null, attemptsUsed: 0, attemptsLeft: 3 },
    ...{ dueAt, closesAt, isExtended: false }
  })
  assert.deepEqual([seen.rubric.id, seen.rubric.criteria, seen.maxPoints], [rubric.versionId, rubric.criteria, 15])
  assert.deepEqual(seen.deliverables, made.body.deliverables)
  const { submissionId } = await insertAttempt(app, { projectId: made.body.id, userId: learner.userId })
  const after = (await learner.get(url)).body.own
  assert.deepEqual(
    [after.submissionId, after.status, after.attemptsUsed, after.attemptsLeft],
    [submissionId, 'submitted', 1, 2]
  )
  assert.equal((await mentor.get(url)).body.own, null)
  assert.deepEqual(codeOf(await learner.patch(url, { title: 'x' })), [403, 'FORBIDDEN'])
})

test('a project goes from draft to published to archived and back, one way at a time', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const { id } = await addProject(world, { brief: '', deliverables: [] }, { isOpen: false })
  const url = `/api/projects/${id}`
  const to = (status: string) => mentor.patch(url, { status })
  assert.deepEqual(faultOf(await to('published')), [422, 'NOT_PUBLISHABLE', ['brief']])
  await mentor.patch(url, { brief: 'Ayo' })
  assert.deepEqual(faultOf(await to('published')), [422, 'NOT_PUBLISHABLE', ['deliverables']])
  await mentor.patch(url, { deliverables: fields.deliverables })
  const { version } = (await to('published')).body
  assert.equal((await to('published')).body.version, version, 'the same changes nothing')
  assert.deepEqual(codeOf(await to('draft')), [409, 'ILLEGAL_TRANSITION'])
  assert.deepEqual(faultOf(await mentor.patch(url, { brief: ' ' })), [422, 'NOT_PUBLISHABLE', ['brief']])
  for (let n = 0; n < 2; n++) assert.equal((await mentor.delete(url)).status, 204)
  assert.equal((await mentor.get(url)).body.version, version + 1)
  assert.deepEqual(codeOf(await learner.get(url)), [404, 'NOT_FOUND'])
  assert.equal((await (await app.as('facilitator')).get(url)).status, 200, 'staff reads what is archived')
  assert.equal((await to('published')).status, 200)
  assert.equal((await noticesOf(learner)).length, 1, 'of what comes back they know')

  await insertAttempt(app, { projectId: id, userId: learner.userId })
  assert.equal((await mentor.delete(url)).status, 204)
  assert.equal((await learner.get(url)).body.status, 'archived', 'who has handed in can still read it')
  assert.deepEqual(codeOf(await to('draft')), [409, 'PROJECT_IN_USE'])
  const other = await app.signInAs({ username: 'budi' })
  await setEnrolment(app, { courseId: world.courseId, userId: other.userId })
  assert.deepEqual(codeOf(await other.get(url)), [404, 'NOT_FOUND'])
})

test('deliverables keep their ids, and once somebody has handed in they stay', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const project = await addProject(world, { checklist: [{ text: 'Satu' }, { text: 'Dua' }] })
  const url = `/api/projects/${project.id}`
  const [code, report] = project.deliverables
  const [, second] = project.checklist
  const put = (deliverables: object[]) => mentor.patch(url, { deliverables })
  const changed = await put([
    { ...report, title: 'Laporan akhir' },
    { title: 'Foto', kind: 'file' }
  ])
  const [kept, added] = changed.body.deliverables
  assert.deepEqual([kept.id, kept.title, kept.isRequired], [report.id, 'Laporan akhir', false])
  assert.ok(![code.id, report.id].includes(added.id))
  assert.equal((await put([kept, added])).body.version, changed.body.version, 'the same changes nothing')
  assert.deepEqual(faultOf(await put([code])), [422, 'UNKNOWN_DELIVERABLE', ['deliverables.0.id']], 'it is gone')
  assert.deepEqual(faultOf(await put([kept, kept])), [422, 'UNKNOWN_DELIVERABLE', ['deliverables.1.id']])
  const items = await mentor.patch(url, { checklist: [second, { text: 'Tiga', isRequired: true }] })
  assert.deepEqual(
    items.body.checklist.map(({ text, isRequired }: { text: string; isRequired: boolean }) => [text, isRequired]),
    [
      ['Dua', false],
      ['Tiga', true]
    ]
  )
  assert.equal(items.body.checklist[0].id, second.id)
  assert.deepEqual(faultOf(await mentor.patch(url, { checklist: [project.checklist[0]] })), [
    ...[422, 'UNKNOWN_ITEM'],
    ['checklist.0.id']
  ])

  await insertAttempt(app, { projectId: project.id, userId: learner.userId })
  const before = (await mentor.get(url)).body
  assert.deepEqual(faultOf(await put([kept])), [409, 'PROJECT_IN_USE', ['deliverables']])
  assert.deepEqual(faultOf(await put([{ ...kept, kind: 'link' }, added])), [409, 'PROJECT_IN_USE', ['deliverables']])
  assert.deepEqual((await mentor.get(url)).body, before, 'nothing changed')
  const more = await put([{ title: 'Video', kind: 'link' }, added, { ...kept, title: 'Laporan', isRequired: true }])
  assert.deepEqual([more.status, more.body.deliverables.length], [200, 3])
})

test('the rubric is one in use of the organisation, and what is published goes on to judge', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const rubric = await publishRubric(mentor)
  const project = await addProject(world, { rubricVersionId: rubric.versionId })
  const url = `/api/projects/${project.id}`
  await app.database.transaction((tx) =>
    tx.update(app.database.tables.projects).set({ rubricVersionId: rubric.versionId })
  )
  const { attemptId } = await insertAttempt(app, { projectId: project.id, userId: learner.userId })

  const [first] = rubric.criteria
  await mentor.put(`/api/rubrics/${rubric.id}/draft`, {
    criteria: [{ ...first, title: 'Lain' }, criterion('Baru', 0, 9)]
  })
  const next = (await mentor.post(`/api/rubrics/${rubric.id}/publish`)).body
  assert.deepEqual((await learner.get(url)).body.rubric.criteria, rubric.criteria, 'until another version is chosen')
  const chosen = await mentor.patch(url, { rubricId: rubric.id })
  assert.deepEqual([chosen.body.rubric.id, chosen.body.maxPoints], [next.id, 19])
  const { attempts } = app.database.tables
  const [attempt] = await app.database.read.select().from(attempts)
  assert.deepEqual([attempt?.id, attempt?.rubricVersionId], [attemptId, rubric.versionId], 'the attempt keeps its own')
  const versionOf = async (n: number) => (await mentor.get(`/api/rubrics/${rubric.id}/versions/${n}`)).body
  assert.deepEqual((await versionOf(1)).criteria, rubric.criteria)

  await mentor.delete(`/api/rubrics/${rubric.id}`)
  assert.equal((await mentor.patch(url, { rubricVersionId: next.id, title: 'Robot 2' })).status, 200, 'it is no choice')
  const unknown = [422, 'UNKNOWN_RUBRIC', ['rubricVersionId']]
  assert.deepEqual(faultOf(await mentor.patch(url, { rubricVersionId: rubric.versionId })), unknown)
  assert.deepEqual(faultOf(await mentor.patch(url, { rubricId: rubric.id })), [422, 'UNKNOWN_RUBRIC', ['rubricId']])
  const admin = await app.as('admin')
  const { body: away } = await admin.post('/api/organizations', { name: 'Jauh' })
  const foreign = await publishRubric(admin, { organizationId: away.id })
  assert.deepEqual(faultOf(await mentor.patch(url, { rubricVersionId: foreign.versionId })), unknown)
  const none = await mentor.patch(url, { rubricVersionId: null })
  assert.deepEqual([none.body.rubric, none.body.maxPoints], [null, 100])
})

test('projects have an order, and one that is moved lets the others move over', async (t) => {
  const world = await makeWorld(t)
  const { mentor, courseId } = world
  const made = []
  for (const title of ['A', 'B', 'C', 'D']) made.push(await addProject(world, { title }))
  const [a, b, c] = made
  const order = async () =>
    (await mentor.get(`/api/courses/${courseId}/projects`)).body.data
      .filter(({ status }: { status: string }) => status !== 'archived')
      .map(({ title }: { title: string }) => title)
      .join('')
  const move = (project: { id: string }, position: number) => mentor.patch(`/api/projects/${project.id}`, { position })
  assert.equal(await order(), 'ABCD')
  assert.equal((await move(c, 0)).body.position, 0)
  assert.equal(await order(), 'CABD')
  assert.equal((await move(c, 99)).body.position, 3)
  assert.equal(await order(), 'ABDC')
  await mentor.delete(`/api/projects/${b.id}`)
  assert.deepEqual(faultOf(await move(b, 0)), [422, 'NO_PLACE', ['position']])
  assert.equal((await move(c, 1)).body.version, c.version + 3)
  assert.equal((await move(c, 1)).body.version, c.version + 3, 'it stands there')
  assert.equal(await order(), 'ACD')
  await mentor.patch(`/api/projects/${b.id}`, { status: 'published' })
  assert.equal(await order(), 'ACDB', 'what comes back stands behind the others')
  await mentor.delete(`/api/projects/${a.id}`)
  await mentor.patch(`/api/projects/${a.id}`, { status: 'draft', position: 1 })
  assert.equal(await order(), 'CADB')
})
