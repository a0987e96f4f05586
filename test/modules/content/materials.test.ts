import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import { assertErrorForm } from '../../support/error-form.js'
import { mp4, pdf, uploaded } from '../files/samples.js'
import { buildCourse, patch, post } from './authoring.js'

const video = { name: 'rakit.mp4', type: 'video/mp4', bytes: mp4 }
const paper = { name: 'lembar.pdf', type: 'application/pdf', bytes: pdf }

test('a lesson has texts, videos, links and files, in their order', async (t) => {
  const { app, mentor, openLesson, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const lesson = await openLesson()
  const url = `/api/lessons/${lesson.id}`
  const [film, sheet] = [await uploaded(mentor, video), await uploaded(mentor, paper)]
  const given = [
    { kind: 'text', title: ' Catatan ', body: '**Satu** <b>' },
    { kind: 'video', title: 'Di tempat lain', url: 'https://video.id/1' },
    { kind: 'video', title: 'Unggahan', fileId: film.id },
    { kind: 'link', title: 'Fastify', url: 'http://fastify.dev/docs?a=b#c' },
    { kind: 'file', title: 'Lembar kerja', fileId: sheet.id }
  ]
  const made = await mentor.post(`${url}/materials`, given[0])
  assert.equal(made.status, 201, made.text)
  assert.deepEqual((await mentor.get(String(made.headers.location))).body, made.body)
  assert.equal(made.headers.etag, '"v1"')
  for (const material of given.slice(1)) await post(mentor, `${url}/materials`, material)

  const { body, headers } = await learner.get(url)
  assert.equal(headers.etag, `"v${lesson.version + given.length}"`)
  const fileOf = ({ id, name, contentType, size }: typeof film) => ({ id, name, contentType, size })
  const nothing = { bodyHtml: null, url: null, file: null }
  assert.deepEqual(
    body.materials.map(
      ({ id: _id, lessonId: _lessonId, version: _version, ...rest }: { [name: string]: unknown }) => rest
    ),
    [
      { ...nothing, kind: 'text', title: 'Catatan', bodyHtml: '<p><strong>Satu</strong> &lt;b&gt;</p>\n' },
      { ...nothing, kind: 'video', title: 'Di tempat lain', url: 'https://video.id/1' },
      { ...nothing, kind: 'video', title: 'Unggahan', file: fileOf(film) },
      { ...nothing, kind: 'link', title: 'Fastify', url: 'http://fastify.dev/docs?a=b#c' },
      { ...nothing, kind: 'file', title: 'Lembar kerja', file: fileOf(sheet) }
    ]
  )
  for (const file of [film, sheet]) assert.equal((await learner.get(file.url)).status, 200)
  assert.equal(made.body.body, '**Satu** <b>')
})

test('a material is held to the form of its kind', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const url = `/api/lessons/${(await openLesson()).id}/materials`
  const [film, sheet] = [await uploaded(mentor, video), await uploaded(mentor, paper)]
  const title = 'Satu'
  const web = 'https://a.id'
  const wrong: [material: object, status: number, field: string][] = [
    [{ title, url: web }, 400, 'kind'],
    [{ kind: 'page', title }, 400, 'kind'],
    [{ kind: 'text', title }, 400, 'body'],
    [{ kind: 'text', title, body: 'a', url: web }, 400, 'url'],
    [{ kind: 'text', title, body: '[x](javascript:1)' }, 422, 'body'],
    [{ kind: 'text', title, body: `![](/api/files/${createId('file')})` }, 422, 'body'],
    [{ kind: 'video', title }, 400, 'url'],
    [{ kind: 'video', title, url: 'http://a.id' }, 400, 'url'],
    [{ kind: 'video', title, url: web, fileId: film.id }, 400, 'fileId'],
    [{ kind: 'video', title, fileId: sheet.id }, 422, 'fileId'],
    [{ kind: 'video', title, url: web, body: 'a' }, 400, 'body'],
    [{ kind: 'link', title }, 400, 'url'],
    [{ kind: 'link', title, url: 'javascript:alert(1)' }, 400, 'url'],
    [{ kind: 'link', title, url: '//a.id' }, 400, 'url'],
    [{ kind: 'link', title, url: 'https:a.id' }, 400, 'url'],
    [{ kind: 'link', title, url: 'https://a.id/\u0001' }, 400, 'url'],
    [{ kind: 'link', title, url: 'https://a.id/"onload="x' }, 400, 'url'],
    [{ kind: 'link', title, url: `https://a.id/${'a'.repeat(2_000)}` }, 400, 'url'],
    [{ kind: 'link', title, fileId: film.id, url: web }, 400, 'fileId'],
    [{ kind: 'file', title }, 400, 'fileId'],
    [{ kind: 'file', title, fileId: createId('file') }, 422, 'fileId'],
    [{ kind: 'file', title, fileId: 'file_../../etc' }, 400, 'fileId'],
    [{ kind: 'file', title: ' ', fileId: film.id }, 400, 'title'],
    [{ kind: 'file', title: 'a\nb', fileId: film.id }, 400, 'title']
  ]
  for (const [material, status, field] of wrong) {
    assertErrorForm(await mentor.post(url, material), { status, field })
  }
  assert.deepEqual((await mentor.get(url.replace('/materials', ''))).body.materials, [])
  // Not a byte of what was refused is in the library of the course.
  for (const file of [film, sheet]) assert.equal((await mentor.get(file.url)).status, 200)
  assert.ok((await mentor.get('/api/files')).body.data.every(({ courseId }: { courseId: null }) => courseId === null))
})

