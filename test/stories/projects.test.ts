import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { addDays, dateIn } from '../../src/lib/calendar.js'
import { hourMs } from '../../src/lib/clock.js'
import { insertContent } from '../modules/content/content.js'
import { buildTestApp, type TestApp } from '../support/app.js'
import { type Answer, type Client, ok } from '../support/client.js'
import { assertErrorForm } from '../support/error-form.js'

const zone = 'Asia/Jakarta'
const learnerCount = 30
const dayMs = 24 * hourMs
const numbers = Array.from({ length: learnerCount }, (_, i) => i)
/** Accepted at once; the others are asked for changes. */
const isGoodAtOnce = (i: number) => i % 3 === 0
/** Hands in the second attempt after it was due. */
const isLate = (i: number) => !isGoodAtOnce(i) && i % 5 === 4
const isRejected = (i: number) => i === 29
const isAtCheckpoint = (i: number) => i % 10 !== 9
const answersAll = (i: number) => i % 2 === 0

/** Of three criteria of ten points each, what a mentor gives in each round. */
const scoresOf = (i: number, round: 1 | 2): number[] =>
  round === 1 ? [5 + (i % 6), 10 - (i % 4) * 2.5, 10] : [10, 10 - (i % 2) * 2.5, isRejected(i) ? 0 : 9.25]

/** By hand, in hundredths of a per cent: 60 parts the project of 30 points, 30 the quiz of 20, 10 the checkpoint. */
function finalOf(i: number): number {
  const sum = scoresOf(i, isGoodAtOnce(i) ? 1 : 2).reduce((a, b) => a + b)
  const project = Math.round((sum * 100 * (isLate(i) ? 90 : 100)) / 100)
  return 2 * project + (answersAll(i) ? 3_000 : 1_500) + (isAtCheckpoint(i) ? 1_000 : 0)
}

