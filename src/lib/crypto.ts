import { hash, randomBytes } from 'node:crypto'

/** 32 random bytes, base64url: 43 characters. What the client keeps and we do not. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token: a leaked table must not be a set of live sessions. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url')
}

/** Short, and another one for another text: for an `ETag`, not for a secret. */
export function digestOf(text: string): string {
  return hash('sha1', text, 'base64url')
}
