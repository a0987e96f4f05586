/** Points are whole hundredths in here and in the database, and numbers with at most two decimals on the wire. */
const perPoint = 100

/** @returns undefined for a number with more than two decimals */
export function toHundredths(points: number): number | undefined {
  const hundredths = Math.round(points * perPoint)
  return Math.abs(hundredths - points * perPoint) < 1e-6 ? hundredths : undefined
}

export function fromHundredths(hundredths: number): number {
  return hundredths / perPoint
}