test('a cohort of thirty hands in, is reviewed by two mentors in two rounds, and leaves with proof', async (t) => {
  const s = await school(t)
  const { app, at, projectId, quizId } = s

  await t.test('everybody sees what they will be judged by before they begin', async () => {
    const project = await ok(s.learner(0).get(`/api/projects/${projectId}`))
    assert.match(project.number, /^PRJ-\d{6}-\d{4}$/)
    assert.equal(project.rubric.maxPoints, 30)
    assert.equal(project.rubric.criteria.length, 3)
    assert.equal(project.maxAttempts, 2)
  })

  await t.test('they take the quiz, and show the first checkpoint', async () => {
    for (const i of numbers) await takeQuiz(s.learner(i), quizId, answersAll(i))
    for (const i of numbers.filter(isAtCheckpoint)) {
      const path = `/api/checkpoints/${s.checkpointId}`
      await ok(s.learner(i).put(`${path}/result`, { note: 'Sudah.' }))
      await ok(s.budi().put(`${path}/results/${s.learner(i).userId}/review`, { decision: 'approve', feedback: '' }))
    }
  })

  await t.test('thirty hand in, and the reviewers are told of each', async () => {
    for (const i of numbers) await s.handIn(i, `Laporan pertama ${i}\n`)
    const told = await ok(s.citra().get('/api/notifications?limit=100'))
    const news = told.data.filter(({ type }: { type: string }) => type === 'submission_submitted')
    assert.equal(news.length, learnerCount)
  })

  await t.test('two mentors take turns: nothing is reviewed twice, and both do the same', async () => {
    const done = await s.reviewAll((i) => [isGoodAtOnce(i) ? 'accept' : 'request_changes', scoresOf(i, 1)])
    assert.deepEqual(done.map(({ length }) => length).sort(), [15, 15])
    assert.equal(new Set(done.flat()).size, learnerCount)
    const [first] = await toldTo(s.learner(1), 'submission_changes_requested')
    assert.ok(first, 'who is asked for changes is told')
    assert.equal((await toldTo(s.learner(0), 'submission_accepted')).length, 1)
  })

  await t.test('a comment on a line is carried to the next attempt, which shows what changed', async () => {
    const { id: submissionId } = await ok(s.learner(1).get(`/api/projects/${projectId}/submission`))
    const place = { attemptNumber: 1, deliverableId: s.deliverables[1], line: 1 }
    const thread = await ok(
      s.budi().post(`/api/submissions/${submissionId}/threads`, { ...place, text: 'Sebut sensornya, @peserta1.' })
    )
    assert.equal((await toldTo(s.learner(1), 'comment_mention')).length, 1)
    assert.equal((await toldTo(s.learner(1), 'comment_created')).length, 0, 'never both')
    await s.advance(3 * dayMs)
    for (const i of numbers) if (!isGoodAtOnce(i) && !isLate(i)) await s.handIn(i, `Laporan kedua ${i}\nSensor: LDR\n`)
    await ok(s.budi().post(`/api/threads/${thread.id}/resolve`))
    const diff = await ok(s.learner(1).get(`/api/submissions/${submissionId}/attempts/2/diff`))
    assert.match(JSON.stringify(diff), /Sensor: LDR/)
    assert.equal(diff.threads.settled.length, 1)
  })

  await t.test('who comes after the day loses a tenth, and a third attempt of two is refused', async () => {
    await s.advance(4 * dayMs + hourMs)
    for (const i of numbers.filter(isLate)) {
      const attempt = await s.handIn(i, `Laporan kedua ${i}\n`)
      assert.deepEqual([attempt.isLate, attempt.daysLate, attempt.latePercent], [true, 1, 10])
    }
    const done = await s.reviewAll((i) => [isRejected(i) ? 'reject' : 'accept', scoresOf(i, 2)])
    assert.equal(done.flat().length, 20)
    await assert.rejects(s.handIn(1, 'Sekali lagi'), /ILLEGAL_TRANSITION|NO_ATTEMPTS_LEFT/)
  })

  await t.test('the gradebook has the numbers that are computed by hand', async () => {
    const page = await ok(s.budi().get(at('/gradebook?limit=100')))
    assert.equal(page.data.length, learnerCount)
    const finals = new Map<string, [number, boolean]>(
      page.data.map((row: { user: { id: string }; final: number; isPassed: boolean }) => [
        row.user.id,
        [row.final, row.isPassed]
      ])
    )
    for (const i of numbers) {
      const final = finalOf(i) / 100
      assert.deepEqual(finals.get(s.learner(i).userId), [final, final >= 75], `learner ${i}`)
    }
    const own = await ok(s.learner(1).get(at('/gradebook/me')))
    assert.equal(own.final, finalOf(1) / 100)
    assertErrorForm(await s.learner(1).get(at('/gradebook')), { status: 403 })
  })

  await t.test('its table comes back as it went, and changes nothing', async () => {
    const { status, text } = await s.budi().get(at('/gradebook/export'))
    assert.equal(status, 200)
    const before = await changesOf(s.learner(1), at)
    const report = await ok(
      s.budi().request('POST', at('/gradebook/import'), { headers: { 'content-type': 'text/csv' }, payload: text })
    )
    assert.equal(report.totals.changed, 0)
    assert.deepEqual(await changesOf(s.learner(1), at), before)
  })

  await t.test('who is rejected asks for a second look, and gets it from the other mentor', async () => {
    const rejected = s.learner(29)
    const { id: submissionId } = await ok(rejected.get(`/api/projects/${projectId}/submission`))
    const grade = (await ok(rejected.get(at('/gradebook/me')))).items.find(
      ({ item }: { item: { kind: string } }) => item.kind === 'project'
    )
    await ok(rejected.post(`/api/grades/${grade.gradeId}/appeal`, { reason: 'Laporannya ada di repositori.' }))
    assertErrorForm(await rejected.post(`/api/grades/${grade.gradeId}/appeal`, { reason: 'Lagi.' }), { status: 409 })
    const { data } = await ok(s.budi().get(at('/appeals?status=open')))
    assert.equal(data.length, 1)
    const reviews = await ok(s.budi().get(`/api/submissions/${submissionId}/reviews`))
    const first = reviews.data.at(-1).reviewer.id
    await ok(s.budi().post(`/api/submissions/${submissionId}/second-review`, { reason: 'Banding diterima.' }))
    const other = first === s.budi().userId ? s.citra() : s.budi()
    const request = await ok(other.post('/api/reviews/next', {}))
    const scores = s.criteria.map((criterionId) => ({ criterionId, points: 8 }))
    await ok(other.post(`/api/reviews/${request.id}/decide`, { decision: 'accept', scores, summary: 'Diterima.' }))
    const answer = { outcome: 'upheld', answer: 'Nilainya sudah diperbaiki oleh ulasan kedua.' }
    await ok(s.budi().post(`/api/appeals/${data[0].id}/answer`, answer))
    const history = await ok(rejected.get(`/api/grades/${grade.gradeId}`))
    assert.deepEqual(
      history.changes.map(({ after }: { after: { points: number } }) => after.points),
      [Math.round(scoresOf(29, 2).reduce((a, b) => a + b) * 90) / 100, 24 * 0.9]
    )
  })

  await t.test('all have a certificate, once, that verifies offline and says what it is for', async () => {
    const serials: string[] = []
    const keys = (await ok(app.anonymous().get(`/api/issuers/${app.organizationId}/keys`))) as JSONWebKeySet
    const offline = createLocalJWKSet(keys)
    for (const i of numbers) {
      const { data } = await ok(s.learner(i).get('/api/me/certificates'))
      assert.equal(data.length, 1, `learner ${i}`)
      assert.equal((await toldTo(s.learner(i), 'certificate_issued')).length, 1)
      const { credential, status } = await ok(app.anonymous().get(`/api/certificates/${data[0].serial}`))
      assert.equal(status, 'valid')
      serials.push(data[0].serial)
      const at = { algorithms: ['EdDSA'], currentDate: app.clock.now() }
      const { payload } = await jwtVerify(credential, offline, at)
      assert.ok((payload.type as string[]).includes('OpenBadgeCredential'))
      const subject = payload.credentialSubject as { result: { value: string }[] }
      assert.equal(subject.result.length, 3)
      assert.equal((payload.evidence as unknown[]).length, 1)
    }
    assert.equal(new Set(serials).size, learnerCount)
    await ok(s.budi().post(`/api/certificates/${serials[0]}/revoke`, { reason: 'Nama keliru.' }))
    assert.equal((await ok(app.anonymous().get(`/api/certificates/${serials[0]}`))).status, 'revoked')
    const list = await ok(app.anonymous().get(`/api/issuers/${app.organizationId}/revocations`))
    assert.equal(list.revokedCredential.length, 1)
    const pdf = await app.anonymous().get(`/api/certificates/${serials[1]}/pdf`)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
  })
})

