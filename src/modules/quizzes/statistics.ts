/** The sums over the attempts that had a question, from which its figures follow in one pass over the rows. */
export interface ItemSums {
  /** Attempts that had it. */
  count: number
  /** Of the shares of its own points that were got. */
  item: number
  itemSquares: number
  /** Attempts that had other questions too, and the sums over these attempts alone. */
  pairs: number
  pairItem: number
  pairItemSquares: number
  /** Of the shares of the points of all other questions. */
  rest: number
  restSquares: number
  products: number
}

/** How much of a question’s points learners got on average: 1 is easy, 0 hard. Null when nobody was asked. */
export function facility({ count, item }: ItemSums): number | null {
  return count === 0 ? null : rounded(item / count)
}

/**
 * How well a question tells who does well in the others: the correlation of its points with those of all the rest, -1 to 1.
 * Null where there is none: with fewer than two attempts, or when all got the same, here or there.
 */
export function discrimination(sums: ItemSums): number | null {
  const { pairs: n, pairItem, pairItemSquares, rest, restSquares, products } = sums
  const itemVariance = n * pairItemSquares - pairItem ** 2
  const restVariance = n * restSquares - rest ** 2
  // What is left of a difference of equal sums is no variance.
  if (n < 2 || itemVariance < 1e-9 || restVariance < 1e-9) return null
  const correlation = (n * products - pairItem * rest) / Math.sqrt(itemVariance * restVariance)
  return rounded(Math.min(1, Math.max(-1, correlation)))
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)]
  return ((sorted[low] as number) + (sorted[high] as number)) / 2
}

/** To four decimals: more would be noise. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
