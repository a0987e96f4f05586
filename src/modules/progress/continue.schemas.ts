import Type, { type Static } from 'typebox'
import { submissionStatuses } from '../../db/schema/submissions.js'
import { DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import type { ContinuedCourse } from './continue.service.js'
import { numbersOf } from './percent.js'
import { progressNumbers } from './progress.schemas.js'

const example = {
  course: {
    id: 'crs_01jd3w8q2k0000abcdefghjkmn',
    slug: 'membangun-api-dengan-fastify',
    title: 'Membangun API dengan Fastify',
    thumbnailUrl: null
  },
  enrolmentStatus: 'active',
  completed: 9,
  required: 10,
  percent: 90,
  lastActivityAt: '2026-11-20T08:00:00.000Z',
  lesson: {
    id: 'les_01jd3w8q2k0000abcdefghjkmn',
    title: 'Rute pertama',
    isRequired: true,
    minutes: 15,
    resumeMs: 754_000
  },
  nextProject: null
}

const ContinuedCourseSchema = Type.Object(
  {
    course: Type.Object({
      id: Id('course'),
      slug: Type.String(),
      title: Type.String(),
      thumbnailUrl: Nullable(Type.String())
    }),
    enrolmentStatus: OneOf(['active', 'completed']),
    ...progressNumbers,
    lastActivityAt: Nullable(DateTime()),
    lesson: Nullable(
      Type.Object(
        {
          id: Id('lesson'),
          title: Type.String(),
          isRequired: Type.Boolean(),
          minutes: Nullable(Type.Integer({ description: 'Estimated' })),
          resumeMs: Type.Integer({ minimum: 0, description: 'Where its player goes on' })
        },
        { description: 'The lesson to go on with: never one that is locked. Null when none is left that is open' }
      )
    ),
    nextProject: Nullable(
      Type.Object(
        {
          id: Id('project'),
          number: Type.String(),
          title: Type.String(),
          dueAt: Nullable(DateTime({ description: 'For this learner' })),
          status: Nullable(OneOf(submissionStatuses, { description: 'Null: not begun' }))
        },
        {
          description:
            'Once the required lessons are done: the first required project that the learner can work on, else the first that is not accepted. Null when there is none'
        }
      )
    )
  },
  {
    $id: 'ContinuedCourse',
    examples: [example]
  }
)

type ContinuedItem = Static<typeof ContinuedCourseSchema>

export const ContinuationsSchema = Type.Object(
  { data: Type.Array(Ref(ContinuedCourseSchema)) },
  { $id: 'Continuations', examples: [{ data: [example] }] }
)

export const continueSchemas = [ContinuedCourseSchema, ContinuationsSchema]

export function presentContinuations(courses: readonly ContinuedCourse[]): Static<typeof ContinuationsSchema> {
  return {
    data: courses.map(({ id, slug, title, thumbnailUrl, enrolmentStatus, course, lastActivityAt, ...next }) => ({
      course: { id, slug, title, thumbnailUrl },
      enrolmentStatus: enrolmentStatus === 'completed' ? ('completed' as const) : ('active' as const),
      ...numbersOf(course),
      lastActivityAt: lastActivityAt?.toISOString() ?? null,
      lesson: presentLesson(next.lesson),
      nextProject: presentProject(next.nextProject)
    }))
  }
}

function presentLesson(lesson: ContinuedCourse['lesson']): ContinuedItem['lesson'] {
  if (!lesson) return null
  const { id, title, isRequired, minutes, resumeMs } = lesson
  return { id, title, isRequired, minutes, resumeMs }
}

function presentProject(project: ContinuedCourse['nextProject']): ContinuedItem['nextProject'] {
  if (!project) return null
  const { id, number, title, dueAt, status } = project
  return { id, number, title, dueAt: dueAt?.toISOString() ?? null, status }
}
