import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, PageOf, Ref } from '../../http/schemas.js'
import type { FoundCheckpoint } from './checkpoints.repository.js'
import { CalendarDay } from './cohorts.schemas.js'
import { presentResult, ResultSchema, resultExample } from './results.schemas.js'
import { maxWeek } from './weeks.js'

const Week = Type.Integer({ minimum: 1, maximum: maxWeek, description: 'The week of the cohort, from 1 on' })
const Title = Type.String({ minLength: 1, maxLength: 200, pattern: line })
const Instructions = Type.String({ maxLength: 10_000, description: 'Markdown' })
const DueOn = Nullable(CalendarDay('The last day on which it is in time, in the time zone of the cohort'))

const bodyExample = {
  week: 2,
  title: 'Rancangan API',
  instructions: 'Tulis *endpoint* yang akan dibangun, dan siapa yang boleh memanggilnya.',
  dueOn: '2026-12-06'
}

export const CheckpointBody = Body(
  { week: Week, title: Title, instructions: Type.Optional(Instructions), dueOn: Type.Optional(DueOn) },
  { examples: [bodyExample] }
)
export const CheckpointPatchBody = Body(
  {
    week: Type.Optional(Week),
    title: Type.Optional(Title),
    instructions: Type.Optional(Instructions),
    dueOn: Type.Optional(DueOn)
  },
  { examples: [{ dueOn: '2026-12-08' }] }
)
export type CheckpointFields = Static<typeof CheckpointBody>
export type CheckpointPatch = Static<typeof CheckpointPatchBody>

export const CheckpointParams = Type.Object({ id: Id('checkpoint') })

export const CheckpointsQuery = Type.Object(listQuery)
export type CheckpointsParams = Static<typeof CheckpointsQuery>

const example = {
  id: 'chk_01jd3w8q2k0000abcdefghjkmn',
  cohortId: 'coh_01jd3w8q2k0000abcdefghjkmn',
  ...bodyExample,
  result: resultExample,
  version: 1,
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z'
}

export const CheckpointSchema = Type.Object(
  {
    id: Id('checkpoint'),
    cohortId: Id('cohort'),
    week: Type.Integer(),
    title: Type.String(),
    instructions: Type.String(),
    dueOn: Nullable(Type.String()),
    result: Type.Union([Ref(ResultSchema), Type.Null()], {
      description: 'Of the caller; null when they have not done it'
    }),
    version: Type.Integer(),
    createdBy: Nullable(Id('user')),
    createdAt: DateTime(),
    updatedAt: DateTime()
  },
  { $id: 'Checkpoint', examples: [example] }
)

export const CheckpointPageSchema = PageOf(CheckpointSchema, 'CheckpointPage')

export const checkpointSchemas = [CheckpointSchema, CheckpointPageSchema]

/** In the time zone of its cohort. */
export function presentCheckpoint(checkpoint: FoundCheckpoint, timeZone: string): Static<typeof CheckpointSchema> {
  const { id, cohortId, week, title, instructions, dueOn, result, version, createdBy } = checkpoint
  return {
    ...{ id, cohortId, week, title, instructions, dueOn, version, createdBy },
    result: result && presentResult(result, { dueOn, timeZone }),
    createdAt: checkpoint.createdAt.toISOString(),
    updatedAt: checkpoint.updatedAt.toISOString()
  }
}
