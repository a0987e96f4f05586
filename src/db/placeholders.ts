import { getTableColumns, type Placeholder, sql, type Table } from 'drizzle-orm'

/** The values of an insert that is made once: each column is a parameter of its name, so a whole row is given later. */
export function placeholdersOf<T extends Table>(table: T): T['$inferInsert'] {
  const names = Object.keys(getTableColumns(table))
  const placeholders: Record<string, Placeholder> = Object.fromEntries(
    names.map((name) => [name, sql.placeholder(name)])
  )
  return placeholders as never // one for each column: the types of values cannot say so
}
