import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../../support/client.js'
import {
  addLesson,
  addQuiz,
  answersOf,
  attempt,
  codeOf,
  completedLessons,
  enrolNew,
  makeWorld,
  picks,
  rightAnswers,
  start,
  submit
} from './quizzes.js'

const times = <T>(count: number, make: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)))
const put = (client: Client, id: string, answers: object[]) =>
  client.put(`/api/quiz-attempts/${id}/answers`, { answers })

test('of twenty starts at once there is one attempt', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const quiz = await addQuiz(world, ['single'], { maxAttempts: 2 })
  for (const number of [1, 2]) {
    const answers = await times(20, () => learner.post(`/api/quizzes/${quiz.id}/attempts`))
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [...Array(19).fill(200), 201])
    assert.deepEqual([...new Set(answers.map(({ body }) => body.number))], [number])
    await submit(learner, answers[0]?.body.id)
  }
  const late = await times(20, () => learner.post(`/api/quizzes/${quiz.id}/attempts`))
  assert.ok(late.every(({ status, body }) => status === 409 && body.code === 'NO_ATTEMPTS_LEFT'))
  assert.equal(await app.database.read.$count(app.database.tables.quizAttempts), 2)
})

test('starts and submissions at once never make more attempts than there may be', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const quiz = await addQuiz(world, ['single'], { maxAttempts: 3 })
  await times(8, async () => {
    for (let n = 0; n < 4; n++) {
      const { status, body } = await learner.post(`/api/quizzes/${quiz.id}/attempts`)
      assert.ok([200, 201, 409].includes(status))
      if (status !== 409) await learner.post(`/api/quiz-attempts/${body.id}/submit`)
    }
  })
  assert.equal(await app.database.read.$count(app.database.tables.quizAttempts), 3)
})

test('a submission and autosaves at once: what counts was saved before, and the rest is refused', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, ['single', 'text'], { reveal: 'after_submit' })
  const right = rightAnswers(quiz)
  for (let round = 0; round < 5; round++) {
    const { id } = await start(learner, quiz.id)
    await put(learner, id, answersOf(quiz, { single: right.single }))
    const [submitted, ...saved] = await Promise.all([
      learner.post(`/api/quiz-attempts/${id}/submit`),
      ...Array.from({ length: 6 }, () => put(learner, id, answersOf(quiz, { text: right.text })))
    ])
    assert.equal(submitted?.status, 200, submitted?.text)
    for (const answer of saved) {
      if (answer.status !== 200) assert.deepEqual(codeOf(answer), [409, 'ATTEMPT_CLOSED'])
    }
    const { body } = await learner.get(`/api/quiz-attempts/${id}`)
    const wasSaved = saved.some(({ status }) => status === 200)
    assert.deepEqual(
      body.questions.map(({ answer, points }: Record<string, unknown>) => [answer, points]),
      [[right.single, 10], wasSaved ? [right.text, 10] : [null, 0]]
    )
    assert.equal(body.score.points, wasSaved ? 20 : 10)
  }
})

test('to submit again, or ten times at once, answers the same', async (t) => {
  const world = await makeWorld(t)
  const { learner, lessonId } = world
  const quiz = await addQuiz(world, ['single', 'multiple'])
  const { single, multiple } = rightAnswers(quiz)
  const answers = answersOf(quiz, { single, multiple })
  const { id } = await start(learner, quiz.id)
  const submits = await times(10, () => learner.post(`/api/quiz-attempts/${id}/submit`, { answers }))
  for (const { status, body } of submits) {
    assert.deepEqual(
      [status, body.status, body.score.points, body.submittedAt],
      [200, 'graded', 20, submits[0]?.body.submittedAt]
    )
  }
  assert.equal((await submit(learner, id)).score.points, 20)
  const wrong = answersOf(quiz, { single: picks(quiz.questions.single, 'Volt')[0] })
  assert.deepEqual(codeOf(await learner.post(`/api/quiz-attempts/${id}/submit`, { answers: wrong })), [
    409,
    'ATTEMPT_CLOSED'
  ])
  assert.deepEqual(codeOf(await put(learner, id, answers)), [409, 'ATTEMPT_CLOSED'])
  assert.deepEqual(await completedLessons(world, learner.userId), [lessonId])
})

