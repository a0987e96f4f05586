import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, dateIn, startOfDay } from '../../../src/lib/calendar.js'
import { dayMs, hourMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, publishCourse } from '../courses/courses.js'
import { changeLesson, completeLesson, insertCohort, insertContent, setEnrolment } from './content.js'

const week = (n: number) => ({ releaseKind: 'cohort_week', releaseNumber: n }) as const

/** What is open, and why the rest is not, by titles. */
function locksIn(outline: { modules: Outlined[] }): Record<string, string> {
  const locks: Record<string, string> = {}
  for (const item of outline.modules.flatMap((module) => [module, ...(module.lessons ?? [])])) {
    const { reason, opensAt } = item.lock ?? { reason: 'open', opensAt: null }
    locks[item.title] = opensAt ? `${reason} ${opensAt}` : reason
  }
  return locks
}

interface Outlined {
  title: string
  lock: { reason: string; opensAt: string | null } | null
  lessons?: Outlined[]
}

async function outline(client: Client, courseId: string, query = '') {
  const { status, body, text } = await client.get(`/api/courses/${courseId}/outline${query}`)
  assert.equal(status, 200, text)
  return body
}

async function prepare(app: TestApp) {
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor)
  const ids = await insertContent(app, courseId, [
    { title: 'Pengantar', isFree: true, lessons: [{ title: 'Halo' }] },
    { title: 'Dasar', lessons: [{ title: 'Satu', minutes: 15 }, { title: 'Dua' }, { title: 'Contoh', isFree: true }] },
    { title: 'Minggu 2', ...week(2), lessons: [{ title: 'Tiga' }, { title: 'Bonus', isRequired: false }] },
    { title: 'Naskah', status: 'draft', lessons: [{ title: 'Tersembunyi' }] },
    { title: 'Lama', status: 'archived', lessons: [{ title: 'Usang' }] },
    {
      title: 'Akhir',
      lessons: [{ title: 'Empat' }, { title: 'Rancangan', status: 'draft' }, { title: 'Sisa', status: 'archived' }]
    }
  ])
  return { mentor, courseId, ids }
}

test('visitors see the titles, and what is free is open to them', async (t) => {
  const app = await buildTestApp(t)
  const { courseId } = await prepare(app)
  const expected = {
    Pengantar: 'open',
    Halo: 'open',
    Dasar: 'not_enrolled',
    Satu: 'not_enrolled',
    Dua: 'not_enrolled',
    Contoh: 'open',
    'Minggu 2': 'not_enrolled',
    Tiga: 'not_enrolled',
    Bonus: 'not_enrolled',
    Akhir: 'not_enrolled',
    Empat: 'not_enrolled'
  }
  const learner = await app.as('learner')
  for (const client of [app.anonymous(), learner]) {
    const body = await outline(client, courseId)
    assert.deepEqual(locksIn(body), expected)
    assert.equal(body.progress, null)
    assert.equal(body.enrolmentStatus, null)
    assert.ok(!JSON.stringify(body).includes('Isi'), 'nothing of the content is told')
  }
  for (const status of ['pending', 'cancelled', 'expired'] as const) {
    await setEnrolment(app, { courseId, userId: learner.userId, status })
    const body = await outline(learner, courseId)
    assert.deepEqual(locksIn(body), expected, status)
    assert.equal(body.enrolmentStatus, status)
  }
})

