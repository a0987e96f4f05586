import { toLine } from './text.js'

/** Messages by field, as the error form carries them. */
export type ErrorDetails = Record<string, string[]>

interface ErrorOptions {
  details?: ErrorDetails
  headers?: Record<string, string>
}

/** An error that the caller may see: it knows its status and carries a stable code. Anything else is a 500. */
export class AppError extends Error {
  readonly statusCode: number
  readonly code: string
  readonly details: ErrorDetails | undefined
  readonly headers: Record<string, string> | undefined

  constructor(statusCode: number, code: string, message: string, { details, headers }: ErrorOptions = {}) {
    super(message)
    this.name = 'AppError'
    this.statusCode = statusCode
    this.code = code
    this.details = details
    this.headers = headers
  }
}

export function invalid(field: string, message: string, code = 'VALIDATION_FAILED'): AppError {
  return new AppError(400, code, `${field} ${message}`, { details: { [field]: [message] } })
}

export function unauthenticated(message = 'Sign in first'): AppError {
  return new AppError(401, 'UNAUTHENTICATED', message)
}

export function forbidden(message = 'You may not do this', code = 'FORBIDDEN'): AppError {
  return new AppError(403, code, message)
}

/** Also for what the caller may not see: they cannot tell the two apart. */
export function notFound(what: string): AppError {
  return new AppError(404, 'NOT_FOUND', `${what} not found`)
}

export function conflict(code: string, message: string, details?: ErrorDetails): AppError {
  return new AppError(409, code, message, details ? { details } : {})
}

export function preconditionFailed(): AppError {
  return new AppError(412, 'PRECONDITION_FAILED', 'It has changed since you read it: read it again')
}

/** A request that is well-formed and breaks a rule of the product. */
export function unprocessable(code: string, field: string, message: string): AppError {
  return new AppError(422, code, `${field} ${message}`, { details: { [field]: [message] } })
}

export function tooManyRequests(retryAfterSeconds: number, message: string): AppError {
  return new AppError(429, 'TOO_MANY_REQUESTS', message, { headers: retryAfter(retryAfterSeconds) })
}

export function unavailable(retryAfterSeconds: number, message: string, code = 'UNAVAILABLE'): AppError {
  return new AppError(503, code, message, { headers: retryAfter(retryAfterSeconds) })
}

function retryAfter(seconds: number): Record<string, string> {
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}

const maxReasonLength = 500

/**
 * Why it failed, to be kept and shown: what lies at the bottom of it. What is around it may name the values of a
 * statement, which are about people.
 */
export function reasonOf(error: unknown): string {
  let reason = error
  while (reason instanceof Error && reason.cause !== undefined) reason = reason.cause
  return toLine(String(reason).slice(0, maxReasonLength))
}
