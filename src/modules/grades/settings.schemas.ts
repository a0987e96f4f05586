import Type, { type Static } from 'typebox'
import { gradedKinds } from '../../db/schema/grades.js'
import { Body, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { SharedItem } from './gradebook.js'
import type { SeenSettings } from './settings.service.js'

/** Far above what one course has. */
const maxItems = 500

export const Kind = OneOf(gradedKinds)
export const ItemId = Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z]+_[0-9a-z]{1,32}$' })

const Mode = OneOf(['points', 'weights'], {
  description:
    'What the share of an item in the whole is: its points, or weights, 1 at first. What was said of single items stays when the mode changes'
})
const PassMark = Type.Integer({ minimum: 0, maximum: 100, description: 'The minimum to pass with (KKM), in per cent' })
const Release = OneOf(['at_once', 'by_hand'], {
  description:
    'When learners see grades for projects and checkpoints; those of quizzes always at once. A change is about grades to come: what is held back waits for its release'
})
const Weight = Nullable(
  Type.Number({
    minimum: 0,
    maximum: 10_000,
    description: 'Points or a weight, by the mode, with at most two decimals. Null: its own points, or 1'
  })
)
const IsCounted = Type.Boolean({ description: 'Whether it is part of the whole' })

export const SettingsQuery = Type.Object({
  cohortId: Type.Optional(Id('cohort', { description: 'For staff: what a learner of this cohort is graded for' }))
})

const settingsExample = { mode: 'points', passMark: 70, release: 'by_hand' }
export const SettingsBody = Body({ mode: Mode, passMark: PassMark, release: Release }, { examples: [settingsExample] })
export type SettingsFields = Static<typeof SettingsBody>

export const ItemsBody = Body(
  {
    items: Type.Array(Body({ kind: Kind, itemId: ItemId, weight: Weight, isCounted: IsCounted }), {
      maxItems,
      description: 'Those that change'
    })
  },
  {
    examples: [{ items: [{ kind: 'project', itemId: 'prj_01jd3w8q2k0000abcdefghjkmn', weight: 40, isCounted: true }] }]
  }
)
export type SaidItems = Static<typeof ItemsBody>['items']

export const itemExample = {
  kind: 'project',
  itemId: 'prj_01jd3w8q2k0000abcdefghjkmn',
  title: 'Robot pengikut garis',
  cohortId: null,
  maxPoints: 20,
  weight: null,
  isCounted: true,
  share: 66.67
}

export const GradeItemSchema = Type.Object(
  {
    kind: Kind,
    itemId: Type.String(),
    title: Type.String(),
    cohortId: Nullable(Type.String({ description: 'Of a checkpoint: whose learners alone are graded for it' })),
    maxPoints: Type.Number({ description: 'What it is worth now. A grade has its own' }),
    weight: Weight,
    isCounted: IsCounted,
    share: Nullable(
      Type.Number({
        description:
          'Of the whole, in per cent; 0 when it does not count. Null where nothing counts, or where it is not the same in all cohorts: ask for one of them'
      })
    )
  },
  { $id: 'GradeItem', examples: [itemExample] }
)

export const GradebookSettingsSchema = Type.Object(
  {
    courseId: Id('course'),
    mode: Mode,
    passMark: PassMark,
    release: Release,
    items: Type.Array(Ref(GradeItemSchema), {
      description: 'The published projects and quizzes, and the checkpoints of the cohorts'
    }),
    version: Type.Integer({ description: '0 as long as nobody has said anything. The `ETag` is made of it' })
  },
  {
    $id: 'GradebookSettings',
    examples: [{ courseId: 'crs_01jd3w8q2k0000abcdefghjkmn', ...settingsExample, items: [itemExample], version: 1 }]
  }
)

export const settingsSchemas = [GradeItemSchema, GradebookSettingsSchema]

export function presentItem(item: SharedItem): Static<typeof GradeItemSchema> {
  const { kind, itemId, title, cohortId, maxPoints, weight, isCounted, share } = item
  return {
    ...{ kind, itemId, title, cohortId, maxPoints: fromHundredths(maxPoints) },
    weight: weight === null ? null : fromHundredths(weight),
    isCounted,
    share: share === null ? null : fromHundredths(share)
  }
}

export function presentSettings({ courseId, settings, items }: SeenSettings): Static<typeof GradebookSettingsSchema> {
  const { mode, passMark, release, version } = settings
  return { courseId, mode, passMark, release, items: items.map(presentItem), version }
}
