import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { runSql } from '../../support/sql.js'
import { publishCourse } from '../courses/courses.js'
import { choose, countHeld, createReader, hourMs, mailsOf, setClock, tell, titlesOf, waitUntil } from './world.js'

const night = { quietHours: { from: '21:00', until: '05:30' } }
const cadence = (inApp: string, mail: string) => ({ types: [{ type: 'announcement', inApp, mail }] })

describe('what is wanted later', () => {
  test('who has chosen nothing is told at once, by notification and mail', async (t) => {
    const app = await buildTestApp(t)
    const sari = await createReader(app, 'sari')
    await tell(app, 'Kabar', { users: [sari] })
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], ['event: Kabar']])
    assert.equal(await countHeld(app), 0)
  })

  test('quiet hours over midnight hold both channels, and let all go at their end, in order and once', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-07T22:00:00+07:00')
    const sari = await createReader(app, 'sari', night)
    const budi = await createReader(app, 'budi')
    for (const title of ['Satu', 'Dua', 'Tiga']) await tell(app, title, { users: [sari, budi] })
    assert.deepEqual(await titlesOf(budi), ['Satu', 'Dua', 'Tiga'])
    await waitUntil(app, '2030-01-08T05:29:00+07:00')
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [[], []])

    await waitUntil(app, '2030-01-08T05:30:00+07:00')
    assert.deepEqual(await titlesOf(sari), ['Satu', 'Dua', 'Tiga'])
    assert.deepEqual((await mailsOf(app, sari)).toSorted(), ['event: Dua', 'event: Satu', 'event: Tiga'])
    assert.equal(await countHeld(app), 0)
    await app.look()
    assert.equal((await titlesOf(sari)).length, 3)
    assert.equal((await mailsOf(app, sari)).length, 3)
    await tell(app, 'Pagi', { users: [sari] })
    assert.equal((await titlesOf(sari)).at(-1), 'Pagi')
  })

  test('what is wanted by the day comes as one mail, and what by the week on its day', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00') // a Tuesday
    const daily = await createReader(app, 'harian', cadence('daily', 'daily'))
    const weekly = await createReader(app, 'mingguan', {
      ...cadence('weekly', 'weekly'),
      digest: { at: '18:00', weekday: 5 }
    })
    const users = [daily, weekly]
    await tell(app, 'Selasa', { users })
    await tell(app, 'Sore', { users })
    await waitUntil(app, '2030-01-09T07:00:00+07:00')
    assert.deepEqual([await titlesOf(daily), await mailsOf(app, daily)], [['Selasa', 'Sore'], ['digest: Selasa, Sore']])
    await tell(app, 'Rabu', { users })
    await waitUntil(app, '2030-01-11T17:59:00+07:00')
    assert.deepEqual(await mailsOf(app, daily), ['digest: Selasa, Sore', 'digest: Rabu'])
    assert.deepEqual([await titlesOf(weekly), await mailsOf(app, weekly)], [[], []])
    await waitUntil(app, '2030-01-11T18:00:00+07:00')
    assert.deepEqual(await titlesOf(weekly), ['Selasa', 'Sore', 'Rabu'])
    assert.deepEqual(await mailsOf(app, weekly), ['digest: Selasa, Sore, Rabu'])
  })

  test('a mute wins in every channel, and over what is held', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const mentor = await app.as('mentor')
    const [muted, other] = [await publishCourse(mentor), await publishCourse(mentor)]
    const readers = [
      await createReader(app, 'segera', cadence('at_once', 'at_once')),
      await createReader(app, 'harian', cadence('daily', 'daily')),
      await createReader(app, 'malam', { quietHours: { from: '09:00', until: '11:00' } })
    ]
    const [now] = readers
    await tell(app, 'Sebelum', { users: readers, courseId: muted.id })
    for (const reader of readers) assert.equal((await reader.put(`/api/me/muted-courses/${muted.id}`)).status, 204)
    await tell(app, 'Sesudah', { users: readers, courseId: muted.id })
    await tell(app, 'Lain', { users: readers, courseId: other.id })
    await waitUntil(app, '2030-01-09T12:00:00+07:00')
    for (const reader of readers) {
      const before = reader === now ? ['Sebelum'] : []
      assert.deepEqual(await titlesOf(reader), [...before, 'Lain'])
      const mails = await mailsOf(app, reader)
      assert.ok(
        mails.every((mail) => !mail.includes('Sesudah')),
        String(mails)
      )
      assert.equal(
        mails.some((mail) => mail.includes('Sebelum')),
        reader === now
      )
    }
    assert.equal(await countHeld(app), 0)

    assert.ok(now)
    assert.equal((await now.delete(`/api/me/muted-courses/${muted.id}`)).status, 204)
    await tell(app, 'Lagi', { users: [now], courseId: muted.id })
    assert.equal((await titlesOf(now)).at(-1), 'Lagi')
  })

  test('what is held is not told to who wants it no more, has no address, or is gone', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T22:00:00+07:00')
    const [never, silent, gone] = await Promise.all(
      ['bosan', 'tanpa', 'pergi'].map((name) => createReader(app, name, night))
    )
    assert.ok(never && silent && gone)
    const admin = await app.as('admin')
    await tell(app, 'Kabar', { users: [never, silent, gone] })
    await choose(never, { ...night, ...cadence('never', 'never') })
    await silent.patch(`/api/users/${silent.userId}`, { email: null })
    assert.equal((await admin.delete(`/api/users/${gone.userId}`)).status, 204)
    await waitUntil(app, '2030-01-09T06:00:00+07:00')
    assert.deepEqual([await titlesOf(never), await mailsOf(app, never)], [[], []])
    assert.deepEqual([await titlesOf(silent), await mailsOf(app, silent)], [['Kabar'], []])
    assert.deepEqual(await mailsOf(app, gone), [])
    assert.equal(await countHeld(app), 0)
  })

  test('who has quiet hours when it comes late is told at their end', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const sari = await createReader(app, 'sari', { ...night, ...cadence('daily', 'daily') })
    await tell(app, 'Kabar', { users: [sari] })
    await waitUntil(app, '2030-01-09T23:00:00+07:00') // nobody was there in the morning
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [[], []])
    await waitUntil(app, '2030-01-10T05:30:00+07:00')
    assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [['Kabar'], ['digest: Kabar']])
  })

  test('two instances make one digest, and deliver each notification once', async (t) => {
    const app = await buildTestApp(t)
    const other = await buildTestApp(t, { databaseUrl: app.databaseUrl })
    setClock(app, '2030-01-08T10:00:00+07:00')
    setClock(other, '2030-01-08T10:00:00+07:00')
    const names = Array.from({ length: 30 }, (_, i) => `pembaca${i}`)
    const users = []
    for (const name of names) users.push(await createReader(app, name, cadence('daily', 'daily')))
    for (const title of ['Satu', 'Dua', 'Tiga']) await tell(app, title, { users })
    for (const instance of [app, other]) instance.clock.advance(24 * hourMs)
    await Promise.all([app.look(), other.look()])
    await Promise.all([app.look(), other.look()])
    for (const user of users) {
      assert.deepEqual(await titlesOf(user), ['Satu', 'Dua', 'Tiga'])
      assert.deepEqual(await mailsOf(app, user), ['digest: Satu, Dua, Tiga'])
    }
  })
})

