import * as pg from 'drizzle-orm/pg-core'
import * as sqlite from 'drizzle-orm/sqlite-core'

/**
 * The columns that a table may have, for PostgreSQL. The types of the whole data layer come from here: PostgreSQL's
 * builders are the stricter contract (promises only, no `.get()`, `.all()` or `.run()`).
 */
export const postgresqlColumns = {
  table: pg.pgTable,
  text: <N extends string>(name: N) => pg.text(name),
  oneOf: <N extends string, U extends string, T extends readonly [U, ...U[]]>(name: N, values: T) =>
    pg.text(name, { enum: values as unknown as [U, ...U[]] }).$type<T[number]>(),
  int: <N extends string>(name: N) => pg.bigint(name, { mode: 'number' }),
  /** A primary key that the database gives. SQLite: the rowid by a name, because one without a name changes at a VACUUM. */
  rowNumber: <N extends string>(name: N) =>
    pg.bigint(name, { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  bool: <N extends string>(name: N) => pg.boolean(name),
  /** Milliseconds on both dialects, or dates would not come back as they went in. */
  time: <N extends string>(name: N) => pg.timestamp(name, { withTimezone: true, precision: 3, mode: 'date' }),
  json:
    <T>() =>
    <N extends string>(name: N) =>
      pg.jsonb(name).$type<T>(),
  /** Lucia's adapters want a Date on PostgreSQL and Unix seconds on SQLite. */
  luciaExpiry: <N extends string>(name: N) => pg.timestamp(name, { withTimezone: true, mode: 'date' }),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check
}

export type Columns = typeof postgresqlColumns

/** The same for SQLite. The one cast that makes two dialects one schema. */
export const sqliteColumns = {
  table: sqlite.sqliteTable,
  text: (name: string) => sqlite.text(name),
  oneOf: (name: string, values: [string]) => sqlite.text(name, { enum: values }),
  int: (name: string) => sqlite.integer(name),
  rowNumber: (name: string) => sqlite.integer(name).primaryKey(),
  bool: (name: string) => sqlite.integer(name, { mode: 'boolean' }),
  time: (name: string) => sqlite.integer(name, { mode: 'timestamp_ms' }),
  json: () => (name: string) => sqlite.text(name, { mode: 'json' }),
  luciaExpiry: (name: string) => sqlite.integer(name),
  index: sqlite.index,
  uniqueIndex: sqlite.uniqueIndex,
  primaryKey: sqlite.primaryKey,
  check: sqlite.check
} satisfies Record<keyof Columns, unknown> as unknown as Columns
