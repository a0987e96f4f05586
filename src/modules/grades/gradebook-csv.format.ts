import { badColumns, readLines } from '../../http/csv.js'
import { idPattern } from '../../lib/ids.js'
import { foldText } from '../../lib/text.js'
import type { GradeItem } from './gradebook.repository.js'

/** What a table of grades says of a learner. */
export interface GradeTableRow {
  /** In the file, from 1. */
  line: number
  username: string
  reason: string
  /** Of those items that it says something of. */
  cells: { itemId: string; text: string }[]
}

export interface GradeTable {
  /** In the order of the columns. */
  itemIds: string[]
  rows: GradeTableRow[]
}

/** Around the columns of the items. The import reads the name of the user, and leaves the others be. */
export const columnsBefore = ['username', 'name', 'cohort'] as const
export const columnsAfter = ['current', 'final', 'passed'] as const
const named: readonly string[] = [...columnsBefore, ...columnsAfter, 'reason']

/** As much as a body may hold. */
const maxLineLength = 1_048_576
const itemId = new RegExp((['project', 'quiz', 'checkpoint'] as const).map((kind) => idPattern(kind)).join('|'))

/** The title is for people: the id in brackets at the end says which item it is, and of which kind. */
export function columnOf({ kind, itemId, title }: GradeItem): string {
  return `${kind} ${title} (${itemId})`
}

/**
 * The rows of a table of grades. Whether its items are there, whoever has the gradebook knows.
 * @throws 400 MALFORMED_BODY; 422 BAD_COLUMNS, NO_ROWS, TOO_MANY_ROWS
 */
export function readGradeTable(bytes: Uint8Array): GradeTable {
  const { names, lines } = readLines(bytes, { maxLineLength })
  const columns = names.map(columnNamed)
  const twice = columns.find((column, i) => columns.indexOf(column) !== i)
  if (twice !== undefined) throw badColumns(`must stand once each: ${twice} stands twice`)
  const places = new Map(columns.map((column, place) => [column, place]))
  if (!places.has('username')) throw badColumns('must have username among them')
  const itemIds = columns.filter((column) => !named.includes(column))
  if (itemIds.length === 0) throw badColumns('must have an item among them, with its id at the end')
  const rows = lines.map(({ line, cells }): GradeTableRow => {
    const cell = (column: string) => (cells[places.get(column) ?? -1] ?? '').trim()
    const given = itemIds.map((id) => ({ itemId: id, text: cell(id) })).filter(({ text }) => text !== '')
    return { line, username: cell('username'), reason: cell('reason'), cells: given }
  })
  return { itemIds, rows }
}

/** Its name, or the id of its item. @throws 422 BAD_COLUMNS */
function columnNamed(given: string, place: number): string {
  const text = given.trim()
  const name = foldText(text)
  if (named.includes(name)) return name
  const id = /\(([^()]*)\)$/.exec(text)?.[1] ?? text
  if (itemId.test(id)) return id
  throw badColumns(
    `must be of ${named.join(', ')}, or end with the id of an item in brackets: column ${place + 1} is not`
  )
}

/** In hundredths; null for the hyphen, which takes away what was set; undefined for what is no number of points. */
export function readPoints(text: string): number | null | undefined {
  if (text === '-') return null
  const [, whole = '', decimals = ''] = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  return whole === '' ? undefined : Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
}
