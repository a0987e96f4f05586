import type { GradebookSettings, GradeItem, LearnerGrade } from './gradebook.repository.js'
import { type Part, shareOf, type Totals, totalsOf } from './totals.js'

/** `share` in hundredths of a per cent of the whole; null where there is none, or more than one. */
export type SharedItem = GradeItem & { share: number | null }

type Counting = Pick<LearnerGrade, 'setPoints' | 'earnedPoints'>

/** The grades of one learner, by the id of the item: it says of which kind it is. */
export type GradesByItem = ReadonlyMap<string, LearnerGrade>

/** What an item weighs that nothing was said of, where weights count: one. */
const ownWeight = 100

/** What counts of a grade; null: nothing. */
export function countingPoints({ setPoints, earnedPoints }: Counting): number | null {
  return setPoints ?? earnedPoints
}

/** By the mode of the gradebook; nothing where the item does not count. */
export function weightOf({ isCounted, weight, maxPoints }: GradeItem, mode: GradebookSettings['mode']): number {
  if (!isCounted) return 0
  return weight ?? (mode === 'points' ? maxPoints : ownWeight)
}

/** What a learner of the cohort, or of none, is graded for. */
export function itemsFor<T extends GradeItem>(items: readonly T[], cohortId: string | null): T[] {
  return items.filter((item) => item.cohortId === null || item.cohortId === cohortId)
}

/** The whole is what a learner has: the items of all, and those of their cohort. */
export function withShares(items: readonly GradeItem[], mode: GradebookSettings['mode']): SharedItem[] {
  let ofAll = 0
  const byCohort = new Map<string, number>()
  for (const item of items) {
    const weight = weightOf(item, mode)
    if (item.cohortId === null) ofAll += weight
    else byCohort.set(item.cohortId, (byCohort.get(item.cohortId) ?? 0) + weight)
  }
  const wholes = new Set(byCohort.size === 0 ? [ofAll] : [...byCohort.values()].map((own) => ofAll + own))
  return items.map((item) => {
    const [first = 0] = wholes
    const ofEach = wholes.size === 1 ? first : 0
    const whole = item.cohortId === null ? ofEach : ofAll + (byCohort.get(item.cohortId) ?? 0)
    return { ...item, share: whole === 0 ? null : shareOf(weightOf(item, mode), whole) }
  })
}

/** By learner. */
export function gradesByLearner(grades: readonly LearnerGrade[]): Map<string, Map<string, LearnerGrade>> {
  const found = new Map<string, Map<string, LearnerGrade>>()
  for (const grade of grades) {
    const known = found.get(grade.userId)
    if (known) known.set(grade.itemId, grade)
    else found.set(grade.userId, new Map([[grade.itemId, grade]]))
  }
  return found
}

/** Of one learner, over the items that they are graded for. */
export function totalsOver(
  items: readonly GradeItem[],
  mode: GradebookSettings['mode'],
  grades: GradesByItem | undefined
): Totals {
  return totalsOf(
    items.map((item): Part => {
      const grade = grades?.get(item.itemId)
      const points = grade ? countingPoints(grade) : null
      const weight = weightOf(item, mode)
      return { weight, grade: grade && points !== null ? { points, maxPoints: grade.maxPoints } : null }
    })
  )
}

export type CellState = 'missing' | 'waiting' | 'graded' | 'released'

/** What there is of one item for one learner. */
export interface Cell {
  item: SharedItem
  grade: LearnerGrade | undefined
  points: number | null
  maxPoints: number
  /** `waiting`: handed in and not graded; `graded`: the learner does not see it yet. */
  state: CellState
}

export function cellOf(
  item: SharedItem,
  { grade, isHandedIn }: { grade: LearnerGrade | undefined; isHandedIn: boolean }
): Cell {
  const points = grade ? countingPoints(grade) : null
  if (!grade || points === null) {
    return { item, grade, points: null, maxPoints: item.maxPoints, state: isHandedIn ? 'waiting' : 'missing' }
  }
  return { item, grade, points, maxPoints: grade.maxPoints, state: grade.releasedAt === null ? 'graded' : 'released' }
}
