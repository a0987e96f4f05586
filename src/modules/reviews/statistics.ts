import { hourMs } from '../../lib/clock.js'
import { percentOf } from '../../lib/percent.js'
import { isHeld } from './claims.js'
import { isDueSoon, isOverdue } from './late.js'
import type { DecidedRow, OpenRow } from './statistics.repository.js'

/** What the work of a course, a reviewer, a cohort or a project comes to. */
export interface Figures {
  waiting: number
  claimed: number
  overdue: number
  dueSoon: number
  decided: number
  medianHours: number | null
  /** What nine of ten take at most. */
  p90Hours: number | null
  /** Of what was decided. */
  withinTargetPercent: number | null
}

export interface Tally {
  addOpen(row: OpenRow, now: Date): void
  addDecided(row: DecidedRow): void
  figures(): Figures
}

/**
 * Every time is kept, as a number: medians of parts cannot be put together, and the two databases would each count them
 * their own way.
 */
export function createTally(): Tally {
  const counts = { waiting: 0, claimed: 0, overdue: 0, dueSoon: 0 }
  const hours: number[] = []
  let within = 0
  return {
    addOpen(row, now) {
      counts[isHeld(row, now) ? 'claimed' : 'waiting'] += 1
      if (isOverdue(row, now)) counts.overdue += 1
      else if (isDueSoon(row, now)) counts.dueSoon += 1
    },
    addDecided({ queuedAt, dueAt, decidedAt }) {
      hours.push((decidedAt.getTime() - queuedAt.getTime()) / hourMs)
      if (decidedAt <= dueAt) within += 1
    },
    figures() {
      const sorted = Float64Array.from(hours).sort()
      return {
        ...counts,
        decided: hours.length,
        medianHours: quantile(sorted, 0.5),
        p90Hours: quantile(sorted, 0.9),
        withinTargetPercent: percentOf(within, hours.length)
      }
    }
  }
}

/** Between two of them where it falls between them, with two decimals; null of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number | null {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]
  const above = sorted[Math.ceil(place)]
  if (below === undefined || above === undefined) return null
  return Math.round((below + (above - below) * (place - Math.floor(place))) * 100) / 100
}
