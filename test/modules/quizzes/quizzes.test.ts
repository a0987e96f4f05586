import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertContent } from '../content/content.js'
import { addLesson, addQuestion, addQuiz, codeOf, forms, makeWorld, start } from './quizzes.js'

test('a lesson has one quiz, made as a draft that learners do not see', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, lessonId } = world
  const url = `/api/lessons/${lessonId}/quiz`
  assert.deepEqual(codeOf(await mentor.get(url)), [404, 'NOT_FOUND'])
  assert.deepEqual(codeOf(await learner.post(url, { title: 'x' })), [403, 'FORBIDDEN'])
  const made = await Promise.all(
    Array.from({ length: 5 }, () => mentor.post(url, { title: ' Kuis ', instructions: '**Ayo**' }))
  )
  assert.deepEqual(made.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
  assert.equal(made.find(({ status }) => status === 409)?.body.code, 'QUIZ_EXISTS')
  const [quiz] = made.filter(({ status }) => status === 201)
  const { id, title, status, passMark, scoring, reveal, isShuffled, questionCount, version } = quiz?.body ?? {}
  assert.deepEqual(
    [title, status, passMark, scoring, reveal, isShuffled, questionCount, version],
    ['Kuis', 'draft', 70, 'best', 'after_pass', true, 0, 1]
  )
  assert.equal(quiz?.headers.location, `/api/quizzes/${id}`)
  for (const client of [learner, await app.as('facilitator'), app.anonymous()]) {
    assert.deepEqual(codeOf(await client.get(`/api/quizzes/${id}`)), [404, 'NOT_FOUND'])
    assert.deepEqual(codeOf(await client.get(url)), [404, 'NOT_FOUND'])
  }
  assert.deepEqual(codeOf(await learner.post(`/api/quizzes/${id}/attempts`)), [404, 'NOT_FOUND'])
  assert.deepEqual(codeOf(await mentor.post(`/api/quizzes/${id}/attempts`)), [409, 'QUIZ_NOT_OPEN'])
  assert.equal((await mentor.get(url)).body.id, id)
})

test('a quiz goes from draft to published to archived and back, one way at a time', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner, lessonId } = world
  const { id } = (await mentor.post(`/api/lessons/${lessonId}/quiz`, { title: 'Kuis', drawCount: 2 })).body
  const url = `/api/quizzes/${id}`
  const to = (status: string, headers = {}) => mentor.patch(url, { status }, headers)
  const refused = async (field: string) => {
    const { status, body } = await to('published')
    assert.deepEqual([status, body.code, Object.keys(body.details)], [422, 'NOT_PUBLISHABLE', [field]])
  }
  await refused('questions')
  const [first, second] = [await addQuestion(world, forms.single), await addQuestion(world, forms.essay)]
  const put = (...ids: string[]) =>
    mentor.put(`${url}/questions`, { questions: ids.map((questionId) => ({ questionId, points: 1.5 })) })
  assert.equal((await put(first.id)).status, 200)
  await refused('drawCount')
  const both = await put(second.id, first.id)
  assert.deepEqual(
    both.body.data.map(({ points, question }: { points: number; question: { id: string } }) => [points, question.id]),
    [
      [1.5, second.id],
      [1.5, first.id]
    ]
  )
  const opened = await to('published', { 'if-match': String(both.headers.etag) })
  assert.deepEqual([opened.status, opened.body.status, opened.body.questionCount], [200, 'published', 2])
  assert.equal((await to('archived', { 'if-match': String(both.headers.etag) })).status, 412)
  assert.deepEqual(codeOf(await put()), [422, 'NOT_PUBLISHABLE'], 'an open quiz keeps something to ask')
  assert.deepEqual(codeOf(await mentor.patch(url, { drawCount: 3 })), [422, 'NOT_PUBLISHABLE'])
  assert.deepEqual(codeOf(await to('draft')), [409, 'ILLEGAL_TRANSITION'])
  assert.equal((await to('published')).body.version, opened.body.version, 'the same changes nothing')

  const running = await start(learner, id)
  for (let n = 0; n < 2; n++) assert.equal((await mentor.delete(url)).status, 204)
  assert.deepEqual(codeOf(await learner.get(url)), [404, 'NOT_FOUND'])
  assert.equal((await learner.post(`/api/quiz-attempts/${running.id}/submit`)).status, 200, 'what runs may be finished')
  assert.deepEqual(codeOf(await mentor.post(`/api/lessons/${lessonId}/quiz`, { title: 'x' })), [409, 'QUIZ_EXISTS'])
  assert.equal((await to('draft')).body.status, 'draft')
  assert.equal((await to('published')).body.status, 'published')
})

