import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import type { AnswerRow, AttemptHead, AttemptListRow, AttemptRow } from './attempts.repository.js'
import type { Key } from './grading.js'
import type { PaperQuestion } from './papers.js'
import { optionIdPattern, questionKinds } from './questions.schemas.js'
import { fromHundredths, shareOf, toPercent } from './scoring.js'

const statuses = ['in_progress', 'submitted', 'graded'] as const
export const maxQuestions = 100

/** What each kind takes is said in `description`; that it fits its question, the service holds it to. */
const Answer = Type.Unsafe<string | number | string[] | null>({
  // Lists first: the serialiser takes the first that fits, and to it a list can be a text.
  type: ['array', 'string', 'number', 'null'],
  maxLength: 20_000,
  items: { type: 'string', maxLength: 40 },
  maxItems: 20,
  description:
    '`single_choice`: the id of an option; `multiple_choice`: a list of them; `ordering`: all of them in order; `numeric`: a number, or a text such as `3,5`; `short_text`: a text of up to 1,000 characters, `essay`: of up to 20,000. Null: no answer'
})

const Answers = Type.Array(Body({ questionId: Id('question'), answer: Answer }), {
  maxItems: maxQuestions,
  description: 'Those that have changed are enough; each question once'
})

const exampleQuestion = 'qst_01jd3w8q2k0000abcdefghjkmn'
const answersExample = { answers: [{ questionId: exampleQuestion, answer: 'opt_000000000001' }] }
export const AnswersBody = Body({ answers: Answers }, { examples: [answersExample] })
export const SubmitBody = Nullable(
  Body(
    { answers: Type.Optional(Answers) },
    { description: 'What was not saved yet, if anything', examples: [answersExample] }
  )
)
export type GivenAnswers = Static<typeof Answers>

export const AttemptParams = Type.Object({ id: Id('quizAttempt') })
export const AttemptsQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(OneOf(statuses)),
  user: Type.Optional(Id('user', { description: 'Of this learner alone' }))
})
export type AttemptsParams = Static<typeof AttemptsQuery>

const Points = Type.Number({ minimum: 0, description: 'With at most two decimals' })

const Score = Type.Object(
  {
    points: Points,
    maxPoints: Points,
    percent: Type.Number({ minimum: 0, maximum: 100, description: 'Rounded down to two decimals' }),
    isPassed: Type.Boolean({
      description:
        'Whether the quiz was passed by this attempt: it reached the pass mark or, where the average counts, brought the average to it. Stays'
    }),
    isProvisional: Type.Boolean({ description: 'An essay is not graded yet: the points are those so far' })
  },
  { description: 'Null while it is in progress' }
)

const summary = {
  id: Id('quizAttempt'),
  quizId: Id('quiz'),
  userId: Id('user'),
  number: Type.Integer({ minimum: 1, description: 'From 1, per learner and quiz' }),
  status: OneOf(statuses, { description: '`submitted`: an essay of it is not graded yet' }),
  startedAt: DateTime(),
  deadlineAt: Nullable(DateTime({ description: 'When the server closes it' })),
  submittedAt: Nullable(DateTime({ description: 'The deadline, when its learner did not submit it before' })),
  gradedAt: Nullable(DateTime()),
  maxPoints: Points,
  score: Nullable(Score)
}

const summaryExample = {
  id: 'qat_01jd3w8q2k0000abcdefghjkmn',
  quizId: 'quiz_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  number: 1,
  status: 'graded',
  startedAt: '2026-11-20T08:00:00.000Z',
  deadlineAt: '2026-11-20T08:20:00.000Z',
  submittedAt: '2026-11-20T08:12:00.000Z',
  gradedAt: '2026-11-20T08:12:00.000Z',
  maxPoints: 3,
  score: { points: 2, maxPoints: 3, percent: 66.66, isPassed: false, isProvisional: false }
}

export const AttemptSummarySchema = Type.Object(summary, {
  $id: 'QuizAttemptSummary',
  description: 'An attempt without its questions',
  examples: [summaryExample]
})

export const AttemptListItemSchema = Type.Object(
  { ...summary, user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }) },
  {
    $id: 'QuizAttemptListItem',
    examples: [{ ...summaryExample, user: { id: summaryExample.userId, username: 'sari', fullName: 'Sari Dewi' } }]
  }
)
export const AttemptPageSchema = PageOf(AttemptListItemSchema, 'QuizAttemptPage')

const OptionId = Type.String({ pattern: optionIdPattern })
const Correct = Type.Object(
  {
    optionIds: Type.Optional(
      Type.Array(OptionId, { description: 'Of a choice those to pick, of an ordering all in order' })
    ),
    acceptedAnswers: Type.Optional(Type.Array(Type.String())),
    value: Type.Optional(Type.Number()),
    tolerance: Type.Optional(Type.Number())
  },
  { description: 'What is right. Only there when it may be seen; of an essay never' }
)

