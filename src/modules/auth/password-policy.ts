import { dictionary } from '@zxcvbn-ts/language-common'
import { invalid } from '../../lib/errors.js'
import { foldText } from '../../lib/text.js'

const minLength = 8
const maxLength = 128
const common = new Set(dictionary['passwords-common'].map((word) => foldText(String(word))))

/**
 * Length, and whether it is one of those that are tried first. No rules of composition: they make passwords worse
 * (NIST SP 800-63B-4). The length is counted in code points of the normal form (NFC).
 * @throws 400 naming `field`
 */
export function checkPassword(password: string, username: string, field: string): void {
  const normal = password.normalize('NFC')
  const length = [...normal].length
  if (length < minLength || length > maxLength) throw invalid(field, `must be ${minLength} to ${maxLength} characters`)
  const folded = foldText(normal)
  if (folded === foldText(username)) throw invalid(field, 'must not be the username', 'PASSWORD_TOO_WEAK')
  if (common.has(folded)) throw invalid(field, 'is one of the most common ones', 'PASSWORD_TOO_WEAK')
}
