import { badColumns, readLines } from '../../http/csv.js'
import { foldText } from '../../lib/text.js'

/** What a table of learners says in a row; empty where it says nothing. */
export interface TableRow {
  /** In the file, from 1. */
  line: number
  username: string
  email: string
  cohort: string
  expiresAt: string
  status: string
}

/** What the export writes, in its order. The import reads five of them and leaves the others be. */
export const exportedColumns = [
  ...['username', 'fullName', 'email', 'status', 'enrolledAt', 'activatedAt', 'completedAt', 'expiresAt'],
  ...['cohort', 'percent']
] as const

const readColumns = ['username', 'email', 'cohort', 'expiresAt', 'status'] as const
const maxCellLength = 1_000

/**
 * The rows of a table of learners.
 * @throws 400 MALFORMED_BODY; 422 BAD_COLUMNS, NO_ROWS, TOO_MANY_ROWS
 */
export function readTable(bytes: Uint8Array): TableRow[] {
  const { names, lines } = readLines(bytes, { maxLineLength: readColumns.length * maxCellLength * 10 })
  const places = placesOf(names)
  return lines.map(({ line, cells }) => {
    const cell = (name: (typeof readColumns)[number]) => (cells[places.get(name) ?? -1] ?? '').trim()
    const [username, email, cohort] = [cell('username'), cell('email'), cell('cohort')]
    return { line, username, email, cohort, expiresAt: cell('expiresAt'), status: cell('status') }
  })
}

/** Where each column is. */
function placesOf(names: readonly string[]): Map<string, number> {
  const known = new Map(exportedColumns.map((name) => [foldText(name), name as string]))
  const places = new Map<string, number>()
  for (const [i, given] of names.entries()) {
    const name = known.get(foldText(given).replace(/[\s_-]/g, ''))
    if (name === undefined) throw badColumns(`must be of ${exportedColumns.join(', ')}: column ${i + 1} is not`)
    if (places.has(name)) throw badColumns(`must stand once each: ${name} stands twice`)
    places.set(name, i)
  }
  if (!places.has('username') && !places.has('email')) throw badColumns('must have username or email among them')
  return places
}
