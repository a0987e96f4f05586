import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCloneQuizzes } from '../../../src/modules/quizzes/quizzes.clone.js'
import { insertContent } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'
import { addLesson, addQuestion, addQuiz, attempt, forms, makeWorld, rightAnswers } from './quizzes.js'

test('a course that is cloned has a bank and quizzes of its own, and no attempt', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, lessonId } = world
  const quiz = await addQuiz(world, ['single', 'numeric', 'ordering'], { passMark: 60, maxAttempts: 3 })
  const archivedLesson = await addLesson(world, 'Lama')
  const archived = await addQuiz(world, ['text'], { lessonId: archivedLesson })
  await mentor.delete(`/api/quizzes/${archived.id}`)
  const unused = await addQuestion(world, forms.essay)
  const gone = await addQuestion(world, forms.multiple)
  for (const id of [gone.id, quiz.questions.numeric.id]) await mentor.delete(`/api/questions/${id}`)
  await attempt(learner, quiz, rightAnswers(quiz))

  const { id: newCourseId } = await publishCourse(mentor, { title: 'Salinan' })
  const made = await insertContent(app, newCourseId, [{ lessons: [{ title: 'Baru' }, { title: 'Lama baru' }] }])
  const newLesson = made.Baru ?? ''
  const lessonIds = new Map([
    [lessonId, newLesson],
    [archivedLesson, made['Lama baru'] ?? '']
  ])
  const cloneQuizzes = createCloneQuizzes(app)
  const clone = { lessonIds, courseId, newCourseId, actorId: mentor.userId }
  await app.database.transaction((tx) => cloneQuizzes(tx, clone))

  const { body } = await mentor.get(`/api/lessons/${newLesson}/quiz`)
  assert.notEqual(body.id, quiz.id)
  assert.deepEqual(
    [body.courseId, body.status, body.passMark, body.maxAttempts, body.questionCount, body.own.attempts, body.version],
    [newCourseId, 'published', 60, 3, 3, [], 1]
  )
  assert.equal((await mentor.get(`/api/lessons/${made['Lama baru']}/quiz`)).status, 404)
  const { data } = (await mentor.get(`/api/quizzes/${body.id}/questions`)).body
  const same = ({
    id: _id,
    courseId: _course,
    version: _v,
    createdAt: _c,
    updatedAt: _u,
    ...rest
  }: Record<string, unknown>) => rest
  const before = (await mentor.get(`/api/quizzes/${quiz.id}/questions`)).body.data
  type Place = { points: number; question: Record<string, unknown> }
  assert.deepEqual(
    data.map(({ points, question }: Place) => [points, same(question)]),
    before.map(({ points, question }: Place) => [points, same(question)])
  )
  const ids = (rows: Place[]) => rows.map(({ question }) => question.id)
  assert.ok(!ids(data).some((id) => ids(before).includes(id)))
  const bank = (await mentor.get(`/api/courses/${newCourseId}/questions`)).body.data
  const prompts = bank.map(({ prompt }: { prompt: string }) => prompt)
  assert.deepEqual(
    prompts.sort(),
    [forms.single, forms.ordering, forms.text, unused].map(({ prompt }) => prompt).sort()
  )
  await mentor.patch(`/api/questions/${ids(data)[0]}`, { prompt: 'Lain' })
  assert.equal((await mentor.get(`/api/questions/${quiz.questions.single.id}`)).body.prompt, forms.single.prompt)
})
