import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { prepareFindPasswordHash, saveCredentials } from './credentials.repository.js'
import type { PasswordHasher } from './password-hasher.js'
import { checkPassword } from './password-policy.js'

export type Passwords = ReturnType<typeof createPasswords>

/** Passwords and where their hashes are kept. Hashing never happens inside a transaction: all others would wait. */
export function createPasswords(deps: { database: Database; clock: Clock; hasher: PasswordHasher }) {
  const { database, clock, hasher } = deps
  const findPasswordHash = prepareFindPasswordHash(database)
  return {
    /** @throws 400 naming `field` when it is too weak; 503 when too many hashes are under way */
    async hash(password: string, username: string, field = 'password'): Promise<string> {
      checkPassword(password, username, field)
      return hasher.hash(password)
    },
    async save(tx: Tx, userId: string, passwordHash: string): Promise<void> {
      await saveCredentials(database, tx, { userId, passwordHash, changedAt: clock.now() })
    },
    /** Takes as long for a user who is not there. @throws 503 */
    async matches(userId: string | undefined, password: string): Promise<boolean> {
      return hasher.verify(userId === undefined ? undefined : await findPasswordHash(userId), password)
    }
  }
}
