import Type, { type Static } from 'typebox'
import { submissionStatuses } from '../../db/schema/submissions.js'
import { DateTime, Id, Nullable, OneOf } from '../../http/schemas.js'
import { presentNeeds, ruleFields } from './completion-rule.schemas.js'
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

const ProjectPart = Type.Object({
  id: Id('project'),
  number: Type.String(),
  title: Type.String(),
  isRequired: Type.Boolean(),
  dueAt: Nullable(DateTime({ description: 'For this learner' })),
  status: Nullable(OneOf(submissionStatuses, { description: 'Of what the learner hands in; null: not begun' }))
})

const MissingPart = Type.Object({
  kind: OneOf(['lessons', 'quiz', 'project', 'pass_mark']),
  count: Type.Optional(Type.Integer({ minimum: 1, description: 'Of lessons: how many required ones' })),
  id: Type.Optional(Type.String({ description: 'Of the quiz or the project' })),
  title: Type.Optional(Type.String())
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
  ],
  projects: [
    {
      id: 'prj_01jd3w8q2k0000abcdefghjkmn',
      number: 'PRJ-202611-0001',
      title: 'Robot pengikut garis',
      isRequired: true,
      dueAt: '2026-12-14T16:59:00.000Z',
      status: 'changes_requested'
    }
  ],
  completion: {
    rule: { needsLessons: true, needsQuizzes: false, needsProjects: true, needsPassMark: false },
    missing: [
      { kind: 'lessons', count: 1 },
      { kind: 'project', id: 'prj_01jd3w8q2k0000abcdefghjkmn', title: 'Robot pengikut garis' }
    ]
  }
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
    ),
    projects: Type.Array(ProjectPart, { description: 'Those that are published; they are no part of the percentage' }),
    completion: Type.Object(
      { rule: Type.Object(ruleFields), missing: Type.Array(MissingPart) },
      {
        description:
          'What the course still needs of the learner to be completed. Nothing is missing of a completed one, whatever has come since; where the rule needs nothing that is there, nothing is missing either and nobody completes it'
      }
    )
  },
  { $id: 'ProgressExplanation', examples: [example] }
)

export const explainSchemas = [ExplanationSchema]

export function presentExplanation(found: Explanation): Static<typeof ExplanationSchema> {
  const { modules, projects, completion, ...explanation } = found
  return {
    ...explanation,
    projects: projects.map(({ id, number, title, isRequired, dueAt, status }) => {
      return { id, number, title, isRequired, dueAt: dueAt?.toISOString() ?? null, status }
    }),
    completion: { rule: presentNeeds(completion.rule), missing: completion.missing },
    modules: modules.map(({ lessons, ...module }) => ({
      ...module,
      lessons: lessons.map(({ completedAt, ...lesson }) => ({
        ...lesson,
        completedAt: completedAt?.toISOString() ?? null
      }))
    }))
  }
}
