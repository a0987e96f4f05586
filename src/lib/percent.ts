/** Of so many, in whole per cent, rounded down: 100 only when nothing is missing. Null where there is nothing to do. */
export function percentOf(completed: number, required: number): number | null {
  return required === 0 ? null : Math.floor((completed * 100) / required)
}
