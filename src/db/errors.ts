import { AppError, unavailable } from '../lib/errors.js'

interface DriverError {
  code?: unknown
  message?: unknown
  constraint?: unknown
  cause?: unknown
}

const sqliteUnique = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'])
/** Connection refused or lost, server shutting down or full, a lock or statement that took too long. */
const unavailableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  '25P03',
  '57P01',
  '57P02',
  '57P03',
  '57014',
  '53300',
  '55P03',
  '08000',
  '08003',
  '08006',
  '40001',
  '40P01'
])
const driverMessages =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|pool after calling end|connection is not open/i

/** Each error of the chain: drizzle wraps the driver's, which is the one that knows. */
function* chain(error: unknown): Generator<DriverError> {
  for (let e = error; typeof e === 'object' && e !== null; e = (e as DriverError).cause) yield e as DriverError
}

/** Whether a unique constraint (or primary key) refused the row, in either dialect. */
export function isUniqueViolation(error: unknown): boolean {
  for (const { code } of chain(error)) {
    if (code === '23505' || (typeof code === 'string' && sqliteUnique.has(code))) return true
  }
  return false
}

export function isForeignKeyViolation(error: unknown): boolean {
  for (const { code, message } of chain(error)) {
    if (code === '23503' || code === '23001' || code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return true
    // How SQLite reports ON DELETE RESTRICT, which it makes a trigger of.
    if (code === 'SQLITE_CONSTRAINT_TRIGGER' && message === 'FOREIGN KEY constraint failed') return true
  }
  return false
}

/** Failed on a conflict with another transaction: the whole of it may be run again. */
export function isRetryable(error: unknown): boolean {
  for (const { code } of chain(error)) if (code === '40001' || code === '40P01') return true
  return false
}

export function isBusy(error: unknown): boolean {
  for (const { code } of chain(error)) if (typeof code === 'string' && code.startsWith('SQLITE_BUSY')) return true
  return false
}

/**
 * What a caller is told of an error of the database: that it is away for the moment (503), or that what they asked for
 * conflicts with what is there (409). Undefined for everything else, which is a fault of ours.
 */
export function explainDatabaseError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  if (isUniqueViolation(error)) return new AppError(409, 'CONFLICT', 'It conflicts with something that exists already')
  if (isForeignKeyViolation(error))
    return new AppError(409, 'CONFLICT', 'Something that it refers to is gone, or still refers to it')
  if (isBusy(error)) return databaseAway()
  for (const { code, message } of chain(error)) {
    if (typeof code === 'string' && unavailableCodes.has(code)) return databaseAway()
    if (typeof message === 'string' && driverMessages.test(message)) return databaseAway()
  }
  return undefined
}

function databaseAway(): AppError {
  return unavailable(2, 'The database is busy: try again in a moment', 'DATABASE_UNAVAILABLE')
}