/** A course with a lesson and its quiz, a project with a rubric, a cohort with a checkpoint, thirty learners and two mentors. */
async function school(t: TestContext) {
  const app = await buildTestApp(t)
  let budi = await app.signInAs({ username: 'budi', role: 'mentor' })
  let citra = await app.signInAs({ username: 'citra', role: 'mentor' })
  const learners: Client[] = []
  for (const i of numbers) learners.push(await app.signInAs({ username: `peserta${i}` }))
  const course = await ok(
    budi.post('/api/courses', { title: 'Robotika', description: 'Dari nol.', timeZone: zone, visibility: 'public' })
  )
  const at = (path: string) => `/api/courses/${course.id}${path}`
  await ok(budi.put(at('/reviewers'), { userIds: [citra.userId] }))
  await ok(budi.put(at('/certificate-settings'), { ...certificate, isEnabled: true }))
  await ok(budi.post(at('/publish')))
  const quizId = await buildQuiz(app, budi, course.id)
  const { rubric, project, checkpoint } = await buildProject(app, budi, course.id, learners)
  await ok(budi.put(at('/gradebook/settings'), { mode: 'weights', passMark: 75, release: 'at_once' }))
  const weights = [
    { kind: 'project', itemId: project.id, weight: 60 },
    { kind: 'quiz', itemId: quizId, weight: 30 },
    { kind: 'checkpoint', itemId: checkpoint.id, weight: 10 }
  ]
  await ok(budi.put(at('/gradebook/items'), { items: weights.map((item) => ({ ...item, isCounted: true })) }))
  const criteria: string[] = rubric.published.criteria.map(({ id }: { id: string }) => id)
  const deliverables: string[] = project.deliverables.map(({ id }: { id: string }) => id)

  async function handIn(i: number, report: string): Promise<Answer['body']> {
    const [repository, text] = deliverables
    const items = [
      {
        deliverableId: repository,
        kind: 'repository',
        url: `https://git.example/peserta${i}/robot`,
        commit: '9f2c1ab'
      },
      { deliverableId: text, kind: 'text', text: report }
    ]
    return ok(learners[i]!.post(`/api/projects/${project.id}/submissions`, { items }))
  }

  /** Each mentor in turn, until nothing waits. Returns what each of them did. */
  async function reviewAll(judge: (i: number) => [decision: string, points: number[]]): Promise<[string[], string[]]> {
    const done: [string[], string[]] = [[], []]
    for (let turn = 0; ; turn++) {
      const mentor = turn % 2 === 0 ? budi : citra
      const next = await mentor.post('/api/reviews/next', {})
      if (next.status === 204) return done
      const request = await ok(Promise.resolve(next))
      const i = learners.findIndex(({ userId }) => userId === request.learner.id)
      const [decision, points] = judge(i)
      const scores = criteria.map((criterionId, n) => ({ criterionId, points: points[n] }))
      const summary = decision === 'accept' ? 'Bagus.' : 'Perbaiki laporannya.'
      await ok(mentor.post(`/api/reviews/${request.id}/decide`, { decision, scores, summary }))
      done[turn % 2 === 0 ? 0 : 1].push(request.id)
    }
  }

  return {
    ...{ app, at, projectId: project.id as string, quizId, checkpointId: checkpoint.id as string },
    ...{ criteria, deliverables, handIn, reviewAll },
    budi: () => budi,
    citra: () => citra,
    learner: (i: number) => learners[i]!,
    /** Sessions of mentors end meanwhile. */
    async advance(ms: number): Promise<void> {
      app.clock.advance(ms)
      budi = await app.signIn('budi')
      citra = await app.signIn('citra')
    }
  }
}

