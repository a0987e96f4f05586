import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertContent, setEnrolment } from '../content/content.js'
import { toldTo } from '../courses/courses.js'
import {
  addLesson,
  addQuiz,
  answersOf,
  attempt,
  codeOf,
  completedLessons,
  enrolNew,
  type FormName,
  makeWorld,
  picks,
  rightAnswers,
  start,
  submit
} from './quizzes.js'

const byMachine: FormName[] = ['single', 'multiple', 'text', 'numeric', 'ordering']

test('a learner takes a quiz, passes it, and has completed its lesson', async (t) => {
  const world = await makeWorld(t)
  const { learner, lessonId } = world
  const quiz = await addQuiz(world, byMachine, { maxAttempts: 2, timeLimitSeconds: 600 })
  const url = `/api/quizzes/${quiz.id}`

  const seen = await learner.get(`/api/lessons/${lessonId}/quiz`)
  assert.equal(seen.status, 200, seen.text)
  assert.deepEqual([seen.body.id, seen.body.questionCount, seen.body.timeLimitSeconds], [quiz.id, 5, 600])
  assert.deepEqual(seen.body.own, { attempts: [], attemptsLeft: 2, percent: null, isPassed: false })

  const begun = await learner.post(`${url}/attempts`)
  assert.deepEqual([begun.status, begun.headers.location], [201, `/api/quiz-attempts/${begun.body.id}`], begun.text)
  const { id, number, status, score, deadlineAt, startedAt, serverTime, questions } = begun.body
  assert.deepEqual([number, status, score], [1, 'in_progress', null])
  assert.equal(Date.parse(deadlineAt) - Date.parse(startedAt), 600_000)
  assert.ok(Math.abs(Date.parse(serverTime) - Date.parse(startedAt)) < 5_000)
  assert.deepEqual(
    questions.map(({ kind, maxPoints, answer }: Record<string, unknown>) => [kind, maxPoints, answer]),
    byMachine.map((name) => [quiz.questions[name].kind, 10, null])
  )

  const again = await learner.post(`${url}/attempts`)
  assert.deepEqual([again.status, again.body.id], [200, id], 'a lost answer costs no attempt')
  const right = rightAnswers(quiz)
  const half = answersOf(quiz, { single: right.single, numeric: right.numeric })
  const saved = await learner.put(`/api/quiz-attempts/${id}/answers`, { answers: half })
  assert.deepEqual([saved.status, saved.body.deadlineAt], [200, deadlineAt], saved.text)
  await learner.put(`/api/quiz-attempts/${id}/answers`, { answers: answersOf(quiz, { text: 'salah' }) })
  const read = await learner.get(`/api/quiz-attempts/${id}`)
  assert.deepEqual(
    read.body.questions.map(({ answer }: { answer: unknown }) => answer),
    [right.single, null, 'salah', 4.75, null]
  )

  const done = await submit(learner, id, answersOf(quiz, { ...right, text: 'Ampere Meter' }))
  assert.equal(done.status, 'graded')
  assert.deepEqual(done.score, { points: 50, maxPoints: 50, percent: 100, isPassed: true, isProvisional: false })
  assert.deepEqual(await completedLessons(world, learner.userId), [lessonId])
  const { own } = (await learner.get(url)).body
  assert.deepEqual([own.attemptsLeft, own.percent, own.isPassed, own.attempts.length], [1, 100, true, 1])
})

test('points come in parts, and the pass mark decides', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, byMachine, { passMark: 50, reveal: 'after_submit' })
  const { multiple, ordering } = quiz.questions
  const graded = await attempt(learner, quiz, {
    single: picks(quiz.questions.single, 'Volt')[0],
    multiple: picks(multiple, 'Besi'),
    numeric: 4.81,
    ordering: picks(ordering, 'Ukur', 'Sambung', 'Potong')
  })
  assert.deepEqual(
    graded.questions.map(({ points }: { points: number }) => points),
    [0, 5, 0, 0, 3.33]
  )
  assert.deepEqual(
    [1, 4].map((i) => graded.questions[i].answer),
    [picks(multiple, 'Besi'), picks(ordering, 'Ukur', 'Sambung', 'Potong')],
    'lists come back as lists'
  )
  assert.deepEqual(graded.score, { points: 8.33, maxPoints: 50, percent: 16.66, isPassed: false, isProvisional: false })
  assert.deepEqual(await completedLessons(world, learner.userId), [])
})

test('by best, last or average; and who has passed stays so', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const expected = {
    best: { percent: [50, 100, 100], isPassed: [false, true, true], of: [false, true, false] },
    last: { percent: [50, 100, 0], isPassed: [false, true, true], of: [false, true, false] },
    average: { percent: [50, 75, 50], isPassed: [false, true, true], of: [false, true, false] }
  }
  for (const [scoring, { percent, isPassed, of }] of Object.entries(expected)) {
    const lessonId = await addLesson(world, scoring)
    const quiz = await addQuiz(world, ['single', 'text'], { lessonId, scoring, passMark: 75 })
    const { single, text } = rightAnswers(quiz)
    for (const [i, answers] of [{ single }, { single, text }, {}].entries()) {
      const { score } = await attempt(learner, quiz, answers)
      assert.equal(score.isPassed, of[i], `${scoring} ${i}`)
      const { own } = (await learner.get(`/api/quizzes/${quiz.id}`)).body
      assert.deepEqual([own.percent, own.isPassed], [percent[i], isPassed[i]], `${scoring} ${i}`)
      assert.equal((await completedLessons(world, learner.userId)).includes(lessonId), isPassed[i])
    }
  }
})

