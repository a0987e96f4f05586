import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eventCatalogue } from '../../../src/modules/events/index.js'
import { createPreferencesModule } from '../../../src/modules/preferences/index.js'
import { buildTestApp } from '../../support/app.js'
import { publishCourse } from '../courses/courses.js'
import { choose, createReader } from './world.js'

const path = '/api/me/notification-preferences'

interface TypeChoice {
  type: string
  name: string
  inApp: string
  mail: string
}

const announcement = (types: TypeChoice[]) => types.find(({ type }) => type === 'announcement')

describe('preferences', () => {
  test('are those of the catalogue at first, for every type, in the language of the user', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const { body, headers } = await learner.get(path)
    assert.equal(headers.etag, '"v0"')
    const { types, ...rest } = body
    const { body: catalogue } = await learner.get('/api/event-types')
    assert.deepEqual(
      types.map(({ type, inApp, mail }: TypeChoice) => ({ type, defaults: { inApp, mail } })),
      catalogue.data.map(({ type, defaults }: { type: string; defaults: object }) => ({ type, defaults }))
    )
    assert.deepEqual(rest, {
      language: 'en',
      timeZone: 'Asia/Jakarta',
      quietHours: null,
      digest: { at: '07:00', weekday: 1 },
      mutedCourses: []
    })
    assert.equal(announcement(types)?.name, 'Announcements')
    await learner.patch(`/api/users/${learner.userId}`, { language: 'id', timeZone: 'Asia/Makassar' })
    const moved = (await learner.get(path)).body
    assert.equal(announcement(moved.types)?.name, 'Pengumuman')
    assert.deepEqual([moved.language, moved.timeZone], ['id', 'Asia/Makassar'])
  })

  test('are replaced as a whole: what is absent is as at first again', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const chosen = {
      quietHours: { from: '21:00', until: '05:30' },
      digest: { at: '18:15', weekday: 7 },
      types: [{ type: 'announcement', inApp: 'daily', mail: 'never' }]
    }
    const put = await learner.put(path, chosen)
    assert.equal(put.status, 200, put.text)
    assert.deepEqual((await learner.get(path)).body, put.body)
    const { quietHours, digest, types } = put.body
    assert.deepEqual([quietHours, digest], [chosen.quietHours, chosen.digest])
    const { name: _, ...choice } = announcement(types) ?? { name: '' }
    assert.deepEqual(choice, chosen.types[0])

    const one = await learner.put(path, { types: [{ type: 'announcement', mail: 'weekly' }] })
    assert.deepEqual([one.body.quietHours, one.body.digest], [null, { at: '07:00', weekday: 1 }])
    assert.deepEqual([announcement(one.body.types)?.inApp, announcement(one.body.types)?.mail], ['at_once', 'weekly'])
    await learner.put(path, { types: [{ type: 'announcement', inApp: 'at_once', mail: 'at_once' }] })
    assert.equal(
      await app.database.read.$count(app.database.tables.notificationPreferences),
      0,
      'only what differs is kept'
    )
    const other = await app.signInAs({ username: 'lain' })
    assert.equal((await other.get(path)).headers.etag, '"v0"', 'of nobody else')
  })

  test('are not replaced by who has not seen the last change', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const first = await learner.put(path, {}, { 'if-match': '"v0"' })
    assert.deepEqual([first.status, first.headers.etag], [200, '"v1"'])
    const quiet = { quietHours: { from: '22:00', until: '06:00' } }
    assert.equal((await learner.put(path, quiet, { 'if-match': '"v0"' })).status, 412)
    assert.equal((await learner.get(path)).body.quietHours, null)
    assert.equal((await learner.put(path, quiet, { 'if-match': '"v1"' })).status, 200)
  })

  const twice = { type: 'announcement', mail: 'daily' }
  const refused: [name: string, body: object, status: number, field: string][] = [
    ['a type that there is not', { types: [twice, { type: 'nothing_at_all' }] }, 422, 'types.1.type'],
    ['a type of an object', { types: [{ type: 'constructor' }] }, 422, 'types.0.type'],
    ['a type twice', { types: [twice, twice] }, 422, 'types.1.type'],
    ['quiet hours without a length', { quietHours: { from: '21:00', until: '21:00' } }, 422, 'quietHours.until'],
    ['half of the quiet hours', { quietHours: { from: '21:00' } }, 400, 'quietHours.until'],
    ['an hour that there is not', { quietHours: { from: '24:00', until: '05:00' } }, 400, 'quietHours.from'],
    ['an hour with a line break', { digest: { at: '07:00\n', weekday: 1 } }, 400, 'digest.at'],
    ['an eighth day', { digest: { at: '07:00', weekday: 8 } }, 400, 'digest.weekday'],
    ['a cadence that there is not', { types: [{ type: 'announcement', mail: 'hourly' }] }, 400, 'types.0.mail'],
    ['the language, which is of the profile', { language: 'id' }, 400, 'language']
  ]
  test('that are not well-formed are refused and name the field', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    for (const [name, body, status, field] of refused) {
      const answer = await learner.put(path, body)
      assert.equal(answer.status, status, `${name}: ${answer.text}`)
      assert.deepEqual(Object.keys(answer.body.details), [field], name)
    }
    assert.equal((await learner.get(path)).headers.etag, '"v0"')
  })
})

