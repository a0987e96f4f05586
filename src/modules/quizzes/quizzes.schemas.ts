import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { AttemptSummarySchema, maxQuestions, presentSummary } from './attempts.schemas.js'
import type { Standing } from './attempts.standing.js'
import { presentQuestion, QuestionSchema, questionExample } from './questions.schemas.js'
import type { FoundQuiz, PlacedQuestion } from './quizzes.repository.js'
import { fromHundredths } from './scoring.js'

const statuses = ['draft', 'published', 'archived'] as const
/** Of the attempts that an answer names: the newest. */
const attemptsShown = 20

const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
const Instructions = Type.String({ maxLength: 10_000, description: 'Markdown' })
const MaxAttempts = Nullable(Type.Integer({ minimum: 1, maximum: 100, description: 'Null: as many as one likes' }))
const TimeLimit = Nullable(
  Type.Integer({
    minimum: 30,
    maximum: 86_400,
    description: 'Kept by the server; what arrives up to 5 seconds late is still saved. Null: none'
  })
)
const IsShuffled = Type.Boolean({
  description: 'Whether each attempt has its questions and options in another order. At first: yes'
})
const DrawCount = Nullable(
  Type.Integer({
    minimum: 1,
    maximum: maxQuestions,
    description: 'How many of its questions each attempt gets, drawn at random. Null: all'
  })
)
const PassMark = Type.Integer({ minimum: 0, maximum: 100, description: 'Per cent of the points. At first: 70' })
const Scoring = OneOf(['best', 'last', 'average'], {
  description:
    'Which of the graded attempts count. Whatever it is: who has passed once stays so, and a worse attempt after it takes nothing away. At first: `best`'
})
const Reveal = OneOf(['after_submit', 'after_pass', 'after_last_attempt', 'never'], {
  description:
    'When a learner sees the right answers, the explanations and the points of each question. `after_last_attempt` needs `maxAttempts`. At first: `after_pass`'
})

const settings = {
  instructions: Type.Optional(Instructions),
  maxAttempts: Type.Optional(MaxAttempts),
  timeLimitSeconds: Type.Optional(TimeLimit),
  isShuffled: Type.Optional(IsShuffled),
  drawCount: Type.Optional(DrawCount),
  passMark: Type.Optional(PassMark),
  scoring: Type.Optional(Scoring),
  reveal: Type.Optional(Reveal)
}

const bodyExample = {
  title: 'Kuis: hambatan listrik',
  instructions: 'Kerjakan sendiri, **tanpa** kalkulator.',
  maxAttempts: 3,
  timeLimitSeconds: 1_200,
  passMark: 70,
  reveal: 'after_pass'
}

export const QuizBody = Body({ title: Title, ...settings }, { examples: [bodyExample] })
export const QuizPatchBody = Body(
  {
    title: Type.Optional(Title),
    ...settings,
    status: Type.Optional(
      OneOf(statuses, {
        description:
          'A draft is published or archived, a published one archived, an archived one published again or made a draft'
      })
    )
  },
  { examples: [{ status: 'published' }] }
)
export type QuizFields = Static<typeof QuizBody>
export type QuizPatch = Static<typeof QuizPatchBody>

export const PlacesBody = Body(
  {
    questions: Type.Array(
      Body({
        questionId: Type.String({ minLength: 1, maxLength: 40 }),
        points: Type.Number({ minimum: 0.01, maximum: 1_000, description: 'With at most two decimals' })
      }),
      { maxItems: maxQuestions, description: 'All of them, in their order' }
    )
  },
  { examples: [{ questions: [{ questionId: 'qst_01jd3w8q2k0000abcdefghjkmn', points: 2.5 }] }] }
)
export type Places = Static<typeof PlacesBody>['questions']

export const QuizParams = Type.Object({ id: Id('quiz') })
export const LessonParams = Type.Object({ id: Id('lesson') })

const Own = Type.Object(
  {
    attempts: Type.Array(Ref(AttemptSummarySchema), { description: `The newest ${attemptsShown}` }),
    attemptsLeft: Nullable(Type.Integer({ minimum: 0, description: 'Null: as many as one likes' })),
    percent: Nullable(
      Type.Number({ description: 'The score of the quiz, of the attempts that are graded. Null without one' })
    ),
    isPassed: Type.Boolean()
  },
  { description: 'How the caller stands to it; null without a session' }
)

export const QuizSchema = Type.Object(
  {
    id: Id('quiz'),
    courseId: Id('course'),
    lessonId: Id('lesson'),
    title: Type.String(),
    instructions: Instructions,
    instructionsHtml: Type.String({ description: 'The instructions, rendered and sanitised' }),
    status: OneOf(statuses),
    maxAttempts: MaxAttempts,
    timeLimitSeconds: TimeLimit,
    isShuffled: IsShuffled,
    drawCount: DrawCount,
    passMark: PassMark,
    scoring: Scoring,
    reveal: Reveal,
    questionCount: Type.Integer({ minimum: 0, description: 'How many questions an attempt has' }),
    own: Nullable(Own),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  {
    $id: 'Quiz',
    description: 'A quiz without its questions: learners get these with an attempt',
    examples: [
      {
        id: 'quiz_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
        ...bodyExample,
        instructionsHtml: '<p>Kerjakan sendiri, <strong>tanpa</strong> kalkulator.</p>',
        status: 'published',
        isShuffled: true,
        drawCount: null,
        scoring: 'best',
        questionCount: 10,
        own: { attempts: [], attemptsLeft: 3, percent: null, isPassed: false },
        version: 2,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-20T08:00:00.000Z'
      }
    ]
  }
)

export const QuizQuestionsSchema = Type.Object(
  {
    data: Type.Array(Type.Object({ points: Type.Number(), question: Ref(QuestionSchema) }), {
      description: 'In their order'
    })
  },
  {
    $id: 'QuizQuestions',
    description: 'The questions of a quiz, with their answers: for who manages the course alone',
    examples: [{ data: [{ points: 2.5, question: questionExample }] }]
  }
)

export const quizSchemas = [QuizSchema, QuizQuestionsSchema]

/** A quiz as its viewer may see it. */
export interface QuizView {
  quiz: FoundQuiz
  instructionsHtml: string
  own: Standing | null
}

export function presentQuiz({ quiz, instructionsHtml, own }: QuizView): Static<typeof QuizSchema> {
  const { questionCount, drawCount } = quiz
  return {
    id: quiz.id,
    courseId: quiz.courseId,
    lessonId: quiz.lessonId,
    title: quiz.title,
    instructions: quiz.instructions,
    instructionsHtml,
    status: quiz.status,
    maxAttempts: quiz.maxAttempts,
    timeLimitSeconds: quiz.timeLimitSeconds,
    isShuffled: quiz.isShuffled,
    drawCount,
    passMark: quiz.passMark,
    scoring: quiz.scoring,
    reveal: quiz.reveal,
    questionCount: Math.min(drawCount ?? questionCount, questionCount),
    own: own && {
      attempts: own.attempts.slice(-attemptsShown).reverse().map(presentSummary),
      attemptsLeft: own.attemptsLeft,
      percent: own.percent,
      isPassed: own.isPassed
    },
    version: quiz.version,
    createdAt: quiz.createdAt.toISOString(),
    updatedAt: quiz.updatedAt.toISOString()
  }
}

export function presentPlaces(questions: readonly PlacedQuestion[]): Static<typeof QuizQuestionsSchema> {
  return {
    data: questions.map(({ points, ...question }) => ({
      points: fromHundredths(points),
      question: presentQuestion(question)
    }))
  }
}