test('whoever reaches a mark that was lowered since has passed when they look', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner, lessonId } = world
  const quiz = await addQuiz(world, ['single', 'text'], { maxAttempts: 1, passMark: 80 })
  const { score } = await attempt(learner, quiz, { single: rightAnswers(quiz).single })
  assert.deepEqual([score.percent, score.isPassed], [50, false])
  await mentor.patch(`/api/quizzes/${quiz.id}`, { passMark: 50 })
  assert.deepEqual(await completedLessons(world, learner.userId), [])
  assert.equal((await learner.get(`/api/quizzes/${quiz.id}`)).body.own.isPassed, true)
  assert.deepEqual(await completedLessons(world, learner.userId), [lessonId])
  await mentor.patch(`/api/quizzes/${quiz.id}`, { passMark: 90 })
  assert.equal((await learner.get(`/api/quizzes/${quiz.id}`)).body.own.isPassed, true)
})

test('there are as many attempts as there may be', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, ['single'], { maxAttempts: 2 })
  for (let n = 0; n < 2; n++) await attempt(learner, quiz, {})
  assert.deepEqual(codeOf(await learner.post(`/api/quizzes/${quiz.id}/attempts`)), [409, 'NO_ATTEMPTS_LEFT'])
  const { own } = (await learner.get(`/api/quizzes/${quiz.id}`)).body
  assert.deepEqual([own.attemptsLeft, own.attempts.map(({ number }: { number: number }) => number)], [0, [2, 1]])
})

test('an answer that is none of its question is refused, and nothing of it is saved', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, ['single', 'multiple', 'numeric', 'ordering', 'essay', 'text'])
  const other = await addQuiz(world, ['single'], { lessonId: await addLesson(world, 'Lain') })
  const { id } = await start(learner, quiz.id)
  const put = (answers: unknown) => learner.put(`/api/quiz-attempts/${id}/answers`, { answers })
  const [volt] = picks(quiz.questions.single, 'Volt')
  const [foreign] = picks(other.questions.single, 'Volt')
  const right = { questionId: quiz.questions.single.id, answer: volt }
  const bad: [name: string, answer: unknown, status: number][] = [
    ['single', foreign, 422],
    ['single', [volt], 422],
    ['single', { id: volt }, 400],
    ['single', true, 400],
    ['multiple', [volt], 422],
    ['multiple', [...picks(quiz.questions.multiple, 'Besi', 'Besi')], 422],
    ['multiple', 'Besi', 422],
    ['multiple', [1], 400],
    ['numeric', 'NaN', 422],
    ['numeric', '1e999', 422],
    ['numeric', '1.000,5', 422],
    ['ordering', picks(quiz.questions.ordering, 'Ukur'), 422],
    ['essay', 7, 422],
    ['essay', 'x'.repeat(100_000), 400],
    ['text', 'x'.repeat(1_001), 422]
  ]
  for (const [name, answer, status] of bad) {
    const good = name === 'text' ? right : { questionId: quiz.questions.text.id, answer: 'Voltmeter' }
    const refused = await put([good, { questionId: quiz.questions[name].id, answer }])
    assert.equal(refused.status, status, refused.text)
    assert.match(Object.keys(refused.body.details)[0] ?? '', /^answers\.1\.answer/, refused.text)
  }
  const unknown = await put([right, { questionId: other.questions.single.id, answer: null }])
  assert.deepEqual([unknown.status, Object.keys(unknown.body.details)], [422, ['answers.1.questionId']])
  assert.deepEqual(codeOf(await put([right, right])), [422, 'QUESTION_TWICE'])
  const infinite = await learner.request('PUT', `/api/quiz-attempts/${id}/answers`, {
    payload: `{"answers":[{"questionId":"${quiz.questions.numeric.id}","answer":1e999}]}`,
    headers: { 'content-type': 'application/json' }
  })
  assert.equal(infinite.status, 400)
  const { questions } = (await learner.get(`/api/quiz-attempts/${id}`)).body
  assert.ok(questions.every(({ answer }: { answer: unknown }) => answer === null))
  assert.deepEqual(
    codeOf(await learner.post(`/api/quiz-attempts/${id}/submit`, { answers: [{ ...right, answer: 1 }] })),
    [422, 'INVALID_ANSWER']
  )
})

