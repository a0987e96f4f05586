import type { Database, Tx } from '../../db/database.js'
import { dateIn } from '../../lib/calendar.js'
import { takeNumbers } from './projects.repository.js'

/** So many new numbers, `PRJ-202611-0001`: of the month that it is in the time zone of the course. */
export async function newNumbers(
  database: Database,
  tx: Tx,
  { now, timeZone, count }: { now: Date; timeZone: string; count: number }
): Promise<string[]> {
  if (count === 0) return []
  const month = dateIn(timeZone, now).slice(0, '2026-11'.length).replace('-', '')
  const first = await takeNumbers(database, tx, { month, count })
  return Array.from({ length: count }, (_, i) => `PRJ-${month}-${String(first + i).padStart(4, '0')}`)
}
