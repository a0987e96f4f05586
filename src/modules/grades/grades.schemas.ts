import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, OneOf, prose } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import { AppealSchema, presentAppeal } from './appeals.schemas.js'
import { countingPoints } from './gradebook.js'
import { MaxPoints, Points } from './gradebook.schemas.js'
import type { SeenChange } from './grades.repository.js'
import type { GradeView } from './grades.service.js'
import { ItemId, Kind } from './settings.schemas.js'

/** Far above what anything is worth: the rest is checked by the grade. */
const maxPoints = 1_000_000
const maxLearners = 500

export const GradeBody = Body(
  {
    userId: Id('user'),
    kind: Kind,
    itemId: ItemId,
    points: Nullable(
      Type.Number({
        minimum: 0,
        maximum: maxPoints,
        description: 'What counts instead of what the work earned, with at most two decimals. Null: that counts again'
      })
    ),
    reason: Type.String({ minLength: 1, maxLength: 1_000, pattern: prose, description: 'The learner reads it' })
  },
  {
    examples: [
      {
        userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
        kind: 'project',
        itemId: 'prj_01jd3w8q2k0000abcdefghjkmn',
        points: 17.5,
        reason: 'Laporan susulan sudah dinilai.'
      }
    ]
  }
)
export type GivenGrade = Static<typeof GradeBody>

export const ReleaseBody = Body(
  {
    kind: Kind,
    itemId: ItemId,
    userIds: Type.Optional(
      Type.Array(Id('user'), { minItems: 1, maxItems: maxLearners, description: 'Theirs alone; all when absent' })
    )
  },
  { examples: [{ kind: 'project', itemId: 'prj_01jd3w8q2k0000abcdefghjkmn' }] }
)
export type ReleaseFields = Static<typeof ReleaseBody>

export const ReleasedSchema = Type.Object(
  { released: Type.Integer({ minimum: 0, description: 'Grades that were held back until now' }) },
  { $id: 'ReleasedGrades', examples: [{ released: 28 }] }
)

export const GradeParams = Type.Object({ id: Id('grade') })

const Person = Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })
const Counting = Nullable(
  Type.Object({ points: Type.Number(), maxPoints: Type.Number() }, { description: 'What counted. Null: nothing' })
)

const Change = Type.Object({
  at: DateTime(),
  by: Nullable(Person),
  before: Counting,
  after: Counting,
  source: OneOf(['review', 'quiz', 'checkpoint', 'manual', 'csv', 'appeal'], { description: 'Where it came from' }),
  reason: Type.String()
})

const learner = { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' }
const mentor = { id: 'usr_01jd3w8q2k0001abcdefghjkmn', username: 'pak.budi', fullName: 'Budi Santoso' }

export const GradeSchema = Type.Object(
  {
    id: Id('grade'),
    courseId: Id('course'),
    learner: Person,
    item: Type.Object({ kind: Kind, id: Type.String(), title: Type.String() }),
    points: Points,
    maxPoints: MaxPoints,
    earnedPoints: Nullable(Type.Number({ description: 'What the work earned. Null: it was graded without any' })),
    isSetByHand: Type.Boolean(),
    setBy: Nullable(Person),
    releasedAt: Nullable(DateTime({ description: 'Since when the learner sees it' })),
    changes: Type.Array(Change, { description: 'Every change of what counts, the first one first' }),
    appeal: Nullable(Type.Object(AppealSchema.properties)),
    version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' })
  },
  {
    $id: 'Grade',
    description: 'A grade, and how it came about',
    examples: [
      {
        id: 'grd_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        learner,
        item: { kind: 'project', id: 'prj_01jd3w8q2k0000abcdefghjkmn', title: 'Robot pengikut garis' },
        ...{ points: 17.5, maxPoints: 20, earnedPoints: 16, isSetByHand: true, setBy: mentor },
        releasedAt: '2026-11-20T08:00:00.000Z',
        changes: [
          {
            at: '2026-11-20T08:00:00.000Z',
            by: mentor,
            before: null,
            after: { points: 16, maxPoints: 20 },
            source: 'review',
            reason: 'Rapi, laporan kurang lengkap.'
          },
          {
            at: '2026-11-21T08:00:00.000Z',
            by: mentor,
            before: { points: 16, maxPoints: 20 },
            after: { points: 17.5, maxPoints: 20 },
            source: 'manual',
            reason: 'Laporan susulan sudah dinilai.'
          }
        ],
        appeal: null,
        version: 2
      }
    ]
  }
)

export const gradeSchemas = [GradeSchema, ReleasedSchema]

export function presentGrade({ grade, title, changes, appeal }: GradeView): Static<typeof GradeSchema> {
  const { id, courseId, learner, kind, itemId, earnedPoints, setPoints, setter, releasedAt, version } = grade
  const points = countingPoints(grade)
  return {
    ...{ id, courseId, learner, item: { kind, id: itemId, title } },
    points: points === null ? null : fromHundredths(points),
    maxPoints: fromHundredths(grade.maxPoints),
    earnedPoints: earnedPoints === null ? null : fromHundredths(earnedPoints),
    isSetByHand: setPoints !== null,
    setBy: setter,
    releasedAt: releasedAt?.toISOString() ?? null,
    changes: changes.map(presentChange),
    appeal: appeal ? presentAppeal(appeal) : null,
    version
  }
}

function presentChange({ at, actor, source, reason, ...change }: SeenChange): Static<typeof Change> {
  const before = presentCounting(change.beforePoints, change.beforeMaxPoints)
  const after = presentCounting(change.afterPoints, change.afterMaxPoints)
  return { at: at.toISOString(), by: actor, before, after, source, reason }
}

function presentCounting(points: number | null, maxPoints: number | null): Static<typeof Counting> {
  if (points === null || maxPoints === null) return null
  return { points: fromHundredths(points), maxPoints: fromHundredths(maxPoints) }
}
