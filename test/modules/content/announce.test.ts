import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { addDays, dateIn, startOfDay } from '../../../src/lib/calendar.js'
import { dayMs, hourMs, minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { runSql } from '../../support/sql.js'
import { publishCourse, toldTo } from '../courses/courses.js'
import { changeLesson, insertCohort, insertContent, setEnrolment } from './content.js'

const jakarta = 'Asia/Jakarta'
const days = (n: number) => ({ releaseKind: 'after_enrolment', releaseNumber: n }) as const
const week = (n: number) => ({ releaseKind: 'cohort_week', releaseNumber: n }) as const
const date = (releaseAt: Date) => ({ releaseKind: 'date', releaseAt }) as const

async function announce(app: TestApp): Promise<void> {
  const job = app.jobs.find(({ name }) => name === 'announce-releases')
  assert.ok(job, 'there is such a job')
  await job.run()
  await app.settled()
}

/** What was told of releases, the oldest first. */
async function released(client: Client): Promise<string[]> {
  const told = await toldTo(client)
  return told
    .filter(({ type }) => /_released$|^release_/.test(type))
    .map(({ message }) => message)
    .reverse()
}

async function prepare(app: TestApp) {
  await announce(app) // the first time it only begins to look
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor, { title: 'Merakit robot' })
  const enrol = async (username: string, fields: Partial<Parameters<typeof setEnrolment>[1]> = {}) => {
    const client = await app.signInAs({ username })
    const enrolmentId = await setEnrolment(app, { courseId, userId: client.userId, ...fields })
    return { client, enrolmentId }
  }
  const soon = (ms: number) => new Date(app.clock.now().getTime() + ms)
  return { mentor, courseId, enrol, soon }
}

test('a module that opens at a date is told to all who have access, once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, enrol, soon } = await prepare(app)
  const { client: learner } = await enrol('sari')
  const { client: graduate } = await enrol('lulus', { status: 'completed' })
  const { client: late } = await enrol('habis', { expiresAt: soon(minuteMs) })
  const { client: gone } = await enrol('pergi', { status: 'cancelled' })
  const opensAt = soon(hourMs)
  await insertContent(app, courseId, [
    { title: 'Roda', ...date(opensAt), lessons: [{ title: 'Satu', ...date(opensAt) }] },
    { title: 'Gratis', isFree: true, ...date(opensAt) },
    { title: 'Naskah', status: 'draft', ...date(opensAt) },
    { title: 'Kelak', ...date(soon(dayMs)) }
  ])
  await announce(app)
  assert.deepEqual(await released(learner), [])

  app.clock.advance(hourMs)
  await Promise.all([announce(app), announce(app)])
  await announce(app)
  const told = ['“Roda” of “Merakit robot” is open.']
  assert.deepEqual(await released(learner), told)
  assert.deepEqual(await released(graduate), told)
  for (const client of [late, gone, mentor]) assert.deepEqual(await released(client), [])
  assert.deepEqual(await toldTo(learner), [
    { type: 'module_released', title: 'New module', message: told[0], link: `/app/courses/${courseId}` }
  ])
})

test('days are counted from each learner’s enrolment, and weeks for the members of a cohort', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, enrol } = await prepare(app)
  const today = dateIn(jakarta, app.clock.now())
  const yesterday = new Date(startOfDay(today, jakarta).getTime() - hourMs)
  const { client: old } = await enrol('lama', { activatedAt: yesterday })
  const { client: fresh, enrolmentId } = await enrol('baru')
  await insertCohort(app, { courseId, startsOn: addDays(today, -6), enrolmentIds: [enrolmentId] })
  await insertContent(app, courseId, [
    { title: 'Dua hari', ...days(2) },
    { title: 'Sehari', ...days(1) },
    { title: 'Segera', ...days(0) },
    { title: 'Minggu 2', ...week(2) },
    { title: 'Minggu 3', ...week(3) }
  ])
  const opened = (...titles: string[]) => titles.map((title) => `“${title}” of “Merakit robot” is open.`)
  const toMidnight = (n: number) =>
    app.clock.advance(startOfDay(addDays(today, n), jakarta).getTime() - app.clock.now().getTime())

  toMidnight(1)
  app.clock.advance(-minuteMs)
  await announce(app)
  assert.deepEqual([await released(old), await released(fresh)], [[], []])

  app.clock.advance(minuteMs)
  await announce(app)
  assert.deepEqual(await released(old), opened('Dua hari'))
  assert.deepEqual((await released(fresh)).sort(), opened('Minggu 2', 'Sehari'))

  // The process was away for some days.
  toMidnight(9)
  await announce(app)
  await announce(app)
  assert.deepEqual(await released(old), opened('Dua hari'))
  assert.deepEqual((await released(fresh)).sort(), opened('Dua hari', 'Minggu 2', 'Minggu 3', 'Sehari'))
})

