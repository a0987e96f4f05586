import assert from 'node:assert/strict'
import test from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

const url = '/api/me/saved-comments'

async function save(client: Client, title: string, text = 'Isi') {
  const answer = await client.post(url, { title, text })
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

async function titles(client: Client, query = ''): Promise<string> {
  const { status, body, text } = await client.get(`${url}${query}`)
  assert.equal(status, 200, text)
  return body.data.map(({ title }: { title: string }) => title).join(', ')
}

test('one keeps what one says often, changes it and throws it away', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const made = await mentor.post(url, { title: 'Uji', text: 'Coba di **lantai** gelap.\n' })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt } = made.body
  const own = `/api/saved-comments/${id}`
  assert.deepEqual([made.headers.location, made.headers.etag], [own, '"v1"'])
  const expected = {
    id,
    title: 'Uji',
    text: 'Coba di **lantai** gelap.\n',
    version: 1,
    createdAt,
    updatedAt: createdAt
  }
  assert.deepEqual(made.body, expected)
  assert.deepEqual((await mentor.get(url)).body, { data: [expected], nextCursor: null })
  const changed = await mentor.patch(own, { title: 'Lantai' }, { 'if-match': '"v1"' })
  assert.deepEqual([changed.status, changed.headers.etag, changed.body.text], [200, '"v2"', expected.text])
  assert.equal((await mentor.patch(own, { title: 'Lama' }, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await mentor.patch(own, {})).body.version, 2)
  assert.equal((await mentor.delete(own, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await mentor.delete(own)).status, 204)
  assert.equal((await mentor.delete(own)).status, 404)
  for (const bad of [{ title: 'a\nb' }, { title: ' ' }, { title: 'x'.repeat(201) }, { text: '' }]) {
    assert.equal((await mentor.post(url, { title: 'Uji', text: 'Isi', ...bad })).status, 400)
  }
})

test('it is there for its owner alone', async (t) => {
  const app = await buildTestApp(t)
  const { id } = await save(await app.as('mentor'), 'Rahasia')
  for (const other of [await app.as('learner'), await app.as('owner'), await app.as('admin')]) {
    assert.equal(await titles(other), '')
    assert.equal((await other.patch(`/api/saved-comments/${id}`, { title: 'x' })).status, 404)
    assert.equal((await other.delete(`/api/saved-comments/${id}`)).status, 404)
  }
})

test('the newest come first, page by page, and are found by their words', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  await save(mentor, 'ÉCHELLE', 'satu dua')
  await save(mentor, 'Uji 100%', 'Dua tiga')
  await save(mentor, 'Tiga')
  assert.equal(await titles(mentor), 'Tiga, Uji 100%, ÉCHELLE')
  assert.equal(await titles(mentor, '?q=échelle'), 'ÉCHELLE')
  assert.equal(await titles(mentor, '?q=tiga%20DUA'), 'Uji 100%')
  assert.equal(await titles(mentor, '?q=1%25'), '')
  const { body: first } = await mentor.get(`${url}?q=dua&limit=1&total=true`)
  assert.deepEqual([first.data[0].title, first.total], ['Uji 100%', 2])
  assert.equal(await titles(mentor, `?q=dua&limit=1&cursor=${first.nextCursor}`), 'ÉCHELLE')
  const { body: page } = await mentor.get(`${url}?limit=2&total=true`)
  assert.equal(page.total, 3)
  assert.equal(await titles(mentor, `?limit=2&cursor=${page.nextCursor}`), 'ÉCHELLE')
})

test('five hundred are enough, whatever the concurrency', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const now = app.clock.now()
  const rows = Array.from({ length: 497 }, (_, i) => ({
    ...{ id: createId('savedComment', now.getTime()), userId: mentor.userId, title: `kata ${i}`, text: 'Isi' },
    ...{ version: 1, createdAt: now, updatedAt: now }
  }))
  await app.database.transaction((tx) => tx.insert(app.database.tables.savedComments).values(rows))
  const answers = await Promise.all(Array.from({ length: 6 }, () => mentor.post(url, { title: 'Lagi', text: 'Isi' })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 422, 422, 422])
  assert.equal(answers.find(({ status }) => status === 422)?.body.code, 'TOO_MANY_SAVED_COMMENTS')
  assert.equal(await titles(mentor, '?q=kata%20321'), 'kata 321')
})