test('a material changes within its kind, and with it the version of the lesson', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson()
  const url = `/api/lessons/${lesson.id}`
  const film = await uploaded(mentor, video)
  const made = await post(mentor, `${url}/materials`, { kind: 'video', title: 'Rakit', fileId: film.id })
  const there = `/api/materials/${made.id}`
  const versionOf = async () => (await mentor.get(url)).body.version
  assert.equal(await versionOf(), lesson.version + 1)

  const elsewhere = await mentor.patch(there, { url: 'https://video.id/1' }, { 'if-match': '"v1"' })
  assert.deepEqual(
    [elsewhere.body.url, elsewhere.body.file, elsewhere.headers.etag],
    ['https://video.id/1', null, '"v2"']
  )
  assert.equal(await versionOf(), lesson.version + 2)
  assertErrorForm(await mentor.patch(there, { title: 'Lama' }, { 'if-match': '"v1"' }), { status: 412 })
  const uploadedAgain = await patch(mentor, there, { title: 'Merakit', fileId: film.id })
  assert.deepEqual([uploadedAgain.title, uploadedAgain.url, uploadedAgain.file.id], ['Merakit', null, film.id])
  assert.equal((await patch(mentor, there, { title: 'Merakit' })).version, 3)
  assert.equal(await versionOf(), lesson.version + 3)

  const faults: [changes: object, status: number, field: string][] = [
    [{ body: 'a' }, 422, 'body'],
    [{ url: 'http://video.id/1' }, 400, 'url'],
    [{ url: 'https://video.id/1', fileId: film.id }, 400, 'fileId'],
    [{ kind: 'text' }, 400, 'kind'],
    [{}, 400, 'body']
  ]
  for (const [changes, status, field] of faults) {
    assertErrorForm(await mentor.patch(there, changes), { status, field })
  }
  const text = await post(mentor, `${url}/materials`, { kind: 'text', title: 'Teks', body: '*a*' })
  assertErrorForm(await mentor.patch(`/api/materials/${text.id}`, { url: 'https://a.id' }), {
    status: 422,
    code: 'FIELD_OF_OTHER_KIND',
    field: 'url'
  })
  assert.equal((await patch(mentor, `/api/materials/${text.id}`, { body: '~~b~~' })).bodyHtml, '<p><s>b</s></p>\n')
})