const certificate = { title: 'Robotika Dasar', description: 'Merakit dan menguji robot.', validMonths: 24 }

async function buildQuiz(app: TestApp, budi: Client, courseId: string): Promise<string> {
  const { Sensor = '' } = await insertContent(app, courseId, [{ lessons: [{ title: 'Sensor' }] }])
  const questions: { questionId: string; points: number }[] = []
  for (const value of [5, 9]) {
    const question = { kind: 'numeric', prompt: `Berapa ${value}?`, value, tolerance: 0 }
    questions.push({ questionId: (await ok(budi.post(`/api/courses/${courseId}/questions`, question))).id, points: 10 })
  }
  const quiz = await ok(budi.post(`/api/lessons/${Sensor}/quiz`, { title: 'Sensor', passMark: 50 }))
  await ok(budi.put(`/api/quizzes/${quiz.id}/questions`, { questions }))
  await ok(budi.patch(`/api/quizzes/${quiz.id}`, { status: 'published' }))
  return quiz.id
}

async function buildProject(app: TestApp, budi: Client, courseId: string, learners: readonly Client[]) {
  const levels = [
    { title: 'Belum', points: 0 },
    { title: 'Baik', points: 10 }
  ]
  const criteria = ['Rangkaian', 'Program', 'Laporan'].map((title) => ({ title, levels }))
  const { id: rubricId } = await ok(budi.post('/api/rubrics', { title: 'Robot', criteria }))
  await ok(budi.post(`/api/rubrics/${rubricId}/publish`))
  const rubric = await ok(budi.get(`/api/rubrics/${rubricId}`))
  const dueAt = new Date(app.clock.now().getTime() + 7 * dayMs).toISOString()
  const draft = await ok(
    budi.post(`/api/courses/${courseId}/projects`, {
      title: 'Robot pengikut garis',
      brief: 'Buat robot yang **mengikuti garis**.',
      rubricVersionId: rubric.published.id,
      deliverables: [
        { title: 'Repositori', kind: 'repository', isRequired: true },
        { title: 'Laporan', kind: 'text', isRequired: true }
      ],
      dueAt,
      lateRule: 'deduct',
      latePercentPerDay: 10,
      maxAttempts: 2
    })
  )
  const project = await ok(budi.patch(`/api/projects/${draft.id}`, { status: 'published' }))
  for (const learner of learners) await ok(learner.post(`/api/courses/${courseId}/enrolments`))
  const startsOn = dateIn(zone, app.clock.now())
  const days = { startsOn, endsOn: addDays(startsOn, 60), timeZone: zone }
  const cohort = await ok(budi.post(`/api/courses/${courseId}/cohorts`, { name: 'Angkatan 1', ...days }))
  for (const { userId } of learners) await ok(budi.post(`/api/cohorts/${cohort.id}/members`, { userId }))
  const checkpoint = await ok(budi.post(`/api/cohorts/${cohort.id}/checkpoints`, { week: 1, title: 'Rangka' }))
  return { rubric, project, checkpoint }
}

/** The first of the two questions right, or both. */
async function takeQuiz(learner: Client, quizId: string, isAllRight: boolean): Promise<void> {
  const attempt = await ok(learner.post(`/api/quizzes/${quizId}/attempts`))
  const answers = attempt.questions.map(({ questionId, promptHtml }: { questionId: string; promptHtml: string }) => {
    const value = Number(/\d+/.exec(promptHtml)?.[0])
    return { questionId, answer: value === 5 || isAllRight ? value : 0 }
  })
  await ok(learner.post(`/api/quiz-attempts/${attempt.id}/submit`, { answers }))
}

async function toldTo(client: Client, type: string): Promise<{ message: string }[]> {
  const { data } = await ok(client.get('/api/notifications?limit=100'))
  return data.filter((notification: { type: string }) => notification.type === type)
}

/** How many changes the learner's grades have had. */
async function changesOf(learner: Client, at: (path: string) => string): Promise<number[]> {
  const counts: number[] = []
  for (const { gradeId } of (await ok(learner.get(at('/gradebook/me')))).items) {
    counts.push((await ok(learner.get(`/api/grades/${gradeId}`))).changes.length)
  }
  return counts
}
