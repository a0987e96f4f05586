import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, PageOf } from '../../http/schemas.js'
import { maxQuestions } from './attempts.schemas.js'
import type { WaitingAttempt } from './grades.repository.js'

export const GradesBody = Body(
  {
    grades: Type.Array(
      Body({
        questionId: Id('question'),
        points: Type.Number({
          minimum: 0,
          maximum: 1_000,
          description: 'At most those of the question; with at most two decimals'
        }),
        feedback: Type.Optional(
          Nullable(
            Type.String({ maxLength: 5_000, description: 'Plain text, for the learner. Absent: what is there stays' })
          )
        )
      }),
      { minItems: 1, maxItems: maxQuestions, description: 'Of any questions of the attempt; each once' }
    )
  },
  {
    examples: [
      { grades: [{ questionId: 'qst_01jd3w8q2k0000abcdefghjkmn', points: 7.5, feedback: 'Jelas. Sebut satuannya.' }] }
    ]
  }
)
export type GivenGrades = Static<typeof GradesBody>['grades']

export const QueueQuery = Type.Object({
  ...listQuery,
  quiz: Type.Optional(Id('quiz', { description: 'Of this quiz alone' }))
})
export type QueueParams = Static<typeof QueueQuery>

export const WaitingAttemptSchema = Type.Object(
  {
    id: Id('quizAttempt'),
    number: Type.Integer({ minimum: 1 }),
    submittedAt: DateTime(),
    ungraded: Type.Integer({ minimum: 1, description: 'How many of its answers have no grade' }),
    quiz: Type.Object({ id: Id('quiz'), title: Type.String(), lessonId: Id('lesson') }),
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })
  },
  {
    $id: 'WaitingQuizAttempt',
    description: 'An attempt that waits to be graded',
    examples: [
      {
        id: 'qat_01jd3w8q2k0000abcdefghjkmn',
        number: 1,
        submittedAt: '2026-11-20T08:12:00.000Z',
        ungraded: 2,
        quiz: {
          id: 'quiz_01jd3w8q2k0000abcdefghjkmn',
          title: 'Kuis: hambatan listrik',
          lessonId: 'les_01jd3w8q2k0000abcdefghjkmn'
        },
        user: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' }
      }
    ]
  }
)
export const GradingQueueSchema = PageOf(WaitingAttemptSchema, 'GradingQueue')
export const gradeSchemas = [WaitingAttemptSchema, GradingQueueSchema]

export function presentWaiting(row: WaitingAttempt): Static<typeof WaitingAttemptSchema> {
  const { id, number, submittedAt, ungraded, quizId, quizTitle, lessonId, userId, username, fullName } = row
  return {
    id,
    number,
    submittedAt: submittedAt.toISOString(),
    ungraded,
    quiz: { id: quizId, title: quizTitle, lessonId },
    user: { id: userId, username, fullName }
  }
}