test('a learner sees what is open, what is not yet, and how far they have come', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, ids } = await prepare(app)
  const learner = await app.as('learner')
  const { userId } = learner
  const enrolmentId = await setEnrolment(app, { courseId, userId })
  assert.equal(locksIn(await outline(learner, courseId))['Minggu 2'], 'no_cohort')

  const today = dateIn('Asia/Jakarta', app.clock.now())
  await insertCohort(app, { courseId, startsOn: today, enrolmentIds: [enrolmentId] })
  const second = startOfDay(addDays(today, 7), 'Asia/Jakarta').toISOString()
  const completedAt = await completeLesson(app, { userId, courseId, lessonId: ids.Satu as string })

  const body = await outline(learner, courseId)
  assert.deepEqual(locksIn(body), {
    Pengantar: 'open',
    Halo: 'open',
    Dasar: 'open',
    Satu: 'open',
    Dua: 'open',
    Contoh: 'open',
    'Minggu 2': `cohort_week ${second}`,
    Tiga: `cohort_week ${second}`,
    Bonus: `cohort_week ${second}`,
    Akhir: 'open',
    Empat: 'open'
  })
  assert.equal(body.enrolmentStatus, 'active')
  assert.equal(body.timeZone, 'Asia/Jakarta')
  assert.deepEqual(body.progress, { completed: 1, required: 6, percent: 16 })
  const { completed, required, percent } = (await learner.get(`/api/courses/${courseId}/progress/me`)).body
  assert.deepEqual(body.progress, { completed, required, percent }, 'there is one number')
  assert.deepEqual(body.modules[1].lessons[0], {
    id: ids.Satu,
    title: 'Satu',
    minutes: 15,
    isRequired: true,
    isFree: false,
    hasQuiz: false,
    completedAt: completedAt.toISOString(),
    positionMs: 90_000,
    resumeMs: 1_000,
    lock: null
  })

  app.clock.advance(7 * dayMs)
  assert.equal(locksIn(await outline(learner, courseId)).Tiga, 'open')
})

test('access that is over by the clock is over; what was completed is kept', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId } = await prepare(app)
  const learner = await app.as('learner')
  const { userId } = learner
  await setEnrolment(app, { courseId, userId, expiresAt: new Date(app.clock.now().getTime() + hourMs) })
  assert.equal(locksIn(await outline(learner, courseId)).Satu, 'open')
  app.clock.advance(hourMs)
  const over = await outline(learner, courseId)
  assert.equal(locksIn(over).Satu, 'not_enrolled')
  assert.equal(over.enrolmentStatus, 'expired')

  await setEnrolment(app, { courseId, userId, status: 'completed' })
  assert.equal((await mentor.post(`/api/courses/${courseId}/archive`)).status, 200)
  const kept = await outline(learner, courseId)
  assert.equal(locksIn(kept).Satu, 'open')
  assert.equal((await app.anonymous().get(`/api/courses/${courseId}/outline`)).status, 404)
})

test('managers see drafts, staff what is published, and nobody a lock', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId } = await prepare(app)
  const all = await outline(mentor, courseId)
  const open = ['Pengantar', 'Halo', 'Dasar', 'Satu', 'Dua', 'Contoh', 'Minggu 2', 'Tiga', 'Bonus', 'Akhir', 'Empat']
  const drafts = ['Naskah', 'Tersembunyi', 'Rancangan']
  assert.deepEqual(Object.keys(locksIn(all)).sort(), [...open, ...drafts].sort())
  assert.deepEqual([...new Set(Object.values(locksIn(all)))], ['open'])
  assert.equal(all.modules[3].status, 'draft')
  assert.equal(all.modules.at(-1).lessons[1].status, 'draft')

  const archived = await outline(mentor, courseId, '?archived=true')
  assert.deepEqual(Object.keys(locksIn(archived)).sort(), [...open, ...drafts, 'Lama', 'Usang', 'Sisa'].sort())

  const facilitator = await app.as('facilitator')
  const published = await outline(facilitator, courseId, '?archived=true')
  assert.deepEqual(locksIn(published), Object.fromEntries(open.map((title) => [title, 'open'])))
  assert.ok(!('status' in published.modules[0]))
})

test('the outline of a course that one does not see is not there', async (t) => {
  const app = await buildTestApp(t)
  const { id } = await createCourse(await app.as('mentor'))
  const learner = await app.as('learner')
  for (const client of [app.anonymous(), learner]) {
    assert.equal((await client.get(`/api/courses/${id}/outline`)).status, 404)
    assert.equal((await client.get('/api/courses/crs_0/outline')).status, 404)
  }
})

