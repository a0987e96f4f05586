import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { addDays, dateIn, startOfDay } from '../../src/lib/calendar.js'
import { buildTestApp } from '../support/app.js'
import { type Client, ok } from '../support/client.js'
import { assertErrorForm } from '../support/error-form.js'
import { form } from '../support/multipart.js'

const zone = 'Asia/Jakarta'

interface Named {
  id: string
  title: string
}

/**
 * One course from an empty page to the last lesson, through the API alone: built by a mentor, released week by week to a
 * cohort, learned by Sari, and completed.
 */
test('a course is built, released by week, learned and completed', async (t) => {
  const { app, person, advanceTo, runJobs } = await school(t)
  let budi = await person('budi', 'mentor')
  let sari = await person('sari', 'learner')
  const joko = await person('joko', 'learner')
  const wayan = await person('wayan', 'learner')

  const course = await ok(
    budi.post('/api/courses', {
      title: 'Dasar Pemrograman Web',
      description: 'Bangun situs pertamamu dari nol.',
      timeZone: zone,
      enrolmentMode: 'approval',
      capacity: 2
    })
  )
  const at = (path: string) => `/api/courses/${course.id}${path}`
  const build = await buildContent(budi, at)
  await ok(budi.post(at('/publish')))

  await t.test('who is not in sees what there is, and reads what is free', async () => {
    const outline = await ok(joko.get(at('/outline')))
    assert.deepEqual(locksOf(outline), {
      Pembuka: null,
      Kerangka: 'not_enrolled',
      Kuis: 'not_enrolled',
      Rupa: 'not_enrolled'
    })
    assert.equal((await ok(joko.get(`/api/lessons/${build.lessons.Pembuka}`))).title, 'Pembuka')
    assertErrorForm(await joko.get(`/api/lessons/${build.lessons.Kerangka}`), { status: 403, code: 'NOT_ENROLLED' })
  })

  await t.test('two get in, the third waits', async () => {
    for (const learner of [sari, joko, wayan]) {
      const { enrolment } = await ok(learner.post(at('/enrolments'), { message: 'Saya ingin belajar.' }))
      assert.equal(enrolment.status, 'pending')
    }
    for (const { userId } of [sari, joko, wayan]) await ok(budi.post(at(`/enrolments/${userId}/approve`)))
    assert.deepEqual(await statusesOf(budi, at), { sari: 'active', joko: 'active', wayan: 'pending place' })
    assert.ok((await titlesFor(sari)).length > 0, 'Sari was told')
  })

  const startsOn = addDays(dateIn(zone, app.clock.now()), 3)
  const weekBegins = (week: number) => startOfDay(addDays(startsOn, 7 * (week - 1)), zone)
  const cohort = await ok(
    budi.post(at('/cohorts'), { name: 'Angkatan 1', startsOn, endsOn: addDays(startsOn, 27), timeZone: zone })
  )
  await ok(sari.post(`/api/cohorts/${cohort.id}/members`))

  await t.test('before the first week all but the free lesson is locked, and says until when', async () => {
    assert.deepEqual(locksOf(await ok(sari.get(at('/outline')))), {
      Pembuka: null,
      Kerangka: 'cohort_week',
      Kuis: 'cohort_week',
      Rupa: 'cohort_week'
    })
    const refused = await sari.put(`/api/lessons/${build.lessons.Kerangka}/progress`, { completed: true })
    assertErrorForm(refused, { status: 409, code: 'LESSON_LOCKED' })
    assert.deepEqual(refused.body.details.opensAt, [weekBegins(1).toISOString()])
    assertErrorForm(await sari.get(`/api/lessons/${build.lessons.Kerangka}`), { status: 409, code: 'LESSON_LOCKED' })
    assertErrorForm(await sari.get(`/api/files/${build.fileId}`), { status: 404 })
  })

  await advanceTo(weekBegins(1))
  await runJobs()
  sari = await app.signIn('sari')
  budi = await app.signIn('budi')

  await t.test('the first week opens by itself, once', async () => {
    const news = await titlesFor(sari)
    assert.equal(news.filter((message) => message.includes('Minggu 1')).length, 1, news.join('\n'))
    await runJobs()
    assert.deepEqual(await titlesFor(sari), news, 'and is told once')
    const { lessons } = build
    assert.deepEqual(locksOf(await ok(sari.get(at('/outline')))), {
      Pembuka: null,
      Kerangka: null,
      Kuis: null,
      Rupa: 'cohort_week'
    })
    const lesson = await ok(sari.get(`/api/lessons/${lessons.Kerangka}`))
    assert.match(lesson.contentHtml, /<strong>kerangka<\/strong>/)
    assert.equal('content' in lesson, false, 'the source is for who writes it')
    const file = await sari.get(`/api/files/${build.fileId}`, { range: 'bytes=0-3' })
    assert.equal(file.status, 206)
  })

  await t.test('she watches, notes, goes on where she was, and completes', async () => {
    const path = `/api/lessons/${build.lessons.Kerangka}`
    await ok(sari.put(`${path}/progress`, { positionMs: 61_000 }))
    await ok(sari.post(`${path}/notes`, { text: 'viewport itu penting', positionMs: 42_000 }))
    const [next] = (await ok(sari.get('/api/me/continue'))).data
    assert.deepEqual([next.lesson.id, next.lesson.resumeMs], [build.lessons.Kerangka, 61_000])
    await ok(sari.put(`${path}/progress`, { completed: true }))
    await ok(sari.put(`/api/lessons/${build.lessons.Pembuka}/progress`, { completed: true }))
    assert.equal(await percentOf(sari, at), 50, 'two of four')
  })

  await t.test('the quiz is passed at the second attempt, and completes its lesson', async () => {
    const byWord = await sari.put(`/api/lessons/${build.lessons.Kuis}/progress`, { completed: true })
    assertErrorForm(byWord, { status: 409, code: 'QUIZ_REQUIRED' })
    assert.equal(await attempt(sari, build.quizId, 'Salah'), false)
    assert.equal(await percentOf(sari, at), 50)
    assert.equal(await attempt(sari, build.quizId, 'Benar'), true)
    assert.equal(await percentOf(sari, at), 75)
  })

  await t.test('what is added and taken away counts at once', async () => {
    const added = await ok(
      budi.post(`/api/modules/${build.modules[0]}/lessons`, { title: 'Tambahan', content: 'Isi.' })
    )
    await ok(budi.patch(`/api/lessons/${added.id}`, { status: 'published' }))
    assert.equal(await percentOf(sari, at), 60, 'three of five')
    assert.equal((await budi.delete(`/api/lessons/${added.id}`)).status, 204)
    assert.equal(await percentOf(sari, at), 75)
  })

  await advanceTo(weekBegins(2))
  await runJobs()
  sari = await app.signIn('sari')
  budi = await app.signIn('budi')

  await t.test('the last lesson completes the course, and its place goes to who waits', async () => {
    await ok(sari.put(`/api/lessons/${build.lessons.Rupa}/progress`, { completed: true }))
    assert.equal(await percentOf(sari, at), 100)
    assert.deepEqual(await statusesOf(budi, at), { sari: 'completed', joko: 'active', wayan: 'active' })
    const explained = await ok(sari.get(at('/progress/explain')))
    assert.equal(explained.percent, 100)
    const waited = await app.signIn('wayan')
    assert.ok(
      (await titlesFor(waited)).some((message) => message.includes('place')),
      'Wayan was told'
    )
  })

  await t.test('she keeps the course, whatever becomes of it', async () => {
    assertErrorForm(await budi.delete(at(`/enrolments/${sari.userId}`)), { status: 409 })
    await ok(budi.post(at('/archive')))
    assert.equal((await ok(sari.get(`/api/lessons/${build.lessons.Rupa}`))).title, 'Rupa')
    assert.equal(await percentOf(sari, at), 100)
    const found = await ok(sari.get('/api/search?q=viewport&kind=note'))
    assert.equal(found.data.length, 1, 'her note is found')
  })

  await t.test('and the next cohort starts from a copy', async () => {
    const copy = await ok(budi.post(at('/clone'), { title: 'Dasar Pemrograman Web, angkatan 2' }))
    const { modules } = await ok(budi.get(`/api/courses/${copy.id}/outline`))
    assert.deepEqual(
      modules.map((module: Named & { lessons: Named[] }) => module.lessons.map(({ title }) => title)),
      [['Pembuka', 'Kerangka', 'Kuis'], ['Rupa']]
    )
  })
})

