import assert from 'node:assert/strict'
import test from 'node:test'
import { dayMs, minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { changeLesson, complete, enrol, makeCourse, report, setEnrolment } from './world.js'

interface Continued {
  course: { id: string; title: string }
  percent: number | null
  lesson: { title: string; resumeMs: number } | null
}

/** `course: percent lesson@resumeMs`, in the order of the answer. */
async function continuations(learner: Client): Promise<string[]> {
  const { status, body, text } = await learner.get('/api/me/continue')
  assert.equal(status, 200, text)
  return body.data.map(({ course, percent, lesson }: Continued) => {
    return `${course.title}: ${percent} ${lesson ? `${lesson.title}@${lesson.resumeMs}` : 'nothing'}`
  })
}

test('learners come back where they left', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  assert.deepEqual(await continuations(sari), [])
  const web = await makeCourse(app, mentor, { Web: ['A', 'Extra', 'B', 'C'] }, (name) => ({
    isRequired: name !== 'Extra'
  }))
  await enrol(sari, web)
  app.clock.advance(minuteMs)
  const data = await makeCourse(app, mentor, { Data: ['D', 'E'] })
  await enrol(sari, data)
  assert.deepEqual(
    await continuations(sari),
    ['Kelas Data: 0 D@0', 'Kelas Web: 0 A@0'],
    'the last one that they got into'
  )

  app.clock.advance(minuteMs)
  await report(sari, web, 'C', { positionMs: 9_000 })
  app.clock.advance(minuteMs)
  await report(sari, web, 'B', { positionMs: 5_000, resumeMs: 4_000 })
  assert.deepEqual(await continuations(sari), ['Kelas Web: 0 B@4000', 'Kelas Data: 0 D@0'], 'what they touched last')
  app.clock.advance(minuteMs)
  await complete(sari, web, 'B')
  assert.equal((await continuations(sari))[0], 'Kelas Web: 33 C@9000', 'what they had begun comes before what is next')
  app.clock.advance(minuteMs)
  await complete(sari, web, 'C')
  assert.equal((await continuations(sari))[0], 'Kelas Web: 66 A@0', 'then what is required')
  app.clock.advance(minuteMs)
  await complete(sari, web, 'A')
  assert.equal((await continuations(sari))[0], 'Kelas Web: 100 Extra@0', 'then the rest')
  await complete(sari, web, 'Extra')
  assert.equal((await continuations(sari))[0], 'Kelas Web: 100 nothing')
})

test('what is locked, withdrawn or not theirs any more is not offered', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const opensAt = new Date(app.clock.now().getTime() + dayMs)
  const course = await makeCourse(app, mentor, { Web: ['A', 'Later', 'B'] }, (name) =>
    name === 'Later' ? { releaseKind: 'date', releaseAt: opensAt } : {}
  )
  await enrol(sari, course)
  await complete(sari, course, 'A')
  assert.deepEqual(await continuations(sari), ['Kelas Web: 33 B@0'])
  await report(sari, course, 'B', { positionMs: 7 })
  await changeLesson(app, course, 'B', { releaseKind: 'date', releaseAt: opensAt })
  assert.deepEqual(await continuations(sari), ['Kelas Web: 33 nothing'])
  app.clock.advance(dayMs + minuteMs)
  assert.deepEqual(await continuations(sari), ['Kelas Web: 33 B@7'])
  await changeLesson(app, course, 'B', { status: 'archived' })
  assert.deepEqual(await continuations(sari), ['Kelas Web: 50 Later@0'])
  await setEnrolment(app, course, sari, { expiresAt: app.clock.now() })
  assert.deepEqual(await continuations(sari), [], 'its time is over, by the clock')
})

test('the twenty courses touched last', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  for (let n = 0; n < 22; n++) {
    const course = await makeCourse(app, mentor, { [`K${n}`]: ['A'] })
    await enrol(sari, course)
    app.clock.advance(minuteMs)
  }
  const found = await continuations(sari)
  assert.deepEqual([found.length, found[0], found.at(-1)], [20, 'Kelas K21: 0 A@0', 'Kelas K2: 0 A@0'])
})
