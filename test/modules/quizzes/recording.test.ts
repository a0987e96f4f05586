import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { secondMs } from '../../../src/lib/clock.js'
import { earnedPoints } from '../../../src/modules/quizzes/scoring.js'
import { holdRow } from '../../support/hold-row.js'
import { toldTo } from '../courses/courses.js'
import { setRule } from '../progress/completion.js'
import {
  addLesson,
  addQuiz,
  attempt,
  enrolNew,
  makeWorld,
  type QuizWorld,
  rightAnswers,
  start,
  submit
} from './quizzes.js'

/** `points/maxPoints`, in hundredths, as the gradebook has them of the quiz; undefined when it has nothing. */
async function recorded({ app, learner }: QuizWorld, quizId: string, userId = learner.userId) {
  const { grades } = app.database.tables
  const [row] = await app.database.read
    .select()
    .from(grades)
    .where(and(eq(grades.itemId, quizId), eq(grades.userId, userId)))
  return row && `${row.earnedPoints}/${row.maxPoints}${row.releasedAt ? '' : ' held back'}`
}

/** From what to what the learner's grade changed, why, and by whom, in the order in which it did. */
async function history({ app }: QuizWorld, quizId: string) {
  const { grades, gradeChanges } = app.database.tables
  const rows = await app.database.read
    .select({ change: gradeChanges })
    .from(gradeChanges)
    .innerJoin(grades, eq(grades.id, gradeChanges.gradeId))
    .where(eq(grades.itemId, quizId))
    .orderBy(gradeChanges.id)
  return rows.map(({ change }) => [change.beforePoints, change.afterPoints, change.reason, change.actorId])
}

async function enrolmentOf({ app, courseId, learner }: QuizWorld) {
  const { enrolments } = app.database.tables
  const rows = await app.database.read.select().from(enrolments).where(eq(enrolments.courseId, courseId))
  return rows.find(({ userId }) => userId === learner.userId)?.status
}

test('the best attempt is what the gradebook has, and the history says how it came about', async (t) => {
  const world = await makeWorld(t)
  const { learner } = world
  const quiz = await addQuiz(world, ['single', 'numeric'])
  const { single, numeric } = rightAnswers(quiz)
  const { id } = await start(learner, quiz.id)
  assert.equal(await recorded(world, quiz.id), undefined, 'an attempt that runs is none')
  await submit(learner, id)
  assert.equal(await recorded(world, quiz.id), '0/2000')
  await attempt(learner, quiz, { single, numeric })
  await attempt(learner, quiz, { single })
  assert.equal(await recorded(world, quiz.id), '2000/2000', 'a worse one after it takes nothing away')
  assert.deepEqual(await history(world, quiz.id), [
    [null, 0, 'First attempt', null],
    [0, 2_000, 'Best of 2 attempts', null]
  ])
  assert.deepEqual(
    (await toldTo(learner)).filter(({ type }) => type.startsWith('grade')),
    [],
    'who answers sees it at once'
  )
})

test('the last attempt and the average are recorded too, and again when the rule of the quiz changes', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const other = await enrolNew(world, 'joko')
  const quiz = await addQuiz(world, ['single', 'numeric', 'text'], { scoring: 'last' })
  const { single, numeric, text } = rightAnswers(quiz)
  await attempt(learner, quiz, { single, numeric, text })
  await attempt(learner, quiz, { single })
  await attempt(learner, quiz, { single })
  await attempt(other, quiz, { single })
  assert.equal(await recorded(world, quiz.id), '1000/3000')
  const change = async (fields: object) => {
    const { status, text } = await mentor.patch(`/api/quizzes/${quiz.id}`, fields)
    assert.equal(status, 200, text)
  }
  await change({ scoring: 'average' })
  assert.equal(await recorded(world, quiz.id), '1667/3000')
  await change({ scoring: 'best' })
  await change({ title: 'Kuis lain' })
  assert.equal(await recorded(world, quiz.id), '3000/3000')
  assert.equal(await recorded(world, quiz.id, other.userId), '1000/3000')
  const changes = await history(world, quiz.id)
  assert.deepEqual(changes.slice(-2), [
    [1_000, 1_667, 'Average of 3 attempts', mentor.userId],
    [1_667, 3_000, 'Best of 3 attempts', mentor.userId]
  ])
  assert.equal(changes.length, 5, 'of the other, nothing changed')
})

