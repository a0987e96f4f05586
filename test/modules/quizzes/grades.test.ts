import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setEnrolment } from '../content/content.js'
import { toldTo } from '../courses/courses.js'
import {
  addLesson,
  addQuestion,
  addQuiz,
  attempt,
  codeOf,
  completedLessons,
  enrolNew,
  forms,
  makeWorld,
  type QuizWorld,
  rightAnswers,
  start
} from './quizzes.js'

/** Two essays and a choice. */
async function addEssays(world: QuizWorld, fields: Record<string, unknown> = {}) {
  const quiz = await addQuiz(world, ['single', 'essay'], fields)
  const second = await addQuestion(world, { ...forms.essay, prompt: 'Jelaskan hukum Kirchhoff.' })
  const names = [quiz.questions.single.id, quiz.questions.essay.id, second.id]
  const places = names.map((questionId) => ({ questionId, points: 10 }))
  assert.equal((await world.mentor.put(`/api/quizzes/${quiz.id}/questions`, { questions: places })).status, 200)
  quiz.questions.second = second
  return quiz
}

test('essays wait for a person; the learner hears once, and again only when the points change', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner, courseId, lessonId } = world
  const quiz = await addEssays(world, { passMark: 80 })
  const { single } = rightAnswers(quiz)
  const made = await attempt(learner, quiz, {
    single,
    essay: 'V = I × R',
    second: 'Arus masuk sama dengan arus keluar.'
  })
  assert.equal(made.status, 'submitted')
  assert.deepEqual(made.score, { points: 10, maxPoints: 30, percent: 33.33, isPassed: false, isProvisional: true })

  const queue = (await mentor.get(`/api/courses/${courseId}/grading-queue?total=true`)).body
  assert.deepEqual([queue.total, queue.data.length], [1, 1])
  const [{ id, ungraded, quiz: asked, user }] = queue.data
  assert.deepEqual([id, ungraded, asked.title, user.username], [made.id, 2, 'Kuis ohm', 'a.learner'])

  const url = `/api/quiz-attempts/${id}/grades`
  const grade = (name: string, points: number, feedback?: string) => ({
    questionId: quiz.questions[name].id,
    points,
    ...(feedback !== undefined && { feedback })
  })
  const first = await mentor.put(url, { grades: [grade('essay', 7.25, 'Sebut satuannya.')] })
  assert.deepEqual([first.status, first.body.status, first.body.score.points], [200, 'submitted', 17.25], first.text)
  assert.deepEqual((await learner.get(`/api/quiz-attempts/${id}`)).body.questions[1].feedback, null)
  assert.deepEqual(await toldTo(learner), [])

  const second = await mentor.put(url, { grades: [grade('second', 10)] })
  assert.deepEqual([second.body.status, second.body.score.points, second.body.score.isPassed], ['graded', 27.25, true])
  const told = {
    type: 'quiz_graded',
    title: 'Answers graded',
    message: 'Your answers in “Kuis ohm” are graded.',
    link: `/app/quiz-attempts/${id}`
  }
  const toldOfQuiz = async () => (await toldTo(learner)).filter(({ type }) => type === 'quiz_graded')
  assert.deepEqual(await toldOfQuiz(), [told])
  assert.deepEqual(await completedLessons(world, learner.userId), [lessonId])
  assert.deepEqual((await mentor.get(`/api/courses/${courseId}/grading-queue`)).body.data, [])
  const seen = (await learner.get(`/api/quiz-attempts/${id}`)).body
  assert.deepEqual(
    [seen.questions[1].feedback, seen.questions[1].points, seen.isRevealed],
    ['Sebut satuannya.', 7.25, true]
  )

  const same = await mentor.put(url, { grades: [grade('essay', 7.25, 'Bagus.')] })
  assert.deepEqual([same.status, same.body.questions[1].feedback], [200, 'Bagus.'])
  assert.equal((await toldOfQuiz()).length, 1)
  const worse = await mentor.put(url, { grades: [grade('essay', 0), grade('single', 2)] })
  assert.deepEqual([worse.body.score.points, worse.body.score.isPassed], [12, true], 'who has passed stays so')
  assert.equal((await toldOfQuiz()).length, 2)
  assert.equal((await learner.get(`/api/quizzes/${quiz.id}`)).body.own.isPassed, true)
})

