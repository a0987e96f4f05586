import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import { discrimination, facility, type ItemSums, median, rounded } from '../../../src/modules/quizzes/statistics.js'
import { addQuiz, attempt, codeOf, enrolNew, makeWorld, picks, type QuizWorld, rightAnswers, start } from './quizzes.js'

const oneOverRootTwo = rounded(Math.SQRT1_2)

/** The sums that the database makes of the shares of one question and of all the rest. */
function sumsOf(item: number[], rest: number[]): ItemSums {
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
  const squares = (values: number[]) => sum(values.map((v) => v * v))
  const [count, products] = [item.length, sum(item.map((v, i) => v * (rest[i] ?? 0)))]
  const own = { item: sum(item), itemSquares: squares(item), pairItem: sum(item), pairItemSquares: squares(item) }
  return { count, pairs: rest.length, ...own, rest: sum(rest), restSquares: squares(rest), products }
}

test('facility and discrimination are what they are by hand', () => {
  const cases: [item: number[], rest: number[], facility: number | null, discrimination: number | null][] = [
    // (0.5 × 0.5 + 0.5 × 0.5) / √(1 × 0.5)
    [[1, 1, 0, 0], [1, 0.5, 0.5, 0], 0.5, oneOverRootTwo],
    [[1, 0, 1, 0], [1, 1, 0, 0], 0.5, 0],
    [[1, 1, 0, 0], [1, 1, 0, 0], 0.5, 1],
    [[0, 0, 1, 1], [1, 1, 0, 0], 0.5, -1],
    [[0.25, 0.75], [0.1, 0.2], 0.5, 1],
    // (0 − 0.25 × 0.2 − 0.5 × 0.2 + 0 − 0.5 × 0.4) / √(0.625 × 0.24)
    [[0.5, 0.25, 0, 0.75, 1], [0.4, 0.6, 0.6, 0.4, 0], 0.5, -0.9037],
    [[1, 1, 1], [0.2, 0.5, 0.9], 1, null],
    [[1, 0, 1], [0.3, 0.3, 0.3], 0.6667, null],
    [[1], [0.5], 1, null],
    [[], [], null, null]
  ]
  for (const [item, rest, easy, sharp] of cases) {
    const sums = sumsOf(item, rest)
    assert.deepEqual([facility(sums), discrimination(sums)], [easy, sharp], `${item} / ${rest}`)
  }
  assert.equal(discrimination({ ...sumsOf([1, 0], [1, 0]), pairs: 0 }), null, 'a quiz of one question has no rest')
  assert.deepEqual(
    [median([]), median([3]), median([9, 1]), median([5, 1, 3]), median([4, 1, 3, 2])],
    [null, 3, 5, 3, 2.5]
  )
})

test('the figures are of the first graded attempt of each learner', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const quiz = await addQuiz(world, ['single', 'text', 'numeric', 'multiple'])
  const url = `/api/quizzes/${quiz.id}/statistics`
  const empty = await mentor.get(url)
  assert.equal(empty.status, 200, empty.text)
  assert.deepEqual(
    [empty.body.attempts, empty.body.learners, empty.body.meanPercent, empty.body.medianPercent, empty.body.passRate],
    [0, 0, null, null, null]
  )
  assert.deepEqual([empty.body.questions[0].facility, empty.body.questions[0].options[1].picked], [null, 0])

  const { single, text, numeric } = rightAnswers(quiz)
  const [volt] = picks(quiz.questions.single, 'Volt')
  const wood = picks(quiz.questions.multiple, 'Kayu', 'Besi')
  const others = []
  for (const name of ['budi', 'citra', 'dewi']) others.push(await enrolNew(world, name))
  const [budi, citra, dewi] = others as [typeof learner, typeof learner, typeof learner]
  await attempt(learner, quiz, { single, text, numeric, multiple: wood })
  await attempt(budi, quiz, { single, text, multiple: [...wood].reverse() })
  await attempt(citra, quiz, { single: volt, numeric })
  await attempt(dewi, quiz, {})
  await attempt(learner, quiz, {})
  await start(await enrolNew(world, 'eka'), quiz.id)

  const { body } = await mentor.get(url)
  assert.deepEqual([body.attempts, body.learners], [5, 4])
  // 30, 20, 10 and 0 of 40 points.
  assert.deepEqual([body.meanPercent, body.medianPercent, body.passRate], [37.5, 37.5, 25])
  const figures = body.questions.map((row: Record<string, unknown>) => [row.answers, row.facility, row.discrimination])
  assert.deepEqual(figures, [
    [4, 0.5, oneOverRootTwo],
    [4, 0.5, oneOverRootTwo],
    [4, 0.5, 0],
    [4, 0, null]
  ])
  const picked = (i: number) =>
    body.questions[i].options.map(({ text, isCorrect, picked }: Record<string, unknown>) => [text, isCorrect, picked])
  assert.deepEqual(picked(0), [
    ['Volt', false, 1],
    ['Ohm', true, 2],
    ['Ampere', false, 0]
  ])
  assert.deepEqual(picked(3), [
    ['Besi', true, 2],
    ['Tembaga', true, 0],
    ['Kayu', false, 2],
    ['Kaca', false, 0]
  ])
  assert.deepEqual(body.questions[1].options, [])
  assert.deepEqual(codeOf(await learner.get(url)), [403, 'FORBIDDEN'])
})