test('a lesson with a published quiz says so, from the moment that it has one', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids } = await prepare(app)
  const hasQuiz = async () => (await outline(app.anonymous(), courseId)).modules[1].lessons[0].hasQuiz
  assert.equal(await hasQuiz(), false)
  const { body: quiz } = await mentor.post(`/api/lessons/${ids.Satu}/quiz`, { title: 'Kuis' })
  const question = { kind: 'essay', prompt: 'Mengapa?' }
  const { body: asked } = await mentor.post(`/api/courses/${courseId}/questions`, question)
  await mentor.put(`/api/quizzes/${quiz.id}/questions`, { questions: [{ questionId: asked.id, points: 1 }] })
  assert.equal(await hasQuiz(), false)
  assert.equal((await mentor.patch(`/api/quizzes/${quiz.id}`, { status: 'published' })).status, 200)
  assert.equal(await hasQuiz(), true)
})

test('what a lesson waits for may be another lesson, as long as that is there', async (t) => {
  const app = await buildTestApp(t)
  const { id: courseId, slug } = await publishCourse(await app.as('mentor'))
  const learner = await app.as('learner')
  const { userId } = learner
  const ids = await insertContent(app, courseId, [
    { lessons: [{ title: 'Satu' }, { title: 'Dua' }, { title: 'Tiga' }] }
  ])
  const after = (title: string) => ({ releaseKind: 'after_lesson', releaseLessonId: ids[title] ?? null }) as const
  await changeLesson(app, { id: ids.Dua as string, courseId, changes: after('Satu') })
  await changeLesson(app, { id: ids.Tiga as string, courseId, changes: after('Dua') })
  await setEnrolment(app, { courseId, userId })

  const [, second] = (await outline(learner, slug)).modules[0].lessons
  assert.deepEqual(second.lock, { reason: 'after_lesson', opensAt: null, lessonId: ids.Satu })
  await completeLesson(app, { userId, courseId, lessonId: ids.Satu as string })
  assert.deepEqual(locksIn(await outline(learner, courseId)), {
    'Module 1': 'open',
    Satu: 'open',
    Dua: 'open',
    Tiga: 'after_lesson'
  })
  await changeLesson(app, { id: ids.Dua as string, courseId, changes: { status: 'archived' } })
  assert.deepEqual(locksIn(await outline(learner, courseId)), { 'Module 1': 'open', Satu: 'open', Tiga: 'open' })
})

test('the tag of an outline is another one when the outline is', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids } = await prepare(app)
  const learner = await app.as('learner')
  const { userId } = learner
  const url = `/api/courses/${courseId}/outline`
  const tagOf = async (client: Client) => String((await client.get(url)).headers.etag)
  const tags = [await tagOf(app.anonymous()), await tagOf(learner)]
  assert.equal(tags[0], tags[1], 'visitors all see the same')
  assert.match(tags[0] as string, /^W\/"v1\.[\w-]+"$/)

  const soon = new Date(app.clock.now().getTime() + hourMs)
  const steps = [
    () => setEnrolment(app, { courseId, userId }),
    () => completeLesson(app, { userId, courseId, lessonId: ids.Satu as string }),
    () => changeLesson(app, { id: ids.Dua as string, courseId, changes: { releaseKind: 'date', releaseAt: soon } }),
    async () => app.clock.advance(hourMs),
    () => mentor.patch(`/api/courses/${courseId}`, { title: 'Judul lain' })
  ]
  for (const [i, step] of steps.entries()) {
    await step()
    const tag = await tagOf(learner)
    // The title of the course is not in it.
    if (i < steps.length - 1) assert.ok(!tags.includes(tag), `step ${i + 1}`)
    tags.push(tag)
    const again = await learner.get(url, { 'if-none-match': tag })
    assert.equal(again.status, 304)
    assert.equal(again.text, '')
    assert.equal(again.headers.etag, tag)
  }
  assert.equal(tags.at(-1), tags.at(-2))

  // That of managers is for If-Match: the version of the tree, and never a reason not to answer.
  assert.equal(await tagOf(mentor), 'W/"v2"')
  assert.equal((await mentor.get(url, { 'if-none-match': 'W/"v2"' })).status, 200)
})