test('grades are within what a question is worth, by somebody else, of an attempt that has ended', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const quiz = await addEssays(world)
  const other = await addQuiz(world, ['essay'], { lessonId: await addLesson(world, 'Lain') })
  const running = await start(learner, quiz.id)
  const points = (value: unknown, questionId = quiz.questions.essay.id) => ({ grades: [{ questionId, points: value }] })
  const url = `/api/quiz-attempts/${running.id}/grades`
  assert.deepEqual(codeOf(await mentor.put(url, points(1))), [409, 'ILLEGAL_TRANSITION'])
  const { id } = await attempt(learner, quiz, { essay: 'a' })
  assert.equal(id, running.id)

  const bad: [body: object, status: number, field: string][] = [
    [points(10.01), 422, 'grades.0.points'],
    [points(1.005), 422, 'grades.0.points'],
    [points(-1), 400, 'grades.0.points'],
    [points('5'), 400, 'grades.0.points'],
    [points(5, other.questions.essay.id), 422, 'grades.0.questionId'],
    [{ grades: [...points(1).grades, ...points(2).grades] }, 422, 'grades.1.questionId'],
    [{ grades: [] }, 400, 'grades']
  ]
  for (const [body, status, field] of bad) {
    const answer = await mentor.put(url, body)
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], answer.text)
  }
  await setEnrolment(app, { courseId, userId: mentor.userId })
  const own = await attempt(mentor, quiz, { essay: 'b' })
  assert.deepEqual(codeOf(await mentor.put(`/api/quiz-attempts/${own.id}/grades`, points(10))), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await learner.put(url, points(10))), [403, 'FORBIDDEN'])
  const friend = await enrolNew(world, 'teman')
  assert.deepEqual(codeOf(await friend.put(url, points(10))), [404, 'NOT_FOUND'])
  assert.deepEqual(codeOf(await (await app.as('facilitator')).put(url, points(10))), [403, 'FORBIDDEN'])
  assert.equal((await mentor.get(`/api/quiz-attempts/${id}`)).body.status, 'submitted')
})

test('of two graders at once the second wins, unless it says what it has seen', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const owner = await app.as('owner')
  const quiz = await addEssays(world)
  const { id } = await attempt(learner, quiz, { essay: 'a', second: 'b' })
  const url = `/api/quiz-attempts/${id}/grades`
  const grades = (points: number) => ({
    grades: ['essay', 'second'].map((name) => ({ questionId: quiz.questions[name].id, points }))
  })
  const { headers } = await mentor.get(`/api/quiz-attempts/${id}`)
  const seen = { 'if-match': String(headers.etag) }

  const answers = await Promise.all([mentor, owner].map((client, i) => client.put(url, grades(i + 1), seen)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412])
  const winner = answers.find(({ status }) => status === 200)
  assert.notEqual(winner?.headers.etag, headers.etag)
  const both = await Promise.all([mentor, owner].map((client, i) => client.put(url, grades(i + 5))))
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200]
  )
  const { questions } = (await mentor.get(`/api/quiz-attempts/${id}`)).body
  const [, first, second] = questions.map(({ points }: { points: number }) => points)
  assert.ok(first === second && (first === 5 || first === 6), 'the grades are those of one of them')
  const { quizAnswers } = app.database.tables
  assert.equal(await app.database.read.$count(quizAnswers), 3)
})

test('the queue is of one course or one quiz, the oldest first, page by page', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const quiz = await addQuiz(world, ['essay'])
  const other = await addQuiz(world, ['essay'], { lessonId: await addLesson(world, 'Lain'), title: 'Kuis dua' })
  const clients = [learner, await enrolNew(world, 'budi'), await enrolNew(world, 'citra')]
  for (const [i, client] of clients.entries()) {
    app.clock.advance(1_000)
    await attempt(client, i === 1 ? other : quiz, { essay: 'a' })
  }
  const url = `/api/courses/${courseId}/grading-queue`
  const names = async (query: string) => {
    const { status, body, text } = await mentor.get(`${url}?${query}`)
    assert.equal(status, 200, text)
    return { names: body.data.map(({ user }: { user: { username: string } }) => user.username), body }
  }
  assert.deepEqual((await names('')).names, ['a.learner', 'budi', 'citra'])
  assert.deepEqual((await names(`quiz=${quiz.id}&total=true`)).names, ['a.learner', 'citra'])
  const first = await names('limit=2')
  const next = await names(`limit=2&cursor=${first.body.nextCursor}`)
  assert.deepEqual([first.names, next.names, next.body.nextCursor], [['a.learner', 'budi'], ['citra'], null])
  for (const client of [learner, await app.as('facilitator')]) {
    assert.deepEqual(codeOf(await client.get(url)), [403, 'FORBIDDEN'])
  }
})
