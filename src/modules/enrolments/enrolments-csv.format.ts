import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { AppError, unprocessable } from '../../lib/errors.js'
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
const maxRows = 5_000
const maxCellLength = 1_000
const separators = [',', ';', '\t']

/** What spreadsheets take for the beginning of a formula (OWASP, CSV injection), after any number of our own marks. */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

/** So that a spreadsheet shows the text, and the import reads it again as it was. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text
}

function asItWas(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell
}

/** Lines of a table. All is quoted, for a spreadsheet may take another character than ours for what parts the cells. */
export function writeLines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((cells) => cells.map(harmless)),
    { quoted: true, quoted_empty: false, record_delimiter: '\r\n' }
  )
}

/**
 * The rows of a table in UTF-8, with or without a byte order mark, parted by commas, semicolons or tabs.
 * @throws 400 MALFORMED_BODY; 422 BAD_COLUMNS, NO_ROWS, TOO_MANY_ROWS
 */
export function readTable(bytes: Uint8Array): TableRow[] {
  const [head, ...lines] = parseLines(decode(bytes))
  if (!head) throw unprocessable('NO_ROWS', 'body', 'must have a line that names its columns')
  const places = placesOf(head.cells)
  if (lines.length === 0) throw unprocessable('NO_ROWS', 'body', 'must have a row below the names of its columns')
  if (lines.length > maxRows) throw unprocessable('TOO_MANY_ROWS', 'body', `must not have more than ${maxRows} rows`)
  return lines.map(({ line, cells }) => {
    const cell = (name: (typeof readColumns)[number]) => asItWas(cells[places.get(name) ?? -1] ?? '').trim()
    const [username, email, cohort] = [cell('username'), cell('email'), cell('cohort')]
    return { line, username, email, cohort, expiresAt: cell('expiresAt'), status: cell('status') }
  })
}

function decode(bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw malformed('The table is not text in UTF-8')
  }
  if (text.includes('\0')) throw malformed('The table must not contain the character NUL')
  return text
}

function parseLines(text: string): { line: number; cells: string[] }[] {
  try {
    const found: unknown = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: readColumns.length * maxCellLength * 10
    })
    return (found as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record
    }))
  } catch (error) {
    const { lines } = error as { lines?: unknown }
    throw malformed(
      `The table cannot be read${typeof lines === 'number' ? ` at line ${lines}` : ''}: look at its quotes`
    )
  }
}

/** The one that stands most often in the first line. */
function separatorOf(text: string): string {
  const head = text.split(/[\r\n]/, 1)[0] ?? ''
  const counts = separators.map((separator) => head.split(separator).length)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

/** Where each column is. */
function placesOf(names: readonly string[]): Map<string, number> {
  const known = new Map(exportedColumns.map((name) => [foldText(name), name as string]))
  const places = new Map<string, number>()
  for (const [i, given] of names.entries()) {
    const name = known.get(foldText(asItWas(given)).replace(/[\s_-]/g, ''))
    if (name === undefined) throw badColumns(`must be of ${exportedColumns.join(', ')}: column ${i + 1} is not`)
    if (places.has(name)) throw badColumns(`must stand once each: ${name} stands twice`)
    places.set(name, i)
  }
  if (!places.has('username') && !places.has('email')) throw badColumns('must have username or email among them')
  return places
}

function badColumns(message: string): AppError {
  return unprocessable('BAD_COLUMNS', 'columns', message)
}

function malformed(message: string): AppError {
  return new AppError(400, 'MALFORMED_BODY', message, { details: { body: [message] } })
}