test('midnight is that of the cohort', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, enrol } = await prepare(app)
  const tomorrow = addDays(dateIn('UTC', app.clock.now()), 2)
  const { client: east, enrolmentId: inEast } = await enrol('timur')
  const { client: west, enrolmentId: inWest } = await enrol('barat')
  const cohort = { courseId, startsOn: tomorrow }
  await insertCohort(app, { ...cohort, timeZone: 'Pacific/Auckland', enrolmentIds: [inEast] })
  await insertCohort(app, { ...cohort, timeZone: 'Pacific/Honolulu', enrolmentIds: [inWest] })
  await insertContent(app, courseId, [{ title: 'Minggu 1', ...week(1) }])
  const advanceTo = (timeZone: string) =>
    app.clock.advance(startOfDay(tomorrow, timeZone).getTime() - app.clock.now().getTime())

  advanceTo('Pacific/Auckland')
  await announce(app)
  assert.deepEqual([(await released(east)).length, (await released(west)).length], [1, 0])
  advanceTo('Pacific/Honolulu')
  await announce(app)
  assert.deepEqual([(await released(east)).length, (await released(west)).length], [1, 1])
})

test('lessons with rules of their own are told by module, and only where the module is open', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, enrol, soon } = await prepare(app)
  const { client: learner } = await enrol('sari')
  const { client: excepted } = await enrol('budi')
  const opensAt = soon(hourMs)
  const ids = await insertContent(app, courseId, [
    {
      title: 'Dasar',
      lessons: [
        { title: 'Satu', ...date(opensAt) },
        { title: 'Dua', ...date(opensAt) }
      ]
    },
    { title: 'Lanjut', lessons: [{ title: 'Tiga', ...date(opensAt) }] },
    { title: 'Kelak', ...date(soon(dayMs)), lessons: [{ title: 'Empat', ...date(opensAt) }] },
    { title: 'Setelah', lessons: [{ title: 'Lima' }] }
  ])
  await changeLesson(app, {
    id: ids.Lima as string,
    courseId,
    changes: { releaseKind: 'after_lesson', releaseLessonId: ids.Satu as string }
  })
  const mentor = await app.as('mentor')
  const exception = { userId: excepted.userId, lessonId: ids.Tiga, reason: 'Sakit.' }
  assert.equal((await mentor.post(`/api/courses/${courseId}/release-exceptions`, exception)).status, 201)

  app.clock.advance(hourMs)
  await announce(app)
  const both = '2 lessons of “Dasar” in “Merakit robot” are open.'
  assert.deepEqual((await released(learner)).sort(), [both, '“Tiga” of “Merakit robot” is open.'].sort())
  assert.deepEqual(await released(excepted), ['“Tiga” of “Merakit robot” is open for you.', both])

  app.clock.advance(dayMs)
  await announce(app)
  assert.equal((await released(learner)).at(-1), '“Kelak” of “Merakit robot” is open.')
})

const isBroken = `CAST(NEW.data AS text) LIKE '%Lengan%'`
const faults = {
  sqlite: {
    breaks: [
      `CREATE TRIGGER broken BEFORE INSERT ON events WHEN ${isBroken} BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END`
    ],
    mends: ['DROP TRIGGER broken']
  },
  postgresql: {
    breaks: [
      `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN IF ${isBroken} THEN RAISE EXCEPTION 'the disk is gone'; END IF; RETURN NEW; END $$`,
      'CREATE TRIGGER broken BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION broken()'
    ],
    mends: ['DROP TRIGGER broken ON events']
  }
}

test('what cannot be told is told the next time, and nothing is told twice', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, enrol, soon } = await prepare(app)
  const { client: learner } = await enrol('sari')
  const { client: other } = await enrol('budi')
  await insertContent(app, courseId, [
    { title: 'Roda', ...date(soon(hourMs)) },
    { title: 'Lengan', ...date(soon(hourMs)) }
  ])
  app.clock.advance(hourMs)

  // The database fails after the first of the two has been written.
  const { breaks, mends } = faults[app.database.dialect]
  await runSql(app, breaks)
  await assert.rejects(announce(app), (error) => inspect(error).includes('the disk is gone'))
  await runSql(app, mends)
  assert.deepEqual(await released(learner), [])

  await announce(app)
  await announce(app)
  for (const client of [learner, other]) {
    const told = (await released(client)).sort()
    assert.deepEqual(told, ['“Lengan” of “Merakit robot” is open.', '“Roda” of “Merakit robot” is open.'])
  }
})
