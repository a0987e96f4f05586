import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, PageOf, proseOrNothing } from '../../http/schemas.js'
import type { PresentRubricVersion, PublishedRubric } from '../rubrics/index.js'
import type { AttemptHead, AttemptRow } from './attempts.repository.js'
import { contentExample, contentFields } from './handed-in.schemas.js'

export const AttemptParams = Type.Object({
  id: Id('submission'),
  n: Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'The number of the attempt' })
})

export const WithdrawBody = Nullable(
  Body(
    {
      reason: Type.Optional(Type.String({ maxLength: 1_000, pattern: proseOrNothing, description: 'For the history' }))
    },
    { examples: [{ reason: 'Salah berkas.' }] }
  )
)

const summary = {
  id: Id('attempt'),
  submissionId: Id('submission'),
  projectId: Id('project'),
  courseId: Id('course'),
  userId: Id('user'),
  number: Type.Integer({ minimum: 1, description: 'From 1, within its submission' }),
  rubricVersionId: Nullable(
    Id('rubricVersion', { description: 'By which it is judged, whatever the project says later' })
  ),
  submittedAt: DateTime(),
  dueAt: Nullable(DateTime({ description: 'When it was due for this learner' })),
  isLate: Type.Boolean(),
  daysLate: Type.Integer({ minimum: 0, description: 'Days begun since it was due' }),
  latePercent: Type.Integer({ minimum: 0, maximum: 100, description: 'Taken off its points' }),
  withdrawnAt: Nullable(DateTime()),
  minutes: Type.Integer({ minimum: 0, description: 'What it took, as it was logged' })
}

const example = {
  id: 'att_01jd3w8q2k0000abcdefghjkmn',
  submissionId: 'sub_01jd3w8q2k0000abcdefghjkmn',
  projectId: 'prj_01jd3w8q2k0000abcdefghjkmn',
  courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  number: 1,
  rubricVersionId: 'rbv_01jd3w8q2k0000abcdefghjkmn',
  submittedAt: '2026-11-20T08:00:00.000Z',
  dueAt: '2026-11-19T16:59:59.000Z',
  isLate: true,
  daysLate: 1,
  latePercent: 10,
  withdrawnAt: null,
  minutes: 240
}

export const AttemptSummarySchema = Type.Object(summary, {
  $id: 'AttemptSummary',
  description: 'An attempt without what was handed in',
  examples: [example]
})
export const AttemptPageSchema = PageOf(AttemptSummarySchema, 'AttemptPage')

export const AttemptSchema = Type.Object(
  {
    ...summary,
    rubric: Type.Union([Type.Unsafe<ReturnType<PresentRubricVersion>>({ $ref: 'RubricVersion#' }), Type.Null()], {
      description: 'By which it is judged, whatever the project says later; null: without points'
    }),
    ...contentFields
  },
  {
    $id: 'Attempt',
    description: 'What was handed in. It never changes; only that it was withdrawn is noted',
    examples: [{ ...example, rubricVersionId: null, rubric: null, ...contentExample }]
  }
)

export const attemptSchemas = [AttemptSummarySchema, AttemptPageSchema, AttemptSchema]

export function presentAttemptHead(row: AttemptHead): Static<typeof AttemptSummarySchema> {
  const { id, submissionId, projectId, courseId, userId, number, rubricVersionId } = row
  const { isLate, daysLate, latePercent, minutes } = row
  return {
    ...{ id, submissionId, projectId, courseId, userId, number, rubricVersionId },
    submittedAt: row.submittedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    ...{ isLate, daysLate, latePercent },
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    minutes
  }
}

/** `presentRubric` is handed in: the form of rubrics is theirs. */
export function presentAttempt(
  row: AttemptRow,
  { rubric, presentRubric }: { rubric: PublishedRubric | null; presentRubric: PresentRubricVersion }
): Static<typeof AttemptSchema> {
  return { ...presentAttemptHead(row), rubric: rubric && presentRubric(rubric), ...row.content }
}