test('a course is muted once and unmuted once, however often it is asked for', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const mentor = await app.as('mentor')
  const { id, title } = await publishCourse(mentor, { title: 'Merakit robot' })
  const muted = `/api/me/muted-courses/${id}`
  assert.equal((await learner.put(muted)).status, 204)
  const [mute, ...others] = (await learner.get(path)).body.mutedCourses
  assert.deepEqual([mute.courseId, mute.title, others], [id, title, []])
  app.clock.advance(60_000)
  assert.equal((await learner.put(muted)).status, 204)
  assert.deepEqual((await learner.get(path)).body.mutedCourses, [mute], 'since the first time')
  for (let times = 0; times < 2; times++) assert.equal((await learner.delete(muted)).status, 204)
  assert.deepEqual((await learner.get(path)).body.mutedCourses, [])
})

test('a course that is out of sight is not shown among the muted ones, and can be unmuted still', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const mentor = await app.as('mentor')
  const { id } = await publishCourse(mentor)
  const muted = `/api/me/muted-courses/${id}`
  await learner.put(muted)
  assert.equal((await mentor.patch(`/api/courses/${id}`, { visibility: 'invite_only' })).status, 200)
  assert.deepEqual((await learner.get(path)).body.mutedCourses, [])
  assert.equal((await learner.put(muted)).status, 404)
  assert.equal((await learner.delete(muted)).status, 204)
  assert.equal((await learner.delete(muted)).status, 404)
})

test('every type of event is told of in both languages, with an example of its schema', async (t) => {
  const app = await buildTestApp(t)
  const { body } = await (await app.as('learner')).get('/api/event-types')
  assert.ok(body.data.length > 1)
  for (const { type, name, concerns, data, sample } of body.data) {
    for (const words of [name, concerns, sample.title, sample.message]) assert.ok(words.id && words.en, type)
    assert.deepEqual(
      Object.keys(data.properties).filter((field) => data.required.includes(field) && !(field in sample.data)),
      [],
      type
    )
  }
})

test('a link in a mail ends the mails of one type, or of all, and leaves the rest', async (t) => {
  const app = await buildTestApp(t)
  const sari = await createReader(app, 'sari')
  const quietHours = { from: '21:00', until: '05:30' }
  await choose(sari, { quietHours, types: [{ type: 'announcement', inApp: 'daily' }] })
  const nothing = async () => {}
  const { setMail: set } = createPreferencesModule({
    ...app,
    catalogue: eventCatalogue,
    deliverHeld: nothing,
    queueEvent: nothing,
    queueDigest: nothing,
    onError: assert.ifError
  })
  const setMail = (type: string) =>
    app.database.transaction((tx) => set(tx, { userId: sari.userId, type, cadence: 'never' }))
  await setMail('announcement')
  const one = (await sari.get(path)).body
  assert.deepEqual([announcement(one.types)?.inApp, announcement(one.types)?.mail], ['daily', 'never'])
  assert.ok(one.types.some(({ mail }: TypeChoice) => mail !== 'never'))
  await setMail('a_type_of_former_times')
  await setMail('all')
  const { body, headers } = await sari.get(path)
  assert.ok(body.types.every(({ mail }: TypeChoice) => mail === 'never'))
  assert.deepEqual([announcement(body.types)?.inApp, body.quietHours], ['daily', quietHours])
  assert.equal(headers.etag, '"v4"')
})
