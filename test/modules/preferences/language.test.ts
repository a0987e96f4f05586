import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { nextFrame, openStream } from '../../support/stream.js'
import { tell, titlesOf } from './world.js'

/** Something that happens by itself, and is told of in both languages. */
async function recordGrade(app: TestApp, { userId }: Client): Promise<void> {
  const ids = { courseId: 'crs_1', itemId: 'prj_1', learnerId: userId, gradeId: 'grd_1' }
  await app.database.transaction((tx, afterCommit) =>
    app.events.emit(tx, afterCommit, {
      type: 'grade_recorded',
      data: { ...ids, kind: 'project', source: 'review' },
      audience: { userIds: [userId] },
      actorId: null
    })
  )
  await app.settled()
}

const speak = (client: Client, language: string) => client.patch(`/api/users/${client.userId}`, { language })

describe('readers are told in their own language', () => {
  test('in the list, also of what was told before', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    await recordGrade(app, learner)
    await tell(app, 'Libur besok', { users: [learner] })
    assert.deepEqual(await titlesOf(learner), ['Grade recorded', 'Libur besok'])
    await speak(learner, 'id')
    assert.deepEqual(await titlesOf(learner), ['Nilai dicatat', 'Libur besok'])
    const { body } = await learner.get('/api/notifications')
    assert.equal(body.data[1].message, 'Sebuah nilai dicatat.')
    assert.deepEqual(Object.keys(body.data[1]).sort(), [
      'createdAt',
      'id',
      'link',
      'message',
      'readAt',
      'title',
      'type'
    ])
  })

  test('in the stream, from the moment that they change it', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const stream = await openStream(t, await app.listen(), learner)
    await nextFrame(stream)
    await recordGrade(app, learner)
    assert.deepEqual((await nextFrame(stream)).titles, ['Grade recorded'])
    await speak(learner, 'id')
    await recordGrade(app, learner)
    assert.deepEqual((await nextFrame(stream)).titles, ['Nilai dicatat'])
  })
})

describe('the language and the time zone of a user', () => {
  const register = async (
    app: TestApp,
    { header, ...body }: { header?: string; username: string; timeZone?: string }
  ) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'accept-language': header }
    return app.anonymous().post('/api/auth/register', { password: testPassword, ...body }, headers)
  }

  test('are those of the browser at registration, or else of the installation', async (t) => {
    const app = await buildTestApp(t, { env: { DEFAULT_LANGUAGE: 'id', DEFAULT_TIME_ZONE: 'Asia/Jayapura' } })
    const english = (await register(app, { username: 'jane', header: 'fr,en-GB;q=0.8,id;q=0.2' })).body.user
    assert.deepEqual([english.language, english.timeZone], ['en', 'Asia/Jayapura'])
    const none = (await register(app, { username: 'jean', header: 'fr' })).body.user
    assert.equal(none.language, 'id')
    const named = (await register(app, { username: 'hans', timeZone: 'Europe/Berlin' })).body.user
    assert.equal(named.timeZone, 'Europe/Berlin')
    const form = app.anonymous()
    const filled = await form.request('POST', '/demo/lucia/login?/register', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' },
      payload: new URLSearchParams({ username: 'jon.snow', password: testPassword, age: '20' }).toString()
    })
    assert.ok(filled.status < 400, filled.text)
    assert.equal((await form.get('/api/auth/me')).body.user.language, 'en')
  })

  test('are changed by the user and by who may change them, and stay when a profile is replaced', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const admin = await app.as('admin')
    const own = `/api/users/${learner.userId}`
    assert.equal((await admin.patch(own, { language: 'id', timeZone: 'Asia/Makassar' })).status, 200)
    const replaced = await learner.put(own, { username: 'sari.dewi' })
    assert.deepEqual([replaced.body.language, replaced.body.timeZone], ['id', 'Asia/Makassar'])
    const { user } = (await learner.get('/api/auth/me')).body
    assert.deepEqual([user.language, user.timeZone], ['id', 'Asia/Makassar'])
  })

  test('are refused when there is none of that name', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const own = `/api/users/${learner.userId}`
    for (const timeZone of ['Asia/Bandung', '+07:00', '../etc/passwd', 'UTC\r\nx']) {
      for (const answer of [
        await learner.patch(own, { timeZone }),
        await register(app, { username: 'baru', timeZone })
      ]) {
        assert.equal(answer.status, 422, answer.text)
        assert.deepEqual(Object.keys(answer.body.details), ['timeZone'])
      }
    }
    assert.equal((await learner.patch(own, { language: 'fr' })).status, 400)
    assert.equal((await learner.get(own)).body.version, 1)
  })
})
