import type { CriterionScore } from '../../db/schema/reviews.js'
import type { PublishedRubric } from '../rubrics/index.js'

/** What a criterion was given. Points are in hundredths. */
export interface Given {
  points: number
  levelId: string | null
  levelTitle: string | null
}

export interface CriterionChange {
  criterionId: string
  title: string
  /** Null: that attempt was not judged by it. */
  before: Given | null
  after: Given | null
  /** Both attempts were judged, and not alike. */
  isMoved: boolean
}

/** An attempt, with what it is judged by and what was decided of it so far. */
export interface JudgedAttempt {
  rubric: PublishedRubric | undefined
  scores: readonly CriterionScore[] | undefined
}

/** In the order of the later rubric; what only the earlier one has comes after that. */
export function compareCriteria(from: JudgedAttempt | null, to: JudgedAttempt): CriterionChange[] {
  const [before, after] = [givenBy(from), givenBy(to)]
  const titles = new Map<string, string>()
  for (const { id, title } of [...(to.rubric?.criteria ?? []), ...(from?.rubric?.criteria ?? [])]) {
    if (!titles.has(id)) titles.set(id, title)
  }
  const areJudged = from?.scores !== undefined && to.scores !== undefined
  return [...titles].flatMap(([criterionId, title]) => {
    const [was, is] = [before.get(criterionId) ?? null, after.get(criterionId) ?? null]
    if (!was && !is) return []
    const isMoved = areJudged && (was?.points !== is?.points || was?.levelId !== is?.levelId)
    return { criterionId, title, before: was, after: is, isMoved }
  })
}

function givenBy(attempt: JudgedAttempt | null): Map<string, Given> {
  const levels = attempt?.rubric?.criteria.flatMap((criterion) => criterion.levels) ?? []
  const titles = new Map(levels.map(({ id, title }) => [id, title]))
  const given = new Map<string, Given>()
  for (const { criterionId, points, levelId } of attempt?.scores ?? []) {
    const levelTitle = levelId === null ? null : (titles.get(levelId) ?? null)
    if (points !== null) given.set(criterionId, { points, levelId, levelTitle })
  }
  return given
}