test('two thousand attempts are counted while somebody waits', async (t) => {
  const world = await makeWorld(t)
  const { mentor } = world
  const quiz = await addQuiz(world, ['single', 'multiple', 'text', 'numeric', 'ordering'])
  await insertAttempts(world, quiz.id, 2_000)
  await mentor.get(`/api/quizzes/${quiz.id}/statistics`)
  const startedAt = performance.now()
  const { body } = await mentor.get(`/api/quizzes/${quiz.id}/statistics`)
  const ms = performance.now() - startedAt
  assert.deepEqual([body.attempts, body.learners, body.questions[0].answers], [2_000, 2_000, 2_000])
  assert.equal(body.questions[0].options[1].picked, 1_000)
  t.diagnostic(`${Math.round(ms)} ms`)
  assert.ok(ms < 3_000, `${ms} ms`)
})

/** Every other of whom has the first question right, and all have half of the others. */
async function insertAttempts({ app, courseId }: QuizWorld, quizId: string, count: number): Promise<void> {
  const { users, quizAttempts, quizAnswers, quizQuestions, questions } = app.database.tables
  const at = app.clock.now()
  const places = (await app.database.read.select().from(quizQuestions)).filter((row) => row.quizId === quizId)
  const bank = await app.database.read.select().from(questions)
  const optionOf = (questionId: string) => {
    const { options } = bank.find(({ id, courseId: of }) => id === questionId && of === courseId) ?? {}
    return (options as { id: string }[])[1]?.id
  }
  const rows = Array.from({ length: count }, (_, i) => {
    const userId = createId('user')
    const name = `murid${i}`
    const attemptId = createId('quizAttempt')
    const isRight = i % 2 === 0
    const answers = places.map(({ questionId, points, position }) => ({
      ...{ attemptId, questionId, savedAt: at, maxPoints: points },
      answer: { value: position === 0 && isRight ? optionOf(questionId) : null },
      points: position === 0 ? (isRight ? points : 0) : points / 2
    }))
    const points = answers.reduce((sum, answer) => sum + answer.points, 0)
    const user = { username: name, usernameKey: name, searchKey: name, status: 'active' as const, version: 1 }
    return {
      user: { id: userId, ...user, createdAt: at, updatedAt: at },
      attempt: {
        ...{ id: attemptId, quizId, userId, number: 1, status: 'graded' as const, paper: { questions: [] } },
        ...{ startedAt: at, submittedAt: at, gradedAt: at, points, maxPoints: 5_000, isPassed: false }
      },
      answers
    }
  })
  for (let from = 0; from < count; from += 500) {
    const part = rows.slice(from, from + 500)
    await app.database.transaction(async (tx) => {
      await tx.insert(users).values(part.map(({ user }) => user))
      await tx.insert(quizAttempts).values(part.map((row) => row.attempt))
      await tx.insert(quizAnswers).values(part.flatMap(({ answers }) => answers))
    })
  }
}