/** People who sign in when they are needed, and a clock: sessions end while it moves. */
async function school(t: TestContext) {
  const app = await buildTestApp(t)
  const runJobs = async () => {
    for (const job of app.jobs) await job.run()
    await app.settled()
  }
  await runJobs() // as in the first minute of a school: what opens from now on is told
  return {
    app,
    runJobs,
    person: (username: string, role: 'mentor' | 'learner') => app.signInAs({ username, role }),
    advanceTo: async (moment: Date) => app.clock.advance(moment.getTime() - app.clock.now().getTime() + 1_000)
  }
}

/** Two weeks: a free lesson, one with a file, a quiz; and a lesson in the second. The order is set at the end. */
async function buildContent(budi: Client, at: (path: string) => string) {
  const lessons: Record<string, string> = {}
  const modules: string[] = []
  const upload = await ok(
    budi.request(
      'POST',
      '/api/files',
      form({ name: 'kerangka.txt', type: 'text/plain', bytes: 'Mulai dari berkas kosong.' })
    )
  )
  const plan: [title: string, week: number, lessons: [title: string, fields: object][]][] = [
    [
      'Minggu 1: Halaman pertamamu',
      1,
      [
        ['Kerangka', { content: 'Setiap halaman punya **kerangka**.', minutes: 15 }],
        ['Pembuka', { content: 'Selamat datang.', isFree: true }],
        ['Kuis', { content: 'Satu pertanyaan.' }]
      ]
    ],
    ['Minggu 2: Rupa yang rapi', 2, [['Rupa', { content: 'CSS memisahkan isi dari rupa.' }]]]
  ]
  for (const [title, week, ofModule] of plan) {
    const module = await ok(budi.post(at('/modules'), { title, release: { kind: 'cohort_week', week } }))
    modules.push(module.id)
    for (const [name, fields] of ofModule) {
      const lesson = await ok(budi.post(`/api/modules/${module.id}/lessons`, { title: name, ...fields }))
      lessons[name] = lesson.id
      await ok(budi.patch(`/api/lessons/${lesson.id}`, { status: 'published' }))
    }
    await ok(budi.patch(`/api/modules/${module.id}`, { status: 'published' }))
  }
  const material = { kind: 'file', title: 'Kerangka kosong', fileId: upload.id }
  await ok(budi.post(`/api/lessons/${lessons.Kerangka}/materials`, material))
  const question = await ok(
    budi.post(at('/questions'), {
      kind: 'single_choice',
      prompt: 'Apa elemen pertama sebuah halaman?',
      explanation: 'Kerangka dimulai dari html.',
      options: [
        { text: 'Benar', isCorrect: true },
        { text: 'Salah', isCorrect: false }
      ]
    })
  )
  const quiz = await ok(
    budi.post(`/api/lessons/${lessons.Kuis}/quiz`, { title: 'Kuis 1', maxAttempts: 3, passMark: 60 })
  )
  await ok(budi.put(`/api/quizzes/${quiz.id}/questions`, { questions: [{ questionId: question.id, points: 10 }] }))
  await ok(budi.patch(`/api/quizzes/${quiz.id}`, { status: 'published' }))
  const order = [
    { id: modules[0], lessonIds: [lessons.Pembuka, lessons.Kerangka, lessons.Kuis] },
    { id: modules[1], lessonIds: [lessons.Rupa] }
  ]
  await ok(budi.put(at('/outline'), { modules: order }))
  return { lessons, modules, quizId: quiz.id as string, fileId: upload.id as string }
}

