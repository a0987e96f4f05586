import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertErrorForm } from '../../support/error-form.js'
import { uploaded } from '../files/samples.js'
import { buildCourse, patch, post } from './authoring.js'
import { changeLesson } from './content.js'

interface Listed {
  number: number
  title: string
  savedBy: { username: string }
  savedAt: string
}

test('each save of a text keeps the former one, with who wrote it and when', async (t) => {
  const { app, mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson({ content: 'Pertama' })
  const url = `/api/lessons/${lesson.id}`
  const list = async () => (await mentor.get(`${url}/versions`)).body.data
  assert.deepEqual(await list(), [])

  const owner = await app.as('owner')
  app.clock.advance(60_000)
  const second = await patch(owner, url, { content: 'Kedua' })
  app.clock.advance(60_000)
  await patch(mentor, url, { minutes: 7, isFree: true })
  await patch(mentor, url, { title: 'Judul baru' })
  const versions: Listed[] = await list()
  assert.deepEqual(
    versions.map(({ number, title, savedBy, savedAt }) => [number, title, savedBy.username, savedAt]),
    [
      [second.version, 'Satu', 'a.owner', second.updatedAt],
      [1, 'Satu', 'a.mentor', lesson.createdAt]
    ]
  )
  assert.ok(versions.every((version) => !('content' in version)))
  assert.equal((await mentor.get(`${url}/versions/1`)).body.content, 'Pertama')
  assert.equal((await mentor.get(`${url}/versions/${second.version}`)).body.content, 'Kedua')
  assertErrorForm(await mentor.get(`${url}/versions/2`), { status: 404 })
})

test('a former text is restored as a new save, and nothing is lost', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson({ content: 'Pertama' })
  const url = `/api/lessons/${lesson.id}`
  const file = await uploaded(mentor)
  await patch(mentor, url, { title: 'Dua', content: `![](${file.url})` })
  const { version } = await patch(mentor, url, { title: 'Tiga', content: '*Ketiga*' })

  const old = await mentor.post(`${url}/versions/1/restore`, undefined, { 'if-match': '"v1"' })
  assertErrorForm(old, { status: 412 })
  const restored = await mentor.post(`${url}/versions/1/restore`, undefined, { 'if-match': `"v${version}"` })
  assert.equal(restored.status, 200, restored.text)
  assert.equal(restored.headers.etag, `"v${version + 1}"`)
  assert.deepEqual(
    [restored.body.title, restored.body.content, restored.body.contentHtml, restored.body.version],
    ['Satu', 'Pertama', '<p>Pertama</p>\n', version + 1]
  )
  const { data, total } = (await mentor.get(`${url}/versions?total=true`)).body
  assert.deepEqual(
    data.map(({ title }: Listed) => title),
    ['Tiga', 'Dua', 'Satu']
  )
  assert.equal(total, 3)

  assert.equal((await mentor.delete(file.url)).status, 204)
  const withFile = await mentor.post(`${url}/versions/${version - 1}/restore`)
  assertErrorForm(withFile, { status: 422, code: 'UNKNOWN_FILE', field: 'content' })
  assert.equal((await mentor.get(url)).body.version, version + 1)
})

test('a text that came into the database in another way is kept as well', async (t) => {
  const { app, mentor, courseId, openLesson } = await buildCourse(t)
  const lesson = await openLesson()
  await changeLesson(app, { id: lesson.id, courseId, changes: { content: 'Bawaan', createdBy: null } })
  await patch(mentor, `/api/lessons/${lesson.id}`, { content: 'Baru' })
  const { body } = await mentor.get(`/api/lessons/${lesson.id}/versions/1`)
  assert.deepEqual([body.content, body.savedBy], ['Bawaan', null])
})

test('of two who save what they have read, one wins, and the other is told', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  for (let round = 0; round < 5; round++) {
    const lesson = await openLesson({ content: 'Semula' })
    const url = `/api/lessons/${lesson.id}`
    const etag = { 'if-match': `"v${lesson.version}"` }
    const answers = await Promise.all(
      ['Ani', 'Budi', 'Citra', 'Dewi'].map((content) => mentor.patch(url, { content }, etag))
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
    const winner = answers.find(({ status }) => status === 200)
    const now = (await mentor.get(url)).body
    assert.deepEqual([now.content, now.version], [winner?.body.content, lesson.version + 1])
    assert.equal((await mentor.get(`${url}/versions`)).body.data.length, 1)
  }
})

test('many who save at once without a condition lose no text', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson({ content: 'Semula' })
  const url = `/api/lessons/${lesson.id}`
  const texts = Array.from({ length: 8 }, (_, i) => `Teks ${i}`)
  await Promise.all(texts.map((content) => patch(mentor, url, { content })))
  const { data } = (await mentor.get(`${url}/versions`)).body
  const kept = await Promise.all(
    data.map(async ({ number }: Listed) => (await mentor.get(`${url}/versions/${number}`)).body.content)
  )
  assert.deepEqual([...kept, (await mentor.get(url)).body.content].sort(), ['Semula', ...texts])
})

test('the list has pages, and no version is skipped or doubled', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const lesson = await openLesson({ content: '0' })
  const url = `/api/lessons/${lesson.id}/versions`
  for (let i = 1; i <= 6; i++) await patch(mentor, `/api/lessons/${lesson.id}`, { content: `${i}` })
  const numbers: number[] = []
  let cursor = ''
  do {
    const { body } = await mentor.get(`${url}?limit=2${cursor}`)
    numbers.push(...body.data.map(({ number }: Listed) => number))
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
    if (numbers.length === 2) await patch(mentor, `/api/lessons/${lesson.id}`, { content: 'di tengah' })
  } while (cursor)
  assert.equal(numbers.length, 6)
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].sort((a, b) => b - a)
  )
})

test('the versions of another lesson are not those of this one', async (t) => {
  const { mentor, openLesson } = await buildCourse(t)
  const [changed, other] = [await openLesson({ content: 'A' }), await openLesson({ content: 'B' })]
  await patch(mentor, `/api/lessons/${changed.id}`, { content: 'C' })
  assertErrorForm(await mentor.get(`/api/lessons/${other.id}/versions/1`), { status: 404 })
  assertErrorForm(await mentor.post(`/api/lessons/${other.id}/versions/1/restore`), { status: 404 })
  await post(mentor, `/api/lessons/${changed.id}/materials`, { kind: 'text', title: 'M', body: 'Teks' })
  assert.equal((await mentor.get(`/api/lessons/${changed.id}/versions`)).body.data.length, 1)
})
