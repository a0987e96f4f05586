import { lastMomentMs } from './calendar.js'
import { invalid } from './errors.js'

export const defaultPageSize = 20
export const maxPageSize = 100

/** One page of a list, as it goes over the wire. */
export interface Page<T> {
  data: T[]
  nextCursor: string | null
  total?: number
}

/** The values of the sort columns of the last row of a page; the id, which makes them unique, comes last. */
export type CursorValues = readonly (string | number | null)[]

/** A keyset cursor: opaque to the client, bound to the order that it was made for. */
export function encodeCursor(sort: string, values: CursorValues): string {
  return Buffer.from(JSON.stringify([sort, ...values])).toString('base64url')
}

/** `time`: in milliseconds, one that both databases know. */
type CursorType = 'string' | 'number' | 'time'

/** @throws 400 naming `cursor` when it is not one that we made for this order and these types. */
export function decodeCursor(cursor: string, sort: string, types: readonly CursorType[]): CursorValues {
  const [madeFor, ...values] = parse(cursor)
  const fits =
    madeFor === sort && values.length === types.length && values.every((value, i) => isOfType(value, types[i]))
  if (!fits) throw badCursor()
  return values as CursorValues
}

/** Cuts the one row read too many and makes the cursor of the next page of the last one kept. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  { sort, key, present }: { sort: string; key: (row: Row) => CursorValues; present: (row: Row) => T }
): Page<T> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    data: kept.map(present),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(sort, key(last)) : null
  }
}

function isOfType(value: unknown, type: CursorType | undefined): boolean {
  if (type === 'string') return typeof value === 'string'
  if (!Number.isSafeInteger(value)) return false
  return type === 'number' || ((value as number) >= 0 && (value as number) <= lastMomentMs)
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(value) && value.every((item) => typeof item !== 'string' || !/\0|\p{Cs}/u.test(item)))
      return value
  } catch {
    // falls through to the one answer for all that is not a cursor
  }
  throw badCursor()
}

function badCursor(): Error {
  return invalid('cursor', 'is not a cursor of this list')
}
