import { addDays, isCalendarDate, parseMoment, startOfDay } from '../../lib/calendar.js'
import { foldText } from '../../lib/text.js'
import type { TableRow } from './enrolments-csv.format.js'
import type { FoundUser } from './enrolments-csv.repository.js'

/** What becomes, or would become, of a row. */
export interface RowResult {
  line: number
  status: 'enrolled' | 'waiting' | 'already' | 'error'
  /** Of the learner, or what the row calls them when there is none. */
  username: string
  code?: string
  message?: string
}

/** A row that asks for something that may be done, by itself. */
export interface Wish {
  line: number
  user: FoundUser
  /** Folded; empty for none. */
  cohort: string
  expiresAt: Date | null
}

export interface FoundUsers {
  byUsername: ReadonlyMap<string, FoundUser>
  byEmail: ReadonlyMap<string, FoundUser>
}

const maxShownLength = 100
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/
/** What the export says of enrolments that are over: to begin them again takes more than the same file. */
const overStatuses = ['cancelled', 'expired']

/** What each row asks for, or what is wrong with it. */
export function wishesOf(
  rows: readonly TableRow[],
  { users, timeZone, now }: { users: FoundUsers; timeZone: string; now: Date }
): (Wish | RowResult)[] {
  const lineOf = new Map<string, number>()
  return rows.map((row) => {
    const problem = (code: string, message: string): RowResult => rowError(row, code, message)
    if (!row.username && !row.email) return problem('NO_LEARNER', 'The row names no learner')
    const user = row.username ? users.byUsername.get(foldText(row.username)) : users.byEmail.get(foldText(row.email))
    if (!user) return problem('UNKNOWN_USER', row.username ? 'There is no such user' : 'Nobody here has this e-mail')
    if (row.email && user.emailKey !== foldText(row.email)) {
      return problem('USER_MISMATCH', 'The e-mail is not that of the user')
    }
    const before = lineOf.get(user.id)
    if (before !== undefined) return problem('DUPLICATE_ROW', `The learner stands in line ${before} already`)
    lineOf.set(user.id, row.line)
    if (overStatuses.includes(foldText(row.status))) {
      return problem('ENDED', 'It is over: take the status out of the row to begin it again')
    }
    const expiresAt = endIn(row.expiresAt, timeZone)
    if (expiresAt === undefined) {
      return problem('BAD_EXPIRES_AT', 'expiresAt must be a day (2026-12-31) or a moment (2026-12-31T10:00:00Z)')
    }
    if (expiresAt !== null && expiresAt <= now) return problem('BAD_EXPIRES_AT', 'expiresAt must not have passed')
    return { line: row.line, user, cohort: foldText(row.cohort), expiresAt }
  })
}

export function isWish(row: Wish | RowResult): row is Wish {
  return 'user' in row
}

export function errorOf({ line, user }: Wish, code: string, message: string): RowResult {
  return { line, status: 'error', username: user.username, code, message }
}

function rowError({ line, username, email }: TableRow, code: string, message: string): RowResult {
  const shown = (username || email).slice(0, maxShownLength).toWellFormed()
  return { line, status: 'error', username: shown, code, message }
}

/** A day is meant to its end. Null: none is given; undefined: it is no time. */
function endIn(text: string, timeZone: string): Date | null | undefined {
  if (text === '') return null
  if (isCalendarDate(text)) return startOfDay(addDays(text, 1), timeZone)
  if (!moment.test(text)) return undefined
  try {
    return parseMoment('expiresAt', text)
  } catch {
    return undefined
  }
}
