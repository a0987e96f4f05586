/** What one item is for one learner. Weights and points are in hundredths. */
export interface Part {
  weight: number
  /** Null: not graded. */
  grade: { points: number; maxPoints: number } | null
}

/** In hundredths of a per cent, rounded half up; null where there is nothing to count. */
export interface Totals {
  /** Of what is graded. */
  current: number | null
  /** With nothing for what is missing. */
  final: number | null
}

/** How a learner stands. What has no weight, and a grade out of nothing, is left out on both sides. */
export function totalsOf(parts: readonly Part[]): Totals {
  const counted = parts.filter(({ weight, grade }) => weight > 0 && grade?.maxPoints !== 0)
  return { current: percentOf(counted.filter(({ grade }) => grade)), final: percentOf(counted) }
}

/** By what a learner is shown: who is told 70 per cent has 70. */
export function isPassed({ final }: Totals, passMark: number): boolean {
  return final !== null && final >= passMark * 100
}

/** How much of the whole, in hundredths of a per cent. */
export function shareOf(weight: number, whole: number): number {
  return Math.floor((20_000 * weight + whole) / (2 * whole))
}

/**
 * Σ weight · points ÷ max, over Σ weight. In whole numbers, because a third is none of the numbers that a computer has: a
 * sum of them may miss a half, and be rounded to the wrong side.
 */
function percentOf(parts: readonly Part[]): number | null {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
  if (whole === 0) return null
  const byMax = new Map<number, bigint>()
  for (const { weight, grade } of parts) {
    if (!grade) continue
    const { points, maxPoints } = grade
    byMax.set(maxPoints, (byMax.get(maxPoints) ?? 0n) + BigInt(weight) * BigInt(points))
  }
  let [above, below] = [0n, 1n]
  for (const [max, sum] of byMax) {
    above = above * BigInt(max) + sum * below
    below *= BigInt(max)
  }
  below *= BigInt(whole)
  return Number((20_000n * above + below) / (2n * below))
}