test('an attempt with an essay counts once it is wholly graded, and by whom', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const quiz = await addQuiz(world, ['single', 'essay'])
  const { id } = await attempt(learner, quiz, { single: rightAnswers(quiz).single, essay: 'V = I × R' })
  assert.equal(await recorded(world, quiz.id), undefined)
  const grade = async (points: number) => {
    const grades = [{ questionId: quiz.questions.essay.id, points }]
    assert.equal((await mentor.put(`/api/quiz-attempts/${id}/grades`, { grades })).status, 200)
  }
  await grade(2.5)
  assert.equal(await recorded(world, quiz.id), '1250/2000')
  await grade(10)
  await grade(10)
  assert.deepEqual(await history(world, quiz.id), [
    [null, 1_250, 'First attempt', mentor.userId],
    [1_250, 2_000, 'First attempt', mentor.userId]
  ])
})

test('two attempts that are graded at the same moment both count, by the rule of that moment', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const { courses } = app.database.tables
  const other = await app.signInAs({ username: 'pengelola', role: 'org_admin' })
  const quiz = await addQuiz(world, ['essay'], { scoring: 'last' })
  const ids: string[] = []
  for (let n = 0; n < 2; n++) ids.push((await attempt(learner, quiz, { essay: 'V = I × R' })).id)
  const grade = (grader: typeof mentor, id: string | undefined, points: number) =>
    grader.put(`/api/quiz-attempts/${id}/grades`, { grades: [{ questionId: quiz.questions.essay.id, points }] })
  // Whoever records a grade waits here: what they have read by then is old.
  const release = await holdRow(app, (tx) => tx.select().from(courses).where(eq(courses.id, courseId)))
  const patched = mentor.patch(`/api/quizzes/${quiz.id}`, { scoring: 'best' })
  await sleep(200)
  const first = grade(mentor, ids[0], 8)
  await sleep(200)
  const second = grade(other, ids[1], 3)
  await sleep(200)
  await release()
  for (const { status, text } of await Promise.all([patched, first, second])) assert.equal(status, 200, text)
  assert.equal(await recorded(world, quiz.id), '800/1000')
})

test('an attempt that the clock closes is recorded', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const quiz = await addQuiz(world, ['single'], { timeLimitSeconds: 60 })
  const { id } = await start(learner, quiz.id)
  const answers = [{ questionId: quiz.questions.single.id, answer: rightAnswers(quiz).single }]
  assert.equal((await learner.put(`/api/quiz-attempts/${id}/answers`, { answers })).status, 200)
  app.clock.advance(70 * secondMs)
  await app.jobs.find(({ name }) => name === 'close-quiz-attempts')?.run()
  assert.equal(await recorded(world, quiz.id), '1000/1000')
})

test('who has the pass mark by a quiz completes the course, also when it is graded or counts later', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner, courseId } = world
  const quiz = await addQuiz(world, ['single', 'essay'], { passMark: 0 })
  const other = await addQuiz(world, ['single'], { lessonId: await addLesson(world, 'Lain'), passMark: 0 })
  await setRule(mentor, courseId, { needsPassMark: true })
  const { id } = await attempt(learner, quiz, { single: rightAnswers(quiz).single, essay: 'V = I × R' })
  const grade = async (points: number) => {
    const grades = [{ questionId: quiz.questions.essay.id, points }]
    assert.equal((await mentor.put(`/api/quiz-attempts/${id}/grades`, { grades })).status, 200)
  }
  await grade(3)
  await grade(10)
  assert.equal(await enrolmentOf(world), 'active', '20 of 30 are not 70 %')
  assert.equal((await mentor.delete(`/api/quizzes/${other.id}`)).status, 204)
  assert.equal(await enrolmentOf(world), 'completed', 'nobody waits for a quiz that is withdrawn')
  assert.equal((await toldTo(learner)).filter(({ title }) => title === 'Course completed').length, 1)
})

test('points are those of the score, half up', () => {
  const made = (...points: [number, number][]) =>
    points.map(([points, maxPoints], i) => ({ number: i + 1, points, maxPoints }))
  const attempts = made([500, 1_000], [600, 1_500], [300, 1_200])
  assert.deepEqual(earnedPoints('best', attempts), { points: 500, maxPoints: 1_000 }, 'by their share')
  assert.deepEqual(earnedPoints('last', [...attempts].reverse()), { points: 300, maxPoints: 1_200 })
  assert.deepEqual(earnedPoints('average', attempts), { points: 460, maxPoints: 1_200 })
  assert.deepEqual(earnedPoints('average', made([1, 300], [2, 300])), { points: 2, maxPoints: 300 })
  assert.deepEqual(earnedPoints('best', made([5, 10], [10, 20])), { points: 5, maxPoints: 10 }, 'the first of equals')
  assert.equal(earnedPoints('best', []), null)
})
