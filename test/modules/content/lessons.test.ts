import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import { assertErrorForm } from '../../support/error-form.js'
import { createCourse } from '../courses/courses.js'
import { uploaded } from '../files/samples.js'
import { buildCourse, messagesOf, patch, post } from './authoring.js'

const uploadText = { name: 'catatan.txt', type: 'text/plain', bytes: 'Halo' }

test('a lesson begins as a draft, the last of its module, and learners read it once it is published', async (t) => {
  const { app, mentor, courseId, addModule, addLesson, publish, enrol, titles } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const module = await addModule('Satu')
  await publish('modules', module)
  await addLesson(module, 'A')
  const made = await mentor.post(`/api/modules/${module.id}/lessons`, {
    title: ' Rute ',
    content: '# Satu & *dua*\n\n<script>alert(1)</script>'
  })
  const url = String(made.headers.location)
  assert.deepEqual((await mentor.get(url)).body, made.body)
  const { title, status, isRequired, isFree, minutes, version, materials, release } = made.body
  assert.deepEqual([title, status, isRequired, isFree, minutes, version], ['Rute', 'draft', true, false, null, 1])
  assert.deepEqual([materials, release], [[], { kind: 'immediately' }])
  assert.deepEqual(await titles(), [['Satu', 'A', 'Rute']])
  assertErrorForm(await learner.get(url), { status: 404 })

  await publish('lessons', made.body, { minutes: 15, isFree: true })
  const { body, headers } = await learner.get(url)
  assert.equal(body.contentHtml, '<h1>Satu &amp; <em>dua</em></h1>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
  assert.deepEqual([body.courseId, body.moduleId, body.minutes, body.isFree], [courseId, module.id, 15, true])
  for (const name of ['content', 'status', 'release']) assert.ok(!(name in body), name)
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers.etag, '"v2"')
  assert.equal((await learner.get(url, { 'if-none-match': '"v2"' })).status, 304)
  assert.equal((await app.anonymous().get(url)).headers['cache-control'], 'no-store')

  const { lessons } = app.database.tables
  const rows = await app.database.read.select({ id: lessons.id, text: lessons.contentText }).from(lessons)
  assert.equal(rows.find(({ id }) => id === body.id)?.text, 'Satu & dua <script>alert(1)</script>')
})

test('a lesson moves to another module of its course, withdraws and comes back behind the others', async (t) => {
  const { mentor, addModule, addLesson, titles } = await buildCourse(t)
  const [one, two, gone] = [await addModule('Satu'), await addModule('Dua'), await addModule('Tiga')]
  await mentor.delete(`/api/modules/${gone.id}`)
  const a = await addLesson(one, 'A')
  for (const title of ['B', 'C']) await addLesson(one, title)
  await addLesson(two, 'D')
  const url = `/api/lessons/${a.id}`
  assert.equal((await patch(mentor, url, { moduleId: two.id })).moduleId, two.id)
  assert.deepEqual(await titles(), [
    ['Satu', 'B', 'C'],
    ['Dua', 'D', 'A']
  ])
  await patch(mentor, url, { moduleId: one.id })
  assert.equal((await mentor.delete(url)).status, 204)
  assert.equal((await mentor.delete(url)).status, 204)
  await patch(mentor, url, { status: 'draft' })
  assert.deepEqual((await titles())[0], ['Satu', 'B', 'C', 'A'])

  const { id: otherId } = await createCourse(mentor)
  const foreign = await post(mentor, `/api/courses/${otherId}/modules`, { title: 'X' })
  for (const moduleId of [foreign.id, gone.id, createId('module')]) {
    const answer = await mentor.patch(url, { moduleId })
    assertErrorForm(answer, { status: 422, code: 'UNKNOWN_MODULE', field: 'moduleId' })
  }
  const into = await mentor.post(`/api/modules/${gone.id}/lessons`, { title: 'E' })
  assertErrorForm(into, { status: 409, code: 'MODULE_ARCHIVED' })
})

test('a lesson has another version when the outline moves it, and not when it stays in its module', async (t) => {
  const { mentor, courseId, addModule, addLesson } = await buildCourse(t)
  const [one, two] = [await addModule('Satu'), await addModule('Dua')]
  const [a, b] = [await addLesson(one, 'A'), await addLesson(one, 'B')]
  const versionOf = async ({ id }: { id: string }) => (await mentor.get(`/api/lessons/${id}`)).body.version
  const order = (ofOne: { id: string }[], ofTwo: { id: string }[]) =>
    mentor.put(`/api/courses/${courseId}/outline`, {
      modules: [
        { id: one.id, lessonIds: ofOne.map(({ id }) => id) },
        { id: two.id, lessonIds: ofTwo.map(({ id }) => id) }
      ]
    })
  assert.equal((await order([b, a], [])).status, 200)
  assert.deepEqual([await versionOf(a), await versionOf(b)], [1, 1])
  assert.equal((await order([b], [a])).status, 200)
  assert.deepEqual([await versionOf(a), await versionOf(b)], [2, 1])
})

