export { fromHundredths, toHundredths } from '../../lib/points.js'

export type Scoring = 'best' | 'last' | 'average'

export interface ScoredAttempt {
  number: number
  points: number
  maxPoints: number
}

/** Rounded down to two decimals: who is told 70 has 70. */
export function toPercent(share: number): number {
  return Math.floor(share * 10_000 + 1e-6) / 100
}

/** The score of a quiz as a share, 0 to 1, of the attempts that are graded; null without one. */
export function scoreOf(scoring: Scoring, attempts: readonly ScoredAttempt[]): number | null {
  const inOrder = [...attempts].sort((a, b) => a.number - b.number)
  const last = inOrder.at(-1)
  if (!last) return null
  const shares = inOrder.map(shareOf)
  if (scoring === 'best') return Math.max(...shares)
  return scoring === 'last' ? shareOf(last) : mean(shares)
}

export type EarnedPoints = Omit<ScoredAttempt, 'number'>

/**
 * The same score in points, half up: those of the best or the last attempt; of an average, its share of what the last one
 * is worth. Null without a graded attempt.
 */
export function earnedPoints(scoring: Scoring, attempts: readonly ScoredAttempt[]): EarnedPoints | null {
  const inOrder = [...attempts].sort((a, b) => a.number - b.number)
  const last = inOrder.at(-1)
  if (!last) return null
  if (scoring === 'average') {
    // Where all are worth the same, which is most often so, nothing is lost before the rounding.
    const points = mean(inOrder.map(({ points, maxPoints }) => (points * last.maxPoints) / maxPoints))
    return { points: Math.round(points), maxPoints: last.maxPoints }
  }
  const chosen = scoring === 'last' ? last : inOrder.reduce((best, one) => (shareOf(one) > shareOf(best) ? one : best))
  return { points: chosen.points, maxPoints: chosen.maxPoints }
}

/**
 * The attempts by which the quiz is passed. By the best and by the last score each attempt counts for itself: one that was
 * the last when it was made passed the quiz, and a worse one after it takes nothing away. By the average it is the mean of
 * the attempts up to it.
 */
export function passingAttempts<T extends ScoredAttempt>(
  { scoring, passMark }: { scoring: Scoring; passMark: number },
  attempts: readonly T[]
): T[] {
  const inOrder = [...attempts].sort((a, b) => a.number - b.number)
  return inOrder.filter((attempt, i) => {
    const share = scoring === 'average' ? mean(inOrder.slice(0, i + 1).map(shareOf)) : shareOf(attempt)
    return reaches(share, passMark)
  })
}

/** A mean of shares may miss the mark by less than a number can tell. */
export function reaches(share: number, passMark: number): boolean {
  return share * 100 >= passMark - 1e-9
}

export function shareOf({ points, maxPoints }: Omit<ScoredAttempt, 'number'>): number {
  return points / maxPoints
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
