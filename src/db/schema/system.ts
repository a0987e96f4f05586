import type { Columns } from '../columns.js'

/** What the installation remembers about itself. */
export function defineSystem(c: Columns) {
  /** Values of the data set as a whole, such as the epoch of its notification stream. */
  const systemValues = c.table('system_values', {
    key: c.text('key').primaryKey(),
    value: c.text('value').notNull()
  })

  /** Who runs a scheduled job, and until when nobody else may. */
  const jobLeases = c.table('job_leases', {
    job: c.text('job').primaryKey(),
    holder: c.text('holder').notNull(),
    heldUntil: c.time('held_until').notNull(),
    lastRunAt: c.time('last_run_at'),
    lastError: c.text('last_error')
  })

  return { systemValues, jobLeases }
}