test('what a quiz cannot be is refused, and the answer names the field', async (t) => {
  const world = await makeWorld(t)
  const { mentor } = world
  const quiz = await addQuiz(world, ['single'])
  const url = `/api/quizzes/${quiz.id}`
  const bad: [body: object, status: number, field: string][] = [
    [{ title: ' ' }, 400, 'title'],
    [{ timeLimitSeconds: 29 }, 400, 'timeLimitSeconds'],
    [{ timeLimitSeconds: 86_401 }, 400, 'timeLimitSeconds'],
    [{ maxAttempts: 0 }, 400, 'maxAttempts'],
    [{ passMark: 101 }, 400, 'passMark'],
    [{ scoring: 'worst' }, 400, 'scoring'],
    [{ reveal: 'after_last_attempt' }, 422, 'reveal'],
    [{ lessonId: 'x' }, 400, 'lessonId']
  ]
  for (const [body, status, field] of bad) {
    const answer = await mentor.patch(url, body)
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], answer.text)
  }
  const { id: otherCourse } = (await mentor.post('/api/courses', { title: 'Lain' })).body
  const foreign = (await mentor.post(`/api/courses/${otherCourse}/questions`, forms.single)).body
  const own = quiz.questions.single.id
  const places: [questions: object[], status: number, field: string][] = [
    [[{ questionId: foreign.id, points: 1 }], 422, 'questions.0.questionId'],
    [[{ questionId: 'qst_0', points: 1 }], 422, 'questions.0.questionId'],
    [
      [
        { questionId: own, points: 1 },
        { questionId: own, points: 1 }
      ],
      422,
      'questions.1.questionId'
    ],
    [[{ questionId: own, points: 0.005 }], 400, 'questions.0.points'],
    [[{ questionId: own, points: 1.005 }], 422, 'questions.0.points'],
    [[{ questionId: own, points: 0 }], 400, 'questions.0.points']
  ]
  for (const [questions, status, field] of places) {
    const answer = await mentor.put(`${url}/questions`, { questions })
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], answer.text)
  }
  const { data } = (await mentor.get(`${url}/questions`)).body
  assert.deepEqual(data, [{ points: 10, question: quiz.questions.single }])
})

test('an attempt gets as many questions as are drawn, and keeps them', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const quiz = await addQuiz(world, ['single', 'multiple', 'numeric', 'text'], { drawCount: 2, isShuffled: true })
  const { id, questions, maxPoints } = await start(learner, quiz.id)
  assert.deepEqual([questions.length, maxPoints], [2, 20])
  assert.equal((await learner.get(`/api/quizzes/${quiz.id}`)).body.questionCount, 2)
  await mentor.put(`/api/quizzes/${quiz.id}/questions`, {
    questions: Object.values(quiz.questions).map((question) => ({ questionId: question.id, points: 1 }))
  })
  const { body } = await learner.get(`/api/quiz-attempts/${id}`)
  assert.deepEqual([body.questions, body.maxPoints], [questions, 20])
})

test('the quiz of a free lesson is seen by everybody, and taken by learners', async (t) => {
  const world = await makeWorld(t)
  const { app, courseId } = world
  const ids = await insertContent(app, courseId, [{ title: 'Gratis', isFree: true, lessons: [{ title: 'Bebas' }] }])
  const quiz = await addQuiz(world, ['single'], { lessonId: ids.Bebas ?? '' })
  const closed = await addQuiz(world, ['single'], { lessonId: await addLesson(world, 'Tertutup') })
  const nobody = app.anonymous()
  const { status, body } = await nobody.get(`/api/quizzes/${quiz.id}`)
  assert.deepEqual([status, body.title, body.own], [200, 'Kuis ohm', null])
  assert.equal((await nobody.get(`/api/quizzes/${closed.id}`)).status, 401)
  assert.equal((await nobody.post(`/api/quizzes/${quiz.id}/attempts`)).status, 401)
  const stranger = await app.signInAs({ username: 'asing' })
  assert.equal((await stranger.get(`/api/quizzes/${quiz.id}`)).status, 200)
  assert.deepEqual(codeOf(await stranger.post(`/api/quizzes/${quiz.id}/attempts`)), [403, 'NOT_ENROLLED'])
})

test('what a stranger writes is not looked at', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, lessonId } = world
  const { id } = (await mentor.post(`/api/lessons/${lessonId}/quiz`, { title: 'Kuis' })).body
  const unsafe = { instructions: '[x](javascript:alert)' }
  assert.deepEqual(codeOf(await mentor.patch(`/api/quizzes/${id}`, unsafe)), [422, 'UNSAFE_LINK'])
  const upload = { instructions: '![Skema](/api/files/file_01jd3w8q2k0000abcdefghjkmn)' }
  assert.deepEqual(codeOf(await mentor.patch(`/api/quizzes/${id}`, upload)), [422, 'FILE_NOT_SHOWN'])
  const stranger = await app.signInAs({ username: 'joko' })
  assert.deepEqual(codeOf(await stranger.patch(`/api/quizzes/${id}`, unsafe)), [404, 'NOT_FOUND'])
})