test('after its time an attempt has what was saved in time', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, lessonId } = world
  const quiz = await addQuiz(world, ['single', 'text'], { timeLimitSeconds: 60, reveal: 'after_submit', passMark: 50 })
  const { single, text } = rightAnswers(quiz)
  const { id, deadlineAt } = await start(learner, quiz.id)
  await put(learner, id, answersOf(quiz, { single }))

  app.clock.advance(63_000)
  const inGrace = await put(learner, id, answersOf(quiz, { single }))
  assert.equal(inGrace.status, 200, 'a slow network has five seconds')
  app.clock.advance(3_000)
  assert.deepEqual(codeOf(await put(learner, id, answersOf(quiz, { text }))), [409, 'ATTEMPT_CLOSED'])
  const late = await learner.post(`/api/quiz-attempts/${id}/submit`, { answers: answersOf(quiz, { text }) })
  assert.deepEqual(codeOf(late), [409, 'ATTEMPT_CLOSED'])
  const { status, submittedAt, questions, score } = await submit(learner, id)
  assert.deepEqual([status, submittedAt, score.points], ['graded', deadlineAt, 10])
  assert.deepEqual(questions[1].answer, null)
  assert.deepEqual(await completedLessons(world, learner.userId), [lessonId])
})

test('an attempt is closed by whoever looks, and by the job', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const quiz = await addQuiz(world, ['single'], { timeLimitSeconds: 60 })
  const url = `/api/quizzes/${quiz.id}`
  const looks: [name: string, look: (id: string) => Promise<unknown>][] = [
    ['the attempt', async (id) => (await learner.get(`/api/quiz-attempts/${id}`)).body.status],
    ['the quiz', async () => (await learner.get(url)).body.own.attempts[0].status],
    ['the list', async () => (await learner.get(`${url}/attempts?status=graded`)).body.data.at(-1).status],
    ['the list of the staff', async () => (await mentor.get(`${url}/attempts?status=graded`)).body.data.at(-1).status],
    ['the mentor', async (id) => (await mentor.get(`/api/quiz-attempts/${id}`)).body.status]
  ]
  for (const [i, [name, look]] of looks.entries()) {
    const { id, number } = await start(learner, quiz.id)
    assert.equal(number, i + 1)
    app.clock.advance(66_000)
    assert.equal(await look(id), 'graded', name)
  }
  const before = await start(learner, quiz.id)
  app.clock.advance(66_000)
  assert.notEqual((await start(learner, quiz.id)).id, before.id, 'the next start makes a new one')

  const others = await times(3, (n) => enrolNew(world, `siswa${n}`))
  const running = []
  for (const client of others) running.push(await start(client, quiz.id))
  const job = app.jobs.find(({ name }) => name === 'close-quiz-attempts')
  await job?.run()
  const { quizAttempts } = app.database.tables
  const open = async () =>
    (await app.database.read.select().from(quizAttempts)).filter(({ status }) => status === 'in_progress').length
  assert.equal(await open(), 4)
  app.clock.advance(66_000)
  await Promise.all([job?.run(), job?.run()])
  assert.equal(await open(), 0)
  for (const [i, { id, deadlineAt }] of running.entries()) {
    const { body } = (await others[i]?.get(`/api/quiz-attempts/${id}`)) ?? {}
    assert.deepEqual([body.status, body.submittedAt, body.score.points], ['graded', deadlineAt, 0])
  }
})

test('the deadline passes between: each save is in or refused, and the attempt is closed once', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const quiz = await addQuiz(world, ['text'], { timeLimitSeconds: 60, reveal: 'after_submit' })
  const { text } = rightAnswers(quiz)
  for (let round = 0; round < 5; round++) {
    const { id } = await start(learner, quiz.id)
    app.clock.advance(64_000)
    const saves = times(6, () => put(learner, id, answersOf(quiz, { text })))
    app.clock.advance(2_000)
    const job = app.jobs.find(({ name }) => name === 'close-quiz-attempts')
    const [saved] = await Promise.all([saves, job?.run(), learner.post(`/api/quiz-attempts/${id}/submit`)])
    const isSaved = saved.some(({ status }) => status === 200)
    for (const answer of saved) assert.ok([200, 409].includes(answer.status), answer.text)
    const { body } = await learner.get(`/api/quiz-attempts/${id}`)
    assert.deepEqual(
      [body.status, body.score.points, body.questions[0].answer],
      ['graded', isSaved ? 10 : 0, isSaved ? text : null]
    )
  }
})

test('a quiz without a limit of time stays open', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const quiz = await addQuiz(world, ['text'], { lessonId: await addLesson(world, 'Lama') })
  const { id } = await start(learner, quiz.id)
  app.clock.advance(20 * 86_400_000)
  await app.jobs.find(({ name }) => name === 'close-quiz-attempts')?.run()
  const { text } = rightAnswers(quiz)
  assert.equal((await put(learner, id, answersOf(quiz, { text }))).status, 200)
  assert.equal((await attempt(learner, quiz, {})).id, id)
})
