import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { numbersOf } from './percent.js'
import type { ProgressRow } from './progress.repository.js'
import type { ItemResult, OwnProgress, SavedProgress } from './progress.service.js'

/** Some 24 days. */
const maxPositionMs = 2_147_483_647
export const Milliseconds = (options: Record<string, unknown> = {}) =>
  Type.Integer({ minimum: 0, maximum: maxPositionMs, ...options })

export const enrolmentStatuses = ['pending', 'active', 'completed', 'cancelled', 'expired'] as const

const fields = {
  positionMs: Type.Optional(Milliseconds({ description: 'How far a player has come. What is kept never goes back' })),
  resumeMs: Type.Optional(
    Milliseconds({ description: 'Where to go on; `positionMs` when absent. May go back, unlike the position' })
  ),
  completed: Type.Optional(
    Type.Boolean({ description: 'True completes the lesson, once and for good; false cannot take that back' })
  )
}

export const ProgressBody = Body(fields, { examples: [{ positionMs: 754_000, completed: true }] })
export type ProgressFields = Static<typeof ProgressBody>

export const ProgressBatchBody = Body(
  {
    items: Type.Array(
      Body({
        lessonId: Id('lesson'),
        ...fields,
        at: Type.Optional(
          DateTime({ maxLength: 40, description: 'When that was, by the clock of the player; now when absent' })
        )
      }),
      { minItems: 1, maxItems: 100 }
    )
  },
  {
    examples: [
      { items: [{ lessonId: 'les_01jd3w8q2k0000abcdefghjkmn', positionMs: 754_000, at: '2026-11-20T08:00:00.000Z' }] }
    ]
  }
)
export type ProgressItem = Static<typeof ProgressBatchBody>['items'][number]

/** As part of others; the names are the same everywhere. */
export const progressNumbers = {
  completed: Type.Integer({ minimum: 0, description: 'Of the required lessons, how many' }),
  required: Type.Integer({ minimum: 0, description: 'Lessons that are required and published now' }),
  percent: Nullable(
    Type.Integer({
      minimum: 0,
      maximum: 100,
      description:
        'Of the required lessons, rounded down: 100 only when none is missing. Null where none is required. What completes the course may be more: its completion rule says'
    })
  )
}

export const CourseProgressSchema = Type.Object(progressNumbers, {
  $id: 'CourseProgress',
  description:
    'How far a learner has come with the required lessons of a course, counted anew each time. Projects, quizzes and grades are no part of it: `explainProgress` tells what of them is missing',
  examples: [{ completed: 9, required: 10, percent: 90 }]
})

const lessonProperties = {
  lessonId: Id('lesson'),
  positionMs: Type.Integer({ minimum: 0, description: 'How far a player has come, at most' }),
  resumeMs: Type.Integer({ minimum: 0, description: 'Where to go on' }),
  completedAt: Nullable(DateTime({ description: 'By the clock of the server' })),
  startedAt: DateTime(),
  updatedAt: DateTime({ description: 'Of the last activity' })
}
const lessonExample = {
  lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
  positionMs: 754_000,
  resumeMs: 754_000,
  completedAt: '2026-11-20T08:00:00.000Z',
  startedAt: '2026-11-19T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const LessonProgressSchema = Type.Object(lessonProperties, { $id: 'LessonProgress', examples: [lessonExample] })

export const SavedProgressSchema = Type.Object(
  { ...lessonProperties, courseId: Id('course'), course: Ref(CourseProgressSchema) },
  {
    $id: 'SavedProgress',
    examples: [
      {
        ...lessonExample,
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        course: { completed: 9, required: 10, percent: 90 }
      }
    ]
  }
)

export const ProgressBatchSchema = Type.Object(
  {
    data: Type.Array(
      Type.Object({
        lessonId: Id('lesson'),
        status: OneOf(['saved', 'error']),
        error: Type.Optional(
          Type.Object(
            {
              statusCode: Type.Integer({ description: 'What `PUT /lessons/{id}/progress` would have answered' }),
              code: Type.String(),
              message: Type.String(),
              details: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String())))
            },
            { description: 'Why nothing of this item was saved' }
          )
        )
      })
    )
  },
  {
    $id: 'ProgressBatch',
    description: 'What became of each item, in their order',
    examples: [{ data: [{ lessonId: lessonExample.lessonId, status: 'saved' }] }]
  }
)

export const OwnProgressSchema = Type.Object(
  {
    courseId: Id('course'),
    enrolmentStatus: OneOf(enrolmentStatuses, {
      description: 'A completed one stays so, also when lessons are added and the percentage falls'
    }),
    ...progressNumbers,
    lessons: Type.Array(Ref(LessonProgressSchema), { description: 'Those of the published lessons that were opened' })
  },
  {
    $id: 'OwnProgress',
    examples: [
      {
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        enrolmentStatus: 'active',
        completed: 9,
        required: 10,
        percent: 90,
        lessons: [lessonExample]
      }
    ]
  }
)

export const progressSchemas = [
  CourseProgressSchema,
  LessonProgressSchema,
  SavedProgressSchema,
  ProgressBatchSchema,
  OwnProgressSchema
]

/** A row is written with every step of a player: only what is needed is made of it. */
export function presentLesson(row: ProgressRow): Static<typeof LessonProgressSchema> {
  return {
    lessonId: row.lessonId,
    positionMs: row.positionMs,
    resumeMs: row.resumeMs,
    completedAt: row.completedAt?.toISOString() ?? null,
    startedAt: row.startedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString()
  }
}

export function presentSaved({ row, course }: SavedProgress): Static<typeof SavedProgressSchema> {
  return { ...presentLesson(row), courseId: row.courseId, course }
}

export function presentBatch(results: readonly ItemResult[]): Static<typeof ProgressBatchSchema> {
  return {
    data: results.map(({ lessonId, error }) => {
      if (!error) return { lessonId, status: 'saved' as const }
      const { statusCode, code, message, details } = error
      return { lessonId, status: 'error' as const, error: { statusCode, code, message, ...(details && { details }) } }
    })
  }
}

export function presentOwn({
  courseId,
  enrolmentStatus,
  course,
  lessons
}: OwnProgress): Static<typeof OwnProgressSchema> {
  return { courseId, enrolmentStatus, ...numbersOf(course), lessons: lessons.map(presentLesson) }
}
