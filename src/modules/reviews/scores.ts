import type { Criterion } from '../../db/schema/projects.js'
import type { CriterionScore } from '../../db/schema/reviews.js'
import { unprocessable } from '../../lib/errors.js'
import { fromHundredths, toHundredths } from '../../lib/points.js'

/** As it comes over the wire: points with at most two decimals. */
export interface GivenScore {
  criterionId: string
  levelId?: string | null
  points?: number | null
  comment?: string
}

type Level = Criterion['levels'][number]

/** Of work that is judged without a rubric. */
const plainMaxPoints = 100_00

/**
 * What was given for criteria of the rubric, in its order: the points of a level, or points of their own, or both when they
 * fit each other. It may be incomplete and is never out of range.
 * @throws 422 UNKNOWN_CRITERION, CRITERION_TWICE, UNKNOWN_LEVEL, SCORE_OUT_OF_RANGE naming the field
 */
export function readScores(criteria: readonly Criterion[], given: readonly GivenScore[]): CriterionScore[] {
  const read = new Map<string, CriterionScore>()
  for (const [i, score] of given.entries()) {
    const { criterionId, comment = '' } = score
    const criterion = criteria.find(({ id }) => id === criterionId)
    const field = `scores.${i}`
    if (!criterion) throw unprocessable('UNKNOWN_CRITERION', `${field}.criterionId`, 'is no criterion of its rubric')
    if (read.has(criterionId)) throw unprocessable('CRITERION_TWICE', `${field}.criterionId`, 'is scored twice')
    read.set(criterionId, { criterionId, ...readPoints(criterion, score, field), comment: comment.trim() })
  }
  return criteria.flatMap(({ id }) => read.get(id) ?? [])
}

/** @throws 422 CRITERIA_MISSING naming the criteria that a decision needs */
export function requireComplete(criteria: readonly Criterion[], scores: readonly CriterionScore[]): void {
  const scored = new Set(scores.filter(({ points }) => points !== null).map(({ criterionId }) => criterionId))
  const missing = criteria.filter(({ id, isRequired }) => isRequired && !scored.has(id))
  if (missing.length === 0) return
  const titles = missing.map(({ title }) => `“${title}”`).join(', ')
  throw unprocessable('CRITERIA_MISSING', 'scores', `must have points for ${titles}`)
}

export function sumOf(scores: readonly Pick<CriterionScore, 'points'>[]): number {
  return scores.reduce((sum, { points }) => sum + (points ?? 0), 0)
}

/** What a decision is worth, if anything; without a rubric accepted work has everything and rejected work nothing. */
export function earnedBy({
  decision,
  points,
  maxPoints,
  latePercent
}: {
  decision: 'accept' | 'request_changes' | 'reject'
  points: number | null
  maxPoints: number | null
  latePercent: number
}): { points: number; maxPoints: number } | null {
  if (decision === 'request_changes') return null
  const judged = points ?? (decision === 'accept' ? plainMaxPoints : 0)
  return { points: afterLateness(judged, latePercent), maxPoints: maxPoints ?? plainMaxPoints }
}

/** What is left of the points of work that was late, rounded half up to whole hundredths. */
export function afterLateness(points: number, latePercent: number): number {
  return Math.round((points * (100 - latePercent)) / 100)
}

function readPoints(
  { levels }: Criterion,
  { levelId = null, points = null }: GivenScore,
  field: string
): Pick<CriterionScore, 'levelId' | 'points'> {
  const level = levelId === null ? undefined : levels.find(({ id }) => id === levelId)
  if (levelId !== null && !level)
    throw unprocessable('UNKNOWN_LEVEL', `${field}.levelId`, 'is no level of its criterion')
  if (points === null) return { levelId, points: level?.points ?? null }
  const hundredths = toHundredths(points)
  const { least, most } = rangeOf(levels, level)
  if (hundredths === undefined || hundredths < least || hundredths > most) {
    const [from, to] = [fromHundredths(least), fromHundredths(most)]
    const range = `must be ${from} to ${to}, with at most two decimals`
    throw unprocessable('SCORE_OUT_OF_RANGE', `${field}.points`, range)
  }
  return { levelId: level?.id ?? levelOf(levels, hundredths)?.id ?? null, points: hundredths }
}

/** Of a criterion from nothing to its best level; of one level up to where the next one begins. */
function rangeOf(levels: readonly Level[], level: Level | undefined): { least: number; most: number } {
  const best = Math.max(0, ...levels.map(({ points }) => points))
  if (!level) return { least: 0, most: best }
  const above = levels.map(({ points }) => points).filter((points) => points > level.points)
  return { least: level.points, most: above.length === 0 ? level.points : Math.min(...above) - 1 }
}

/** The best one that the points reach. */
function levelOf(levels: readonly Level[], points: number): Level | undefined {
  return levels.filter((level) => level.points <= points).at(-1)
}
