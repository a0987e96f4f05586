import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { AppError, unprocessable } from '../lib/errors.js'

/** A line of a table. */
export interface TableLine {
  /** In the file, from 1. */
  line: number
  cells: string[]
}

export const byteOrderMark = '\ufeff'
const maxRows = 5_000
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
 * A table in UTF-8, with or without a byte order mark, parted by commas, semicolons or tabs: the names of its columns, and
 * the lines below them. Cells are as they were before `writeLines`.
 * @throws 400 MALFORMED_BODY; 422 NO_ROWS, TOO_MANY_ROWS
 */
export function readLines(
  bytes: Uint8Array,
  { maxLineLength }: { maxLineLength: number }
): { names: string[]; lines: TableLine[] } {
  const [head, ...lines] = parseLines(decode(bytes), maxLineLength)
  if (!head) throw unprocessable('NO_ROWS', 'body', 'must have a line that names its columns')
  if (lines.length === 0) throw unprocessable('NO_ROWS', 'body', 'must have a row below the names of its columns')
  if (lines.length > maxRows) throw unprocessable('TOO_MANY_ROWS', 'body', `must not have more than ${maxRows} rows`)
  return { names: head.cells, lines }
}

export function badColumns(message: string): AppError {
  return unprocessable('BAD_COLUMNS', 'columns', message)
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

function parseLines(text: string, maxLineLength: number): TableLine[] {
  try {
    const found: unknown = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: maxLineLength
    })
    return (found as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record.map(asItWas)
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

function malformed(message: string): AppError {
  return new AppError(400, 'MALFORMED_BODY', message, { details: { body: [message] } })
}
