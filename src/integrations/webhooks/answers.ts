import { TargetRefused } from './target.js'

const maxAnswerBytes = 1_024
const longestWaitMs = 12 * 3_600_000

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed without an answer',
  EPIPE: 'the connection was closed without an answer',
  ENOTFOUND: 'the name has no address',
  ENODATA: 'the name has no address',
  ETIMEOUT: 'the name servers do not answer',
  ESERVFAIL: 'the name servers do not answer',
  EAI_AGAIN: 'the name servers do not answer',
  ETIMEDOUT: 'nobody answers at this address',
  EHOSTUNREACH: 'nobody answers at this address',
  ENETUNREACH: 'nobody answers at this address',
  HPE_HEADER_OVERFLOW: 'the headers of the answer are too large',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by nobody who is trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody who is trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody who is trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name'
}

/** In words that may be shown: an error's own text may name addresses that are nobody's business. */
export function describeFailure(error: unknown): string {
  if (error instanceof TargetRefused) return error.message
  const code = codeOf(error)
  if (code === undefined) return 'the connection was closed without an answer'
  return failures[code] ?? (code.startsWith('HPE_') ? 'the answer is not HTTP' : `the connection failed (${code})`)
}

/** Of several addresses none took the connection: the first says why. */
function codeOf(error: unknown): string | undefined {
  const first = error instanceof AggregateError ? error.errors[0] : error
  const { code } = Object(first) as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : undefined
}

/** The beginning of it as one line of text, whatever it was. Null where there is nothing to read. */
export function tidyAnswer(bytes: Buffer): string | null {
  const text = new TextDecoder()
    .decode(bytes.subarray(0, maxAnswerBytes))
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  return shorten(text, maxAnswerBytes) || null
}

/** What is not UTF-8 becomes longer when it is read. */
function shorten(text: string, bytes: number): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bytes)).replace(/\ufffd+$/, '')
}

/** Of those who are too busy (429, 503); as seconds, or as a date. Others have nothing to ask. */
export function readRetryAfter(status: number, header: string | undefined, now: Date): number | null {
  if (header === undefined || (status !== 429 && status !== 503)) return null
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime()
  return waitMs > 0 ? Math.min(waitMs, longestWaitMs) : null
}
