import { invalid } from './errors.js'
import { foldText } from './text.js'

const form = /^[\p{L}\p{N}._-]{3,50}$/u

/**
 * The username as it is kept (NFKC) and the key by which it is compared (also without case).
 * @throws 400 naming `username`
 */
export function normalizeUsername(input: string): { username: string; usernameKey: string } {
  const username = input.normalize('NFKC')
  if (!form.test(username)) throw invalid('username', 'must be 3 to 50 letters, digits, dots, underscores or hyphens')
  return { username, usernameKey: foldText(username) }
}
