import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createWorld, hourMs, read } from './world.js'

const at = (text: string) => new Date(text)

/** The values, by the first days of their intervals. */
async function valuesOf(client: Client, query: string): Promise<Record<string, number | null>> {
  const { points } = await read(client, `/api/dashboard/trend?${query}`)
  return Object.fromEntries(points.map(({ date, value }: { date: string; value: number | null }) => [date, value]))
}

async function liveIn(client: Client, timeZone: string): Promise<void> {
  const { status, text } = await client.patch(`/api/users/${client.userId}`, { timeZone })
  assert.equal(status, 200, text)
}

test('a day is a day where the caller lives', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, sari, budi, citra, write } = await createWorld(app)
  const completed = (when: string) => ({ status: 'completed', completedAt: at(when) }) as const
  // The last moment of the 20th in Jakarta, and the first of the 21st: both are the 20th by UTC.
  await write.enrol(course, sari, at('2025-11-20T16:59:59.999Z'), completed('2025-11-21T17:00:00.000Z'))
  await write.enrol(course, budi, at('2025-11-20T17:00:00.000Z'))
  await write.enrol(course, citra, at('2025-11-21T16:59:59.999Z'), completed('2025-11-21T23:59:59.999Z'))
  const days = 'from=2025-11-19&to=2025-11-22'
  await liveIn(mentor, 'Asia/Jakarta')
  assert.deepEqual(await valuesOf(mentor, `metric=enrolments&${days}`), {
    ...{ '2025-11-19': 0, '2025-11-20': 1, '2025-11-21': 2, '2025-11-22': 0 }
  })
  assert.deepEqual(await valuesOf(mentor, `metric=completions&${days}`), {
    ...{ '2025-11-19': 0, '2025-11-20': 0, '2025-11-21': 0, '2025-11-22': 2 }
  })
  await liveIn(mentor, 'UTC')
  assert.deepEqual(await valuesOf(mentor, `metric=enrolments&${days}`), {
    ...{ '2025-11-19': 0, '2025-11-20': 2, '2025-11-21': 1, '2025-11-22': 0 }
  })
  assert.deepEqual(await valuesOf(mentor, `metric=completions&${days}`), {
    ...{ '2025-11-19': 0, '2025-11-20': 0, '2025-11-21': 2, '2025-11-22': 0 }
  })
  // A day of 23 hours.
  await liveIn(mentor, 'America/New_York')
  const { points, timeZone } = await read(
    mentor,
    '/api/dashboard/trend?metric=enrolments&from=2025-03-08&to=2025-03-10'
  )
  assert.equal(timeZone, 'America/New_York')
  assert.deepEqual(points, [
    { at: '2025-03-08T05:00:00.000Z', date: '2025-03-08', value: 0 },
    { at: '2025-03-09T05:00:00.000Z', date: '2025-03-09', value: 0 },
    { at: '2025-03-10T04:00:00.000Z', date: '2025-03-10', value: 0 }
  ])
})

test('weeks and months are whole, whichever day of them is named', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, sari, budi, citra, dewi, write } = await createWorld(app)
  await liveIn(mentor, 'UTC')
  await write.enrol(course, sari, at('2025-01-27T00:00:00.000Z')) // a Monday
  await write.enrol(course, budi, at('2025-01-31T23:59:59.999Z'))
  await write.enrol(course, citra, at('2025-02-01T00:00:00.000Z'))
  await write.enrol(course, dewi, at('2025-03-31T23:59:59.999Z'))
  assert.deepEqual(await valuesOf(mentor, 'metric=enrolments&interval=week&from=2025-01-29&to=2025-02-10'), {
    ...{ '2025-01-27': 3, '2025-02-03': 0, '2025-02-10': 0 }
  })
  assert.deepEqual(await valuesOf(mentor, 'metric=enrolments&interval=month&from=2025-01-31&to=2025-03-01'), {
    ...{ '2025-01-01': 2, '2025-02-01': 1, '2025-03-01': 1 }
  })
  assert.deepEqual(await valuesOf(mentor, 'metric=enrolments&interval=week&from=1970-01-01&to=1970-01-01'), {
    '1969-12-29': 0
  })
})

