import { nameOf as nameOfKnown } from '../people/name.js'
import { t } from './messages.js'

/** What to call somebody; their account may be gone. */
export function nameOf(person: { username: string; fullName: string | null } | null): string {
  return person ? nameOfKnown(person) : t('gone')
}