test('texts that look like something else stay texts', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, ['text', 'essay'])
  const { id } = await start(learner, quiz.id)
  for (const answer of ['42', 'true', 'null', '[1]', '{"a":1}', '"x"', "'; drop table quizzes; --", 'é\u2028😀']) {
    const answers = answersOf(quiz, { text: answer, essay: answer })
    assert.equal((await learner.put(`/api/quiz-attempts/${id}/answers`, { answers })).status, 200)
    const { questions } = (await learner.get(`/api/quiz-attempts/${id}`)).body
    assert.deepEqual([questions[0].answer, questions[1].answer], [answer, answer])
  }
  await learner.put(`/api/quiz-attempts/${id}/answers`, { answers: answersOf(quiz, { text: null, essay: '  ' }) })
  const { status, score } = await submit(learner, id)
  assert.deepEqual([status, score.points], ['graded', 0], 'a blank essay waits for nobody')
})

test('who learns here takes a quiz, and only what is open', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const stranger = await app.signInAs({ username: 'asing' })
  const facilitator = await app.as('facilitator')
  const ids = await insertContent(app, courseId, [
    { title: 'Nanti', releaseKind: 'after_enrolment', releaseNumber: 7, lessons: [{ title: 'Terkunci' }] }
  ])
  const quiz = await addQuiz(world, ['single'])
  const locked = await addQuiz(world, ['single'], { lessonId: ids.Terkunci ?? '' })
  const url = `/api/quizzes/${quiz.id}`

  assert.deepEqual(codeOf(await app.anonymous().get(url)), [401, 'UNAUTHENTICATED'])
  assert.deepEqual(codeOf(await stranger.get(url)), [403, 'NOT_ENROLLED'])
  for (const client of [stranger, facilitator, mentor]) {
    assert.deepEqual(codeOf(await client.post(`${url}/attempts`)), [403, 'NOT_ENROLLED'])
  }
  assert.equal((await facilitator.get(url)).status, 200)
  for (const answer of [
    await learner.get(`/api/quizzes/${locked.id}`),
    await learner.post(`/api/quizzes/${locked.id}/attempts`),
    await learner.get(`/api/lessons/${ids.Terkunci}/quiz`),
    await learner.get(`/api/quizzes/${locked.id}/attempts`)
  ]) {
    assert.deepEqual(codeOf(answer), [409, 'LESSON_LOCKED'])
    assert.deepEqual(answer.body.details.reason, ['after_enrolment'])
  }
  const { id } = await start(learner, quiz.id)
  const other = await enrolNew(world, 'teman')
  for (const [client, expected] of [
    [other, 404],
    [stranger, 404],
    [facilitator, 403]
  ] as const) {
    assert.equal((await client.get(`/api/quiz-attempts/${id}`)).status, expected)
    assert.equal((await client.put(`/api/quiz-attempts/${id}/answers`, { answers: [] })).status, expected)
    assert.equal((await client.post(`/api/quiz-attempts/${id}/submit`)).status, expected)
  }
  assert.equal((await mentor.get(`/api/quiz-attempts/${id}`)).status, 200)
  assert.equal((await mentor.post(`/api/quiz-attempts/${id}/submit`)).status, 403)
  await setEnrolment(app, { courseId, userId: learner.userId, status: 'cancelled' })
  assert.deepEqual(codeOf(await learner.post(`/api/quiz-attempts/${id}/submit`)), [403, 'NOT_ENROLLED'])
  assert.deepEqual(codeOf(await learner.get(`/api/quiz-attempts/${id}`)), [403, 'NOT_ENROLLED'])
})

test('attempts are listed: one’s own, and for staff those of all', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const facilitator = await app.as('facilitator')
  const quiz = await addQuiz(world, ['single'])
  const others = [await enrolNew(world, 'budi'), await enrolNew(world, 'citra')]
  for (const client of [learner, ...others]) await attempt(client, quiz, {})
  await attempt(learner, quiz, {})
  await start(learner, quiz.id)
  const url = `/api/quizzes/${quiz.id}/attempts`
  const listed = async (client: typeof learner, query = '') => {
    const { status, body, text } = await client.get(`${url}?total=true${query}`)
    assert.equal(status, 200, text)
    return [
      body.data.map((row: { user: { username: string }; number: number }) => `${row.user.username} ${row.number}`),
      body.total
    ]
  }
  const own = ['a.learner 1', 'a.learner 2', 'a.learner 3']
  assert.deepEqual(await listed(learner), [own, 3])
  assert.deepEqual(await listed(learner, '&status=graded'), [own.slice(0, 2), 2])
  for (const staff of [mentor, facilitator]) {
    assert.deepEqual(await listed(staff), [[...own, 'budi 1', 'citra 1'], 5])
    assert.deepEqual(await listed(staff, `&user=${others[0]?.userId}`), [['budi 1'], 1])
    assert.deepEqual(await listed(staff, '&status=in_progress'), [['a.learner 3'], 1])
  }
  assert.equal((await learner.get(`${url}?user=${mentor.userId}`)).status, 403)
  const names: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await mentor.get(`${url}?limit=2${cursor}`)
    names.push(...body.data.map(({ user }: { user: { username: string } }) => user.username))
    if (!body.nextCursor) break
    cursor = `&cursor=${body.nextCursor}`
  }
  assert.deepEqual(names, ['a.learner', 'a.learner', 'a.learner', 'budi', 'citra'])
  assert.deepEqual(await toldTo(learner), [])
})
