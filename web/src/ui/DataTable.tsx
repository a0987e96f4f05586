import type { ComponentChildren } from 'preact'
import './bits.css'

export interface Column<Row> {
  key: string
  title: string
  cell: (row: Row) => ComponentChildren
  isNumber?: boolean
  /** Names the row for who hears the table. One column is it. */
  isHeader?: boolean
}

interface DataTableProps<Row> {
  /** What the table holds; hidden where a heading above says it already. */
  caption: string
  isCaptionHidden?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** Where it is wider than the screen it scrolls in a region of its own, also by the keyboard. */
export function DataTable<Row>({ caption, isCaptionHidden = true, columns, rows, rowKey }: DataTableProps<Row>) {
  const classOf = (column: Column<Row>) => (column.isNumber ? 'is-number' : undefined)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
    <section class="table-region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={isCaptionHidden ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.isHeader ? (
                  <th key={column.key} scope="row" class={classOf(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} class={classOf(column)}>
                    {column.cell(row)}
                  </td>
                )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