test('learners count once in an interval, whatever they did in it; reviews by their median', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, other, sari, budi, citra, dewi, write, project, otherProject } = await createWorld(app)
  const admin = await app.as('admin')
  for (const client of [mentor, admin]) await liveIn(client, 'UTC')
  await write.learn(course, sari, 'A', {
    startedAt: at('2025-05-01T08:00:00Z'),
    completedAt: at('2025-05-03T08:00:00Z'),
    updatedAt: at('2025-05-06T08:00:00Z')
  })
  await write.learn(course, sari, 'B', { startedAt: at('2025-05-01T09:00:00Z') })
  await write.learn(course, budi, 'A', { startedAt: at('2025-05-03T23:59:59.999Z') })
  await write.learn(other, sari, 'C', { startedAt: at('2025-05-03T10:00:00Z') })
  await write.decide(project, citra, { by: mentor, at: at('2025-05-04T10:00:00Z'), hours: 30 })
  await write.decide(otherProject, citra, { by: mentor, at: at('2025-05-04T12:00:00Z'), hours: 1 })
  await write.handIn(otherProject, budi, { queuedAt: at('2025-05-02T10:00:00Z') })
  await write.takeQuiz(course, dewi, { startedAt: at('2025-05-05T23:00:00Z'), submittedAt: at('2025-05-06T01:00:00Z') })

  const days = 'from=2025-05-01&to=2025-05-06'
  assert.deepEqual(Object.values(await valuesOf(mentor, `metric=active_learners&${days}`)), [1, 0, 3, 0, 1, 2])
  assert.deepEqual(Object.values(await valuesOf(admin, `metric=active_learners&${days}`)), [1, 1, 3, 1, 1, 2])
  const month = '&from=2025-04-01&to=2025-05-31&interval=month'
  assert.deepEqual(Object.values(await valuesOf(admin, `metric=active_learners${month}`)), [0, 4])
  assert.deepEqual(Object.values(await valuesOf(mentor, `metric=submissions&${days}`)), [0, 0, 1, 0, 0, 0])
  assert.deepEqual(Object.values(await valuesOf(admin, `metric=submissions&${days}`)), [0, 1, 1, 1, 0, 0])
  assert.deepEqual(Object.values(await valuesOf(admin, `metric=review_hours&${days}`)), [
    ...[null, null, null, 15.5, null, null]
  ])
  assert.deepEqual(Object.values(await valuesOf(mentor, `metric=review_hours&${days}`)).slice(3, 5), [30, null])
})

test('a trend has up to 400 points, of days that there are', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const url = '/api/dashboard/trend?metric=enrolments'
  const now = app.clock.now().getTime()
  const usual = { day: 30, week: 12, month: 12 }
  for (const [interval, count] of Object.entries(usual)) {
    const { points } = await read(admin, `${url}&interval=${interval}`)
    assert.equal(points.length, count, interval)
    assert.ok(Date.parse(points.at(-1).at) <= now && now - Date.parse(points.at(-1).at) < 32 * 24 * hourMs)
  }
  const many = await read(admin, `${url}&from=2024-01-01&to=2025-02-03`)
  assert.equal(many.points.length, 400)
  for (const [query, status, code] of [
    ['&from=2024-01-01&to=2025-02-04', 422, 'INVALID_PERIOD'],
    ['&from=1970-01-01&to=9998-12-31', 422, 'INVALID_PERIOD'],
    ['&from=2025-02-02&to=2025-02-01', 422, 'INVALID_PERIOD'],
    ['&from=2025-02-02&to=2025-02-01&interval=month', 422, 'INVALID_PERIOD'],
    ['&from=9000-01-01', 422, 'INVALID_PERIOD'],
    ['&from=2025-02-30', 400, 'VALIDATION_FAILED'],
    ['&to=9999-12-31', 400, 'VALIDATION_FAILED'],
    ['&from=1969-12-31', 400, 'VALIDATION_FAILED'],
    ['&interval=year', 400, 'VALIDATION_FAILED']
  ] as const) {
    const answer = await admin.get(url + query)
    assert.deepEqual([answer.status, answer.body.code], [status, code], query)
  }
})
