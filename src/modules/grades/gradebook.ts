import type { GradebookSettings, GradeItem, LearnerGrade } from './gradebook.repository.js'
import { type Part, type Totals, totalsOf } from './totals.js'

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
export function itemsFor(items: readonly GradeItem[], cohortId: string | null): GradeItem[] {
  return items.filter((item) => item.cohortId === null || item.cohortId === cohortId)
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
