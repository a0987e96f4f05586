import type { components } from './schema.js'

type ErrorForm = components['schemas']['Error']

/** Why a call failed: what the API said of it, or that it could not be reached (status 0). */
export class Problem extends Error {
  readonly status: number
  /** The code of the API, `OFFLINE`, or `UNREACHABLE`. */
  readonly code: string
  /** What is wrong with the fields, by their names, in the words of the API. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly retryAfterMs: number | undefined

  constructor(form: Pick<ErrorForm, 'statusCode' | 'code' | 'message' | 'details'>, retryAfterMs?: number) {
    super(form.message)
    this.status = form.statusCode
    this.code = form.code
    this.fields = form.details ?? {}
    this.retryAfterMs = retryAfterMs
  }

  static unreachable(cause: unknown): Problem {
    const code = navigator.onLine ? 'UNREACHABLE' : 'OFFLINE'
    return new Problem({ statusCode: 0, code, message: cause instanceof Error ? cause.message : String(cause) })
  }

  /** Whether the same call may succeed a moment later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

/** @param body what came instead of what was asked for; a proxy's page is none of ours */
export function problemOf(response: Response, body: unknown): Problem {
  const seconds = Number(response.headers.get('retry-after'))
  const form = isErrorForm(body)
    ? body
    : { statusCode: response.status, code: 'UNKNOWN', message: response.statusText || String(response.status) }
  return new Problem(form, seconds > 0 ? seconds * 1_000 : undefined)
}

function isErrorForm(body: unknown): body is ErrorForm {
  return typeof body === 'object' && body !== null && 'code' in body && 'statusCode' in body
}
