import Type, { type Static } from 'typebox'
import { DateTime, Id, Nullable, OneOf } from '../../http/schemas.js'
import type { Explanation } from './explain.service.js'
import { enrolmentStatuses, progressNumbers } from './progress.schemas.js'

export const ExplainQuery = Type.Object({
  userId: Type.Optional(Id('user', { description: 'Of which learner; oneself when absent' }))
})

const LessonPart = Type.Object({
  id: Id('lesson'),
  title: Type.String(),
  isRequired: Type.Boolean(),
  notCounted: Nullable(
    OneOf(['optional', 'draft', 'archived'], { description: 'Why it is no part of the sum; null when it is' })
  ),
  completedAt: Nullable(DateTime()),
  completedBy: Nullable(OneOf(['word', 'quiz'], { description: 'The word of the learner, or the quiz they passed' })),
  missing: Nullable(
    OneOf(['not_started', 'in_progress', 'quiz_not_passed', 'locked', 'no_access'], {
      description: 'What is missing to complete it'
    })
  ),
  lock: Nullable(
    Type.Record(Type.String(), Type.Array(Type.String()), {
      description: 'Of a locked one: `reason`, `opensAt` when that is known, `lessonId` of the lesson that comes first'
    })
  )
})

const example = {
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  enrolmentStatus: 'active',
  completed: 1,
  required: 2,
  percent: 50,
  missing: 1,
  withdrawn: 0,
  modules: [
    {
      id: 'mod_01jd3w8q2k0000abcdefghjkmn',
      title: 'Minggu 1',
      completed: 1,
      required: 2,
      lessons: [
        {
          id: 'les_01jd3w8q2k0000abcdefghjkmn',
          title: 'Rute pertama',
          isRequired: true,
          notCounted: null,
          completedAt: '2026-11-20T08:00:00.000Z',
          completedBy: 'word',
          missing: null,
          lock: null
        },
        {
          id: 'les_01jd3w8q2k0001abcdefghjkmn',
          title: 'Basis data',
          isRequired: true,
          notCounted: null,
          completedAt: null,
          completedBy: null,
          missing: 'locked',
          lock: { reason: ['date'], opensAt: ['2026-11-30T17:00:00.000Z'] }
        }
      ]
    }
  ]
}

export const ExplanationSchema = Type.Object(
  {
    courseId: Id('course'),
    userId: Id('user'),
    enrolmentStatus: OneOf(enrolmentStatuses),
    ...progressNumbers,
    missing: Type.Integer({ minimum: 0, description: '`required` less `completed`' }),
    withdrawn: Type.Integer({
      minimum: 0,
      description: 'Lessons that the learner has completed and that are not published any more: on neither side'
    }),
    modules: Type.Array(
      Type.Object({
        id: Id('module'),
        title: Type.String(),
        completed: Type.Integer({ minimum: 0, description: 'Those of all modules add up to that of the course' }),
        required: Type.Integer({ minimum: 0 }),
        lessons: Type.Array(LessonPart)
      })
    )
  },
  { $id: 'ProgressExplanation', examples: [example] }
)

export const explainSchemas = [ExplanationSchema]

export function presentExplanation({ modules, ...explanation }: Explanation): Static<typeof ExplanationSchema> {
  return {
    ...explanation,
    modules: modules.map(({ lessons, ...module }) => ({
      ...module,
      lessons: lessons.map(({ completedAt, ...lesson }) => ({
        ...lesson,
        completedAt: completedAt?.toISOString() ?? null
      }))
    }))
  }
}