const Question = Type.Object({
  questionId: Id('question'),
  kind: OneOf(questionKinds),
  promptHtml: Type.String(),
  options: Type.Array(Type.Object({ id: OptionId, text: Type.String() }), { description: 'In the order to show' }),
  maxPoints: Points,
  answer: Answer,
  savedAt: Nullable(DateTime()),
  feedback: Nullable(Type.String({ description: 'Of who graded it; there once the attempt is graded' })),
  points: Type.Optional(Nullable(Points)),
  correct: Type.Optional(Correct),
  explanationHtml: Type.Optional(Type.String())
})

export const AttemptSchema = Type.Object(
  {
    ...summary,
    serverTime: DateTime({ description: 'The clock that the deadline is measured by' }),
    isRevealed: Type.Boolean({
      description:
        'Whether each question has its `points`, `correct` and `explanationHtml`: as `reveal` of the quiz allows'
    }),
    questions: Type.Array(Question)
  },
  {
    $id: 'QuizAttempt',
    description: 'An attempt with its questions, as they were when it began',
    examples: [
      {
        ...summaryExample,
        serverTime: '2026-11-20T08:30:00.000Z',
        isRevealed: true,
        questions: [
          {
            questionId: exampleQuestion,
            kind: 'numeric',
            promptHtml: '<p>Berapa ohm?</p>',
            options: [],
            maxPoints: 3,
            answer: 4.7,
            savedAt: '2026-11-20T08:05:00.000Z',
            feedback: null,
            points: 2,
            correct: { value: 4.7, tolerance: 0.1 },
            explanationHtml: '<p>Kuning, ungu, emas.</p>'
          }
        ]
      }
    ]
  }
)

export const AnswersSavedSchema = Type.Object(
  { savedAt: DateTime(), deadlineAt: Nullable(DateTime()), serverTime: DateTime() },
  {
    $id: 'QuizAnswersSaved',
    examples: [
      {
        savedAt: '2026-11-20T08:05:00.000Z',
        deadlineAt: '2026-11-20T08:20:00.000Z',
        serverTime: '2026-11-20T08:05:00.000Z'
      }
    ]
  }
)

export const attemptSchemas = [
  AttemptSummarySchema,
  AttemptListItemSchema,
  AttemptPageSchema,
  AttemptSchema,
  AnswersSavedSchema
]

/** What is seen of an attempt, and by whom. */
export interface AttemptView {
  attempt: AttemptRow
  answers: ReadonlyMap<string, AnswerRow>
  isRevealed: boolean
  now: Date
}

export function presentSummary(row: AttemptHead): Static<typeof AttemptSummarySchema> {
  const { id, quizId, userId, number, status, startedAt, deadlineAt, submittedAt, gradedAt, maxPoints } = row
  return {
    id,
    quizId,
    userId,
    number,
    status,
    startedAt: startedAt.toISOString(),
    deadlineAt: deadlineAt?.toISOString() ?? null,
    submittedAt: submittedAt?.toISOString() ?? null,
    gradedAt: gradedAt?.toISOString() ?? null,
    maxPoints: fromHundredths(maxPoints),
    score: presentScore(row)
  }
}

export function presentListItem(row: AttemptListRow): Static<typeof AttemptListItemSchema> {
  const { userId, username, fullName } = row
  return { ...presentSummary(row), user: { id: userId, username, fullName } }
}

export function presentAttempt({ attempt, answers, isRevealed, now }: AttemptView): Static<typeof AttemptSchema> {
  const isGraded = attempt.status === 'graded'
  return {
    ...presentSummary(attempt),
    serverTime: now.toISOString(),
    isRevealed,
    questions: attempt.paper.questions.map((question) =>
      presentPaperQuestion(question, { row: answers.get(question.questionId), isGraded, isRevealed })
    )
  }
}

/** The one place where a key leaves the server. */
function presentPaperQuestion(
  question: PaperQuestion,
  { row, isGraded, isRevealed }: { row: AnswerRow | undefined; isGraded: boolean; isRevealed: boolean }
): Static<typeof Question> {
  const { questionId, kind, promptHtml, options, points: maxPoints, key, explanationHtml } = question
  const points = row?.points ?? null
  return {
    questionId,
    kind,
    promptHtml,
    options,
    maxPoints: fromHundredths(maxPoints),
    answer: row?.answer ?? null,
    savedAt: row?.savedAt.toISOString() ?? null,
    feedback: (isGraded || isRevealed ? row?.feedback : undefined) ?? null,
    ...(isRevealed && {
      points: points === null ? null : fromHundredths(points),
      explanationHtml,
      ...presentKey(key)
    })
  }
}

function presentKey(key: Key): Pick<Static<typeof Question>, 'correct'> {
  switch (key.kind) {
    case 'single_choice':
    case 'multiple_choice':
    case 'ordering':
      return { correct: { optionIds: key.optionIds } }
    case 'short_text':
      return { correct: { acceptedAnswers: key.acceptedAnswers } }
    case 'numeric':
      return { correct: { value: key.value, tolerance: key.tolerance } }
    case 'essay':
      return {}
  }
}

function presentScore({ status, points, maxPoints, isPassed }: AttemptHead): Static<typeof Score> | null {
  if (points === null) return null
  return {
    points: fromHundredths(points),
    maxPoints: fromHundredths(maxPoints),
    percent: toPercent(shareOf({ points, maxPoints })),
    isPassed,
    isProvisional: status === 'submitted'
  }
}
