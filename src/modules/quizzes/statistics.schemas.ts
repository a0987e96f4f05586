import Type, { type Static } from 'typebox'
import { Id, Nullable, OneOf } from '../../http/schemas.js'
import type { Option } from './grading.js'
import type { QuestionRow } from './questions.repository.js'
import { questionExample, questionKinds } from './questions.schemas.js'
import { toPercent } from './scoring.js'
import type { QuestionStatistics, QuizStatistics } from './statistics.service.js'

const Percent = Nullable(Type.Number({ minimum: 0, maximum: 100 }))
const Count = Type.Integer({ minimum: 0 })

const Question = Type.Object({
  questionId: Id('question'),
  kind: OneOf(questionKinds),
  promptHtml: Type.String(),
  answers: Type.Integer({ minimum: 0, description: 'How many of the attempts had it, blank answers too' }),
  facility: Nullable(
    Type.Number({ minimum: 0, maximum: 1, description: 'The mean share of its points: 1 is easy, 0 is hard' })
  ),
  discrimination: Nullable(
    Type.Number({
      minimum: -1,
      maximum: 1,
      description:
        'How its points go along with those of all other questions (item-rest correlation). Null where it is undefined: with fewer than two attempts, or when all got the same'
    })
  ),
  options: Type.Array(
    Type.Object({
      id: Type.String(),
      text: Type.String(),
      isCorrect: Type.Boolean(),
      picked: Type.Integer({ minimum: 0, description: 'How often' })
    }),
    { description: 'Of a choice, as it has them now' }
  )
})

const [first, second] = questionExample.options

export const QuizStatisticsSchema = Type.Object(
  {
    attempts: Type.Integer({ minimum: 0, description: 'All that are graded' }),
    learners: Count,
    meanPercent: Percent,
    medianPercent: Percent,
    passRate: Nullable(
      Type.Number({ minimum: 0, maximum: 100, description: 'Per cent of the learners who reach the pass mark' })
    ),
    questions: Type.Array(Question)
  },
  {
    $id: 'QuizStatistics',
    description:
      'All figures but `attempts` are of the first graded attempt of each learner: later ones are made by who has seen the questions',
    examples: [
      {
        attempts: 41,
        learners: 30,
        meanPercent: 71.2,
        medianPercent: 75,
        passRate: 63.33,
        questions: [
          {
            questionId: questionExample.id,
            kind: questionExample.kind,
            promptHtml: questionExample.promptHtml,
            answers: 30,
            facility: 0.8,
            discrimination: 0.42,
            options: [
              { ...first, picked: 6 },
              { ...second, picked: 24 }
            ]
          }
        ]
      }
    ]
  }
)
export const statisticsSchemas = [QuizStatisticsSchema]

export function presentStatistics(statistics: QuizStatistics): Static<typeof QuizStatisticsSchema> {
  const { attempts, learners, mean, median, passRate, questions } = statistics
  const percent = (share: number | null) => (share === null ? null : toPercent(share))
  return {
    attempts,
    learners,
    meanPercent: percent(mean),
    medianPercent: percent(median),
    passRate: percent(passRate),
    questions: questions.map(presentQuestionStatistics)
  }
}

function presentQuestionStatistics({ question, picked, ...figures }: QuestionStatistics): Static<typeof Question> {
  const { id, kind, promptHtml, options } = question
  const right = rightOptions(question)
  const presentOption = (option: Option) => ({
    ...option,
    isCorrect: right.includes(option.id),
    picked: picked.get(option.id) ?? 0
  })
  return { questionId: id, kind, promptHtml, ...figures, options: right.length > 0 ? options.map(presentOption) : [] }
}

/** Of a choice. */
function rightOptions({ key: { answer } }: QuestionRow): readonly string[] {
  return answer.kind === 'single_choice' || answer.kind === 'multiple_choice' ? answer.optionIds : []
}
