import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, Ref, searchQuery } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { Cell } from './gradebook.js'
import type { GradebookPage, GradedLearner, OwnGradebook } from './gradebook.service.js'
import { learnerSorts } from './learners.repository.js'
import { GradeItemSchema, itemExample, Kind, presentItem } from './settings.schemas.js'
import type { Totals } from './totals.js'

export const tags = ['grades']
export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export const GradebookQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  cohortId: Type.Optional(Id('cohort')),
  sort: Type.Optional(
    OneOf(learnerSorts, {
      default: 'name',
      description: '`enrolled`: who came first is first'
    })
  )
})
export type GradebookParams = Static<typeof GradebookQuery>

export const Points = Nullable(Type.Number({ description: 'What counts, with at most two decimals' }))
export const MaxPoints = Type.Number({ description: 'What they are out of' })
const percent = (description: string) =>
  Nullable(Type.Number({ description: `${description}, in per cent. Null where there is nothing to count` }))

const totals = {
  current: percent('Of what is graded'),
  final: percent('With nothing for what is missing'),
  isPassed: Type.Boolean({ description: 'Whether `final` reaches the pass mark' })
}
const totalsExample = { current: 85, final: 56.67, isPassed: false }

const place = { kind: Kind, itemId: Type.String() }
const placeExample = { kind: 'project', itemId: 'prj_01jd3w8q2k0000abcdefghjkmn' }
const gradeId = 'grd_01jd3w8q2k0000abcdefghjkmn'
const user = { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'sari', fullName: 'Sari Dewi' }

const LearnerGrade = Type.Object({
  ...place,
  gradeId: Nullable(Type.String({ description: 'Null as long as there was none' })),
  points: Points,
  maxPoints: MaxPoints,
  state: OneOf(['missing', 'waiting', 'graded', 'released'], {
    description: '`waiting`: handed in and not graded; `graded`: the learner does not see it yet'
  }),
  isSetByHand: Type.Boolean()
})

const learnerExample = {
  user,
  enrolmentStatus: 'active',
  cohort: { id: 'coh_01jd3w8q2k0000abcdefghjkmn', name: 'Angkatan 1' },
  grades: [{ ...placeExample, gradeId, points: 17, maxPoints: 20, state: 'released', isSetByHand: false }],
  ...totalsExample
}

export const LearnerGradesSchema = Type.Object(
  {
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    enrolmentStatus: OneOf(['active', 'completed']),
    cohort: Nullable(Type.Object({ id: Id('cohort'), name: Type.String() })),
    grades: Type.Array(LearnerGrade, { description: 'For what they are graded for, in the order of `items`' }),
    ...totals
  },
  {
    $id: 'LearnerGrades',
    examples: [learnerExample]
  }
)

export const GradebookPageSchema = Type.Object(
  {
    items: Type.Array(Ref(GradeItemSchema), { description: 'What the learners of this page are graded for' }),
    data: Type.Array(Ref(LearnerGradesSchema)),
    nextCursor: Nullable(Type.String({ description: 'Null on the last page' })),
    total: Type.Optional(Type.Integer({ minimum: 0 }))
  },
  {
    $id: 'GradebookPage',
    examples: [{ items: [itemExample], data: [learnerExample], nextCursor: null }]
  }
)

const OwnItem = Type.Object({
  item: Ref(GradeItemSchema),
  gradeId: Nullable(Type.String({ description: 'Null as long as it is not released' })),
  points: Points,
  maxPoints: MaxPoints,
  state: OneOf(['missing', 'waiting', 'released'], { description: '`waiting`: handed in, and no grade is shown yet' }),
  isSetByHand: Type.Boolean(),
  releasedAt: Nullable(DateTime()),
  appeal: Nullable(OneOf(['open', 'upheld', 'changed'], { description: 'What has become of it; null: there is none' }))
})

export const OwnGradebookSchema = Type.Object(
  {
    courseId: Id('course'),
    passMark: Type.Integer({ description: 'In per cent' }),
    items: Type.Array(OwnItem),
    ...totals
  },
  {
    $id: 'OwnGradebook',
    description: 'What one is graded for, and what one got. The totals are over what is released',
    examples: [
      {
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        passMark: 70,
        items: [
          {
            item: itemExample,
            ...{ gradeId, points: 17, maxPoints: 20, state: 'released', isSetByHand: false },
            ...{ releasedAt: '2026-11-20T08:00:00.000Z', appeal: null }
          }
        ],
        ...totalsExample
      }
    ]
  }
)

export const gradebookSchemas = [LearnerGradesSchema, GradebookPageSchema, OwnGradebookSchema]

export function presentPage({ items, data, nextCursor, total }: GradebookPage): Static<typeof GradebookPageSchema> {
  const page = { items: items.map(presentItem), data: data.map(presentLearner), nextCursor }
  return total === undefined ? page : { ...page, total }
}

function presentLearner(learner: GradedLearner): Static<typeof LearnerGradesSchema> {
  const { userId, username, fullName, status, cohortId, cohortName, cells, totals, isPassed } = learner
  return {
    user: { id: userId, username, fullName },
    enrolmentStatus: status,
    cohort: cohortId === null ? null : { id: cohortId, name: cohortName ?? '' },
    grades: cells.map((cell) => ({ kind: cell.item.kind, itemId: cell.item.itemId, ...presentCell(cell) })),
    ...presentTotals(totals),
    isPassed
  }
}

export function presentOwn({ courseId, settings, standing, appeals }: OwnGradebook): Static<typeof OwnGradebookSchema> {
  const { cells, totals, isPassed } = standing
  return {
    courseId,
    passMark: settings.passMark,
    items: cells.map((cell) => {
      const { state, ...shown } = presentCell(cell)
      return {
        item: presentItem(cell.item),
        ...shown,
        state: state === 'graded' ? 'waiting' : state,
        releasedAt: cell.grade?.releasedAt?.toISOString() ?? null,
        appeal: (shown.gradeId && appeals.get(shown.gradeId)) || null
      }
    }),
    ...presentTotals(totals),
    isPassed
  }
}

function presentCell({ grade, points, maxPoints, state }: Cell) {
  return {
    gradeId: grade?.id ?? null,
    points: points === null ? null : fromHundredths(points),
    maxPoints: fromHundredths(maxPoints),
    state,
    isSetByHand: (grade?.setPoints ?? null) !== null
  }
}

function presentTotals({ current, final }: Totals) {
  return {
    current: current === null ? null : fromHundredths(current),
    final: final === null ? null : fromHundredths(final)
  }
}
