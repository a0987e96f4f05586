/** A review is about to be late when the last quarter of its time has begun. */
export const lastPart = 4

interface Awaited {
  queuedAt: Date
  dueAt: Date
}

export function isOverdue({ dueAt }: Pick<Awaited, 'dueAt'>, now: Date): boolean {
  return dueAt <= now
}

/** Not those that are late already. The same as a condition: `isSoon` in warnings.repository.ts. */
export function isDueSoon({ queuedAt, dueAt }: Awaited, now: Date): boolean {
  if (isOverdue({ dueAt }, now)) return false
  return dueAt.getTime() - now.getTime() <= (dueAt.getTime() - queuedAt.getTime()) / lastPart
}
