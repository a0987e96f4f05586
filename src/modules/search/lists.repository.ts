import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'

/** Whether the column is among the values of the placeholder, however many: one statement serves lists of every length. */
export function isAmong({ dialect }: Database, column: SQLWrapper, name: string): SQL {
  return dialect === 'sqlite'
    ? sql`${column} in (select value from json_each(${sql.placeholder(name)}))`
    : sql`${column} = any(${sql.placeholder(name)}::text[])`
}

/** What such a placeholder takes. */
export function listValue({ dialect }: Database, values: readonly string[]): unknown {
  return dialect === 'sqlite' ? JSON.stringify(values) : [...values]
}