test('an unsafe link is refused with its line, and nothing is changed', async (t) => {
  const { mentor, openLesson, app } = await buildCourse(t)
  const lesson = await openLesson({ content: 'Aman' })
  const url = `/api/lessons/${lesson.id}`
  const answer = await mentor.patch(url, { title: 'Dua', content: 'Satu\n\n[klik](javascript:alert(1))' })
  assertErrorForm(answer, { status: 422, code: 'UNSAFE_LINK', field: 'content' })
  assert.match(answer.body.details.content[0], /\(line 3\)$/)
  assert.deepEqual((await mentor.get(url)).body, lesson)
  const made = await mentor.post(`/api/modules/${lesson.moduleId}/lessons`, { title: 'B', content: '![](data:,)' })
  assertErrorForm(made, { status: 422, code: 'UNSAFE_LINK', field: 'content' })
  assert.equal(await app.database.read.$count(app.database.tables.lessons), 1)
})

test('a text has 200,000 characters at most, of any kind', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const url = `/api/lessons/${(await openLesson()).id}`
  const emoji = '🤖'.repeat(200_000)
  assert.equal((await patch(mentor, url, { content: emoji })).content, emoji)
  assertErrorForm(await mentor.patch(url, { content: `${emoji}a` }), { status: 400, field: 'content' })
  assertErrorForm(await mentor.patch(url, { content: 'a'.repeat(1_100_000) }), { status: 413 })
})

test('the tree has another version when its readers would notice, and only then', async (t) => {
  const { mentor, addModule, openLesson, outline } = await buildCourse(t)
  const lesson = await openLesson()
  const other = await addModule('Dua')
  const url = `/api/lessons/${lesson.id}`
  const noticed = [
    { title: 'Dua' },
    { minutes: 5 },
    { isFree: true },
    { isRequired: false },
    { release: { kind: 'after_enrolment', days: 1 } },
    { release: { kind: 'after_enrolment', days: 2 } },
    { moduleId: other.id },
    { status: 'archived' }
  ]
  for (const changes of noticed) {
    const { version } = await outline()
    await patch(mentor, url, changes)
    assert.equal((await outline()).version, version + 1, JSON.stringify(changes))
  }
  const { version } = await outline()
  for (const changes of [{ content: 'Baru' }, { title: 'Dua' }]) await patch(mentor, url, changes)
  assert.equal((await outline()).version, version)
})

test('whoever may read the lesson may read the files in its text, and no longer than they are in it', async (t) => {
  const { app, mentor, courseId, openLesson, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const [picture, text] = [await uploaded(mentor), await uploaded(mentor, uploadText)]
  const lesson = await openLesson({ content: `![Merah](${picture.url}) dan [catatan](${text.url}#satu)` })
  const url = `/api/lessons/${lesson.id}`
  for (const file of [picture, text]) assert.equal((await learner.get(file.url)).status, 200)
  assert.equal((await mentor.get(`/api/files?courseId=${courseId}`)).body.data.length, 2)

  await patch(mentor, url, { content: `![Merah](${picture.url}) dan \`${text.url}\`` })
  assert.equal((await learner.get(picture.url)).status, 200)
  assertErrorForm(await learner.get(text.url), { status: 404 })
  assertErrorForm(await mentor.delete(picture.url), { status: 409, code: 'FILE_IN_USE' })
  assert.equal((await mentor.delete(text.url)).status, 204)
})

test('a text shows files of the course or of its author alone', async (t) => {
  const { app, mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson({ content: 'Satu' })
  const stranger = await app.signInAs({ username: 'asing', role: 'mentor' })
  const secret = await uploaded(stranger)
  for (const { url } of [secret, { url: `/api/files/${createId('file')}` }]) {
    const answer = await mentor.patch(`/api/lessons/${lesson.id}`, { content: `[x](${url})` })
    assertErrorForm(answer, { status: 422, code: 'UNKNOWN_FILE', field: 'content' })
  }
  const quoted = `\`<img src="${secret.url}">\` <a href="${secret.url}"> [x](/a "<a href=\\"${secret.url}\\">")`
  await patch(mentor, `/api/lessons/${lesson.id}`, { content: quoted })
  assert.equal(await app.database.read.$count(app.database.tables.lessonFiles), 0)
  assertErrorForm(await mentor.get(secret.url), { status: 404 })
})

test('a change of a lesson tells nobody, and completes those who lack nothing any more', async (t) => {
  const { app, mentor, courseId, openLesson, addLesson, publish, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const done = await openLesson()
  const left = await addLesson({ id: done.moduleId }, 'Dua')
  await publish('lessons', left)
  const before = (await messagesOf(learner)).length
  await patch(mentor, `/api/lessons/${left.id}`, { title: 'Tiga', content: 'Baru', minutes: 3 })
  assert.equal((await messagesOf(learner)).length, before)

  const status = async () => (await learner.get(`/api/courses/${courseId}/outline`)).body.enrolmentStatus
  const finished = await learner.put(`/api/lessons/${done.id}/progress`, { completed: true })
  assert.equal(finished.status, 200, finished.text)
  assert.equal(await status(), 'active')
  await patch(mentor, `/api/lessons/${left.id}`, { isRequired: false })
  assert.equal(await status(), 'completed')
  assert.equal((await messagesOf(learner))[0]?.title, 'Course completed')
})

test('to withdraw a module completes those who lack nothing any more, too', async (t) => {
  const { app, mentor, courseId, openLesson, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const [done, left] = [await openLesson(), await openLesson()]
  await learner.put(`/api/lessons/${done.id}/progress`, { completed: true })
  assert.equal((await mentor.delete(`/api/modules/${left.moduleId}`)).status, 204)
  assert.equal((await learner.get(`/api/courses/${courseId}/outline`)).body.enrolmentStatus, 'completed')
})
