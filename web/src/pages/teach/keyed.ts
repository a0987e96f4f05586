/** Rows that are typed: `key` tells them apart on the page, `id` is of one that the API knows. */
export type Keyed<Row> = Row & { key: string; id?: string }

/** Keys are kept with what is typed: one of an earlier visit never meets one of this. */
export function newKey(): string {
  return crypto.randomUUID()
}

/** As they come from the API: their ids tell them apart. */
export function keyed<Row extends { id: string }>(rows: readonly Row[]): Keyed<Row>[] {
  return rows.map((row) => ({ ...row, key: row.id }))
}

/** As the API takes them. */
export function unkeyed<Row>({ key, ...row }: Keyed<Row>) {
  return row
}