test('what is taken out is gone, and its file is for the learners no more', async (t) => {
  const { app, mentor, openLesson, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const lesson = await openLesson()
  const sheet = await uploaded(mentor, paper)
  const url = `/api/lessons/${lesson.id}/materials`
  const made = await post(mentor, url, { kind: 'file', title: 'Lembar', fileId: sheet.id })
  const text = await post(mentor, url, { kind: 'text', title: 'Teks', body: `[lembar](${sheet.url})` })
  assertErrorForm(await mentor.delete(`/api/materials/${made.id}`, { 'if-match': '"v7"' }), { status: 412 })
  assert.equal((await mentor.delete(`/api/materials/${made.id}`)).status, 204)
  assertErrorForm(await mentor.get(`/api/materials/${made.id}`), { status: 404 })
  assertErrorForm(await mentor.delete(`/api/materials/${made.id}`), { status: 404 })
  assert.equal((await learner.get(sheet.url)).status, 200)
  await patch(mentor, `/api/materials/${text.id}`, { body: 'tanpa' })
  assertErrorForm(await learner.get(sheet.url), { status: 404 })
  assert.equal((await mentor.get(sheet.url)).status, 200)
})

test('the order is set as a whole', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson()
  const url = `/api/lessons/${lesson.id}`
  const ids: string[] = []
  for (const title of ['A', 'B', 'C']) {
    ids.push((await post(mentor, `${url}/materials`, { kind: 'text', title, body: title })).id)
  }
  const [a = '', b = '', c = ''] = ids
  const { version } = (await mentor.get(url)).body
  const order = (wanted: string[], headers = {}) => mentor.put(`${url}/materials/order`, { ids: wanted }, headers)
  const sorted = await order([c, a, b], { 'if-match': `"v${version}"` })
  assert.equal(sorted.status, 200, sorted.text)
  assert.equal(sorted.headers.etag, `"v${version + 1}"`)
  const titlesOf = (materials: { title: string }[]) => materials.map(({ title }) => title).join('')
  assert.equal(titlesOf(sorted.body.materials), 'CAB')
  assertErrorForm(await order([a, b, c], { 'if-match': `"v${version}"` }), { status: 412 })

  const foreign = await post(mentor, `/api/lessons/${(await openLesson()).id}/materials`, {
    kind: 'text',
    title: 'X',
    body: ''
  })
  for (const wrong of [[], [a, b], [a, b, b], [a, b, c, c], [a, b, foreign.id], [a, b, c, foreign.id]]) {
    assertErrorForm(await order(wrong), { status: 422, code: 'ORDER_INCOMPLETE', field: 'ids' })
  }
  assert.equal(titlesOf((await mentor.get(url)).body.materials), 'CAB')
})

test('a lesson has 50 materials at most, also when many are added at once', async (t) => {
  const { app, mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson()
  const url = `/api/lessons/${lesson.id}/materials`
  const { materials } = app.database.tables
  const now = app.clock.now()
  await app.database.transaction(async (tx) => {
    const rows = Array.from({ length: 48 }, (_, position) => ({
      ...{ id: createId('material'), lessonId: lesson.id, position, kind: 'text' as const, title: `${position}` },
      ...{ body: '', bodyHtml: '', version: 1, createdAt: now, updatedAt: now }
    }))
    await tx.insert(materials).values(rows)
  })
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => mentor.post(url, { kind: 'text', title: 'Baru', body: '' }))
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 422, 422, 422])
  const refused = answers.find(({ status }) => status === 422)
  assert.ok(refused)
  assertErrorForm(refused, { status: 422, code: 'TOO_MANY', field: 'materials' })
  const rows = await app.database.read.select({ position: materials.position }).from(materials)
  assert.equal(new Set(rows.map(({ position }) => position)).size, 50)
})

test('a material of a locked lesson is locked, and one of a draft is not there', async (t) => {
  const { app, mentor, openLesson, addLesson, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const locked = await openLesson({ release: { kind: 'after_enrolment', days: 3 } })
  const draft = await addLesson({ id: locked.moduleId }, 'Naskah')
  const add = ({ id }: { id: string }) =>
    post(mentor, `/api/lessons/${id}/materials`, { kind: 'link', title: 'Rahasia', url: 'https://a.id' })
  const answer = await learner.get(`/api/materials/${(await add(locked)).id}`)
  assertErrorForm(answer, { status: 409, code: 'LESSON_LOCKED' })
  assert.ok(!answer.text.includes('Rahasia'))
  const hidden = await learner.get(`/api/materials/${(await add(draft)).id}`)
  const unknown = await learner.get(`/api/materials/${createId('material')}`)
  for (const each of [hidden, unknown]) assertErrorForm(each, { status: 404 })
  assert.equal(hidden.body.message, unknown.body.message)
})