test('a user for whom it fails waits, and holds up nobody else', async (t) => {
  const app = await buildTestApp(t)
  setClock(app, '2030-01-08T22:00:00+07:00')
  const [sari, budi] = [await createReader(app, 'sari', night), await createReader(app, 'budi', night)]
  await tell(app, 'Rusak', { users: [sari] })
  for (const title of ['Satu', 'Dua']) await tell(app, title, { users: [sari, budi] })
  await refuseTitle(app, 'Rusak')
  await waitUntil(app, '2030-01-09T05:30:00+07:00')
  assert.deepEqual([await titlesOf(sari), await mailsOf(app, sari)], [[], []])
  assert.deepEqual(await titlesOf(budi), ['Satu', 'Dua'])
  assert.equal((await mailsOf(app, budi)).length, 2)
  await refuseNothing(app)
  await waitUntil(app, '2030-01-09T05:41:00+07:00')
  assert.deepEqual(await titlesOf(sari), ['Rusak', 'Satu', 'Dua'])
  assert.equal((await mailsOf(app, sari)).length, 3)
})

/** Makes the database refuse notifications with this title, as a fault of the product would. */
async function refuseTitle(app: TestApp, title: string): Promise<void> {
  const when = 'before insert on notifications'
  await runSql(
    app,
    app.database.dialect === 'sqlite'
      ? [`create trigger refuse ${when} when new.title = '${title}' begin select raise(abort, 'refused'); end`]
      : [
          `create function refuse() returns trigger language plpgsql as $$ begin
            if new.title = '${title}' then raise exception 'refused'; end if; return new; end $$`,
          `create trigger refuse ${when} for each row execute function refuse()`
        ]
  )
}

async function refuseNothing(app: TestApp): Promise<void> {
  await runSql(app, [`drop trigger refuse${app.database.dialect === 'sqlite' ? '' : ' on notifications'}`])
}
