import type { Line } from './bench.js'
import { tableOf } from './markdown-table.js'

/** One Markdown table of all that was measured. */
export function renderTable(lines: readonly Line[]): string {
  const hasPostgres = lines.some(({ postgres }) => postgres !== undefined)
  const head = ['work', 'reached', 'target', 'met', 'figures', ...(hasPostgres ? ['PostgreSQL'] : [])]
  const rows = lines.map((line) => [
    line.work,
    line.reached,
    line.target,
    line.isMet === undefined ? '–' : line.isMet ? 'yes' : '**no**',
    line.figures,
    ...(hasPostgres ? [line.postgres ?? ''] : [])
  ])
  return tableOf(head, rows)
}