/** Whether it was passed, with the option of this text. */
async function attempt(learner: Client, quizId: string, answer: string): Promise<boolean> {
  const started = await ok(learner.post(`/api/quizzes/${quizId}/attempts`))
  const [question] = started.questions
  const picked = question.options.find(({ text }: { text: string }) => text === answer)
  const answers = [{ questionId: question.questionId, answer: picked.id }]
  await ok(learner.put(`/api/quiz-attempts/${started.id}/answers`, { answers }))
  const { score } = await ok(learner.post(`/api/quiz-attempts/${started.id}/submit`))
  return score.isPassed
}

async function percentOf(learner: Client, at: (path: string) => string): Promise<number> {
  return (await ok(learner.get(at('/progress/me')))).percent
}

async function statusesOf(mentor: Client, at: (path: string) => string): Promise<Record<string, string>> {
  const { data } = await ok(mentor.get(at('/enrolments')))
  type Row = { user: { username: string }; status: string; pendingFor: string | null }
  return Object.fromEntries(
    data.map(({ user, status, pendingFor }: Row) => [user.username, [status, pendingFor].filter(Boolean).join(' ')])
  )
}

/** Why each lesson is locked, by its title. */
function locksOf({ modules }: { modules: { lessons: (Named & { lock: { reason: string } | null })[] }[] }) {
  return Object.fromEntries(
    modules.flatMap(({ lessons }) => lessons.map(({ title, lock }) => [title, lock?.reason ?? null]))
  )
}

async function titlesFor(client: Client): Promise<string[]> {
  const { data } = await ok(client.get('/api/notifications?limit=100'))
  return data.map(({ title, message }: { title: string; message: string }) => `${title} ${message}`)
}
