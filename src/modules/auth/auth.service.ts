import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import { AppError, conflict, forbidden } from '../../lib/errors.js'
import type { Language } from '../../lib/languages.js'
import { foldText } from '../../lib/text.js'
import { normalizeUsername } from '../../lib/usernames.js'
import type { Audit } from '../audit/index.js'
import type { Organizations } from '../organizations/index.js'
import type { UserRow, Users } from '../users/index.js'
import { prepareFindAccount } from './accounts.repository.js'
import type { Browser } from './device.js'
import type { LoginThrottle } from './login-throttle.js'
import type { Passwords } from './passwords.js'
import type { Sessions, StartedSession } from './sessions.js'

export interface AuthDeps {
  database: Database
  audit: Pick<Audit, 'record'>
  users: Pick<Users, 'create'>
  organizations: Pick<Organizations, 'require'>
  sessions: Sessions
  passwords: Passwords
  throttle: LoginThrottle
  allowRegistration: boolean
}

export interface Registration {
  username: string
  password: string
  fullName?: string
  email?: string
  age?: number
  language?: Language
  timeZone?: string
}

export interface SignedIn {
  user: UserRow
  session: StartedSession
}

export type AuthService = ReturnType<typeof createAuthService>

export function createAuthService(deps: AuthDeps) {
  const { database, audit, users, organizations, sessions, passwords, throttle, allowRegistration } = deps
  const findAccount = prepareFindAccount(database)

  return {
    /** @throws 403 when registration is closed; 409 USERNAME_TAKEN, EMAIL_TAKEN; 422 UNKNOWN_TIME_ZONE; 400; 503 */
    async register({ password, ...profile }: Registration, { device, language }: Browser): Promise<SignedIn> {
      if (!allowRegistration) throw forbidden('Accounts are made by the administrators here', 'REGISTRATION_CLOSED')
      const { username, usernameKey } = normalizeUsername(profile.username)
      // Before the work of hashing; the unique index decides between two at one time.
      const details = { username: ['is taken'] }
      if (await findAccount(usernameKey)) throw conflict('USERNAME_TAKEN', 'This username is taken', details)
      const passwordHash = await passwords.hash(password, username)
      const { id: organizationId } = await organizations.require(database.read, undefined)
      return database.transaction(async (tx) => {
        const user = await users.create(tx, {
          ...(language && { language }),
          ...profile,
          username,
          organizationId,
          createdBy: null
        })
        await passwords.save(tx, user.id, passwordHash)
        return { user, session: await sessions.start(tx, user.id, device) }
      })
    },

    /**
     * The same answer in the same time for an unknown name and a wrong password.
     * @throws 401 INVALID_CREDENTIALS; 403 ACCOUNT_DISABLED, only to who knows the password; 429; 503
     */
    async login(
      { username, password }: { username: string; password: string },
      { device, former }: { device: string; former: Principal | null }
    ): Promise<SignedIn> {
      const usernameKey = foldText(username)
      const hasFailed = await throttle.check(usernameKey)
      const user = await findAccount(usernameKey)
      const matches = await passwords.matches(user?.id, password)
      if (!matches || !user || user.deletedAt) {
        await throttle.recordFailure(usernameKey, 'session.refuse')
        throw new AppError(401, 'INVALID_CREDENTIALS', 'The username or the password is wrong')
      }
      if (user.status !== 'active') {
        const entry = { action: 'session.refuse', organizationId: null, after: { status: user.status } }
        await database.transaction(async (tx) => {
          audit.record(tx, { ...entry, resource: { type: 'user', id: user.id } })
        })
        throw forbidden('This account is disabled', 'ACCOUNT_DISABLED')
      }
      return database.transaction(async (tx, afterCommit) => {
        if (hasFailed) await throttle.clear(tx, usernameKey)
        const session = await sessions.start(tx, user.id, device)
        if (former) await sessions.end(tx, afterCommit, { id: former.sessionId, userId: former.userId })
        return { user, session }
      })
    },

    /** @throws 404 when it is not one of the caller's own */
    async endSession({ userId }: Principal, id: string): Promise<void> {
      await database.transaction((tx, afterCommit) => sessions.end(tx, afterCommit, { id, userId }))
    },

    async endOtherSessions({ userId, sessionId }: Principal): Promise<void> {
      await database.transaction((tx, afterCommit) => sessions.endAll(tx, afterCommit, userId, { except: sessionId }))
    },

    /** A new token for this session; all others end. @throws 401 INVALID_CREDENTIALS; 429; 400; 503 */
    async changePassword(
      { userId, username }: Principal,
      { currentPassword, newPassword, device }: { currentPassword: string; newPassword: string; device: string }
    ): Promise<StartedSession> {
      const usernameKey = foldText(username)
      await throttle.check(usernameKey)
      if (!(await passwords.matches(userId, currentPassword))) {
        await throttle.recordFailure(usernameKey, 'password.refuse')
        throw new AppError(401, 'INVALID_CREDENTIALS', 'The current password is wrong')
      }
      const passwordHash = await passwords.hash(newPassword, username, 'newPassword')
      return database.transaction(async (tx, afterCommit) => {
        await throttle.clear(tx, usernameKey)
        await passwords.save(tx, userId, passwordHash)
        audit.record(tx, { action: 'password.change', resource: { type: 'user', id: userId }, organizationId: null })
        const session = await sessions.start(tx, userId, device)
        await sessions.endAll(tx, afterCommit, userId, { except: session.id })
        return session
      })
    }
  }
}
