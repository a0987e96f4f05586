import type { Database } from '../../db/database.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import { invalid } from '../../lib/errors.js'
import { foldText } from '../../lib/text.js'
import type { Audit } from '../audit/index.js'
import type { Mails } from '../mails/index.js'
import { findMailableAccount, findResetOwner } from './accounts.repository.js'
import type { LoginThrottle } from './login-throttle.js'
import { findTokenTime, replaceToken, takeToken } from './one-time-tokens.repository.js'
import { resetMail } from './password-reset.mail.js'
import type { Passwords } from './passwords.js'
import type { Sessions } from './sessions.js'

const linkLivesMs = 30 * minuteMs
/** Nobody's mailbox is filled by asking again and again. */
const betweenMailsMs = minuteMs

export interface PasswordResetDeps {
  database: Database
  audit: Pick<Audit, 'record'>
  clock: Clock
  sessions: Sessions
  passwords: Passwords
  throttle: LoginThrottle
  mails: Pick<Mails, 'queue'>
  onError: (error: unknown) => void
}

export type PasswordReset = ReturnType<typeof createPasswordReset>

export function createPasswordReset(deps: PasswordResetDeps) {
  const { database, clock, audit, sessions, passwords, throttle, mails, onError } = deps
  const underWay = new Set<Promise<void>>()

  async function queueLink(name: string): Promise<void> {
    const user = await findMailableAccount(database, foldText(name))
    if (!user?.email) return
    const lastSentAt = await findTokenTime(database, { purpose: 'password_reset', userId: user.id })
    if (lastSentAt && clock.now().getTime() - lastSentAt.getTime() < betweenMailsMs) return
    const { id: userId, email, language } = user
    await database.transaction(async (tx, afterCommit) => {
      const now = clock.now()
      const token = await replaceToken(database, tx, { purpose: 'password_reset', userId, now, livesMs: linkLivesMs })
      audit.record(tx, { action: 'password.ask_reset', resource: { type: 'user', id: userId }, organizationId: null })
      await mails.queue(tx, afterCommit, {
        ...{ kind: 'password_reset', userId, to: email, language, isSecret: true },
        ...resetMail(language, { name: user.fullName ?? user.username, link: `/app/reset-password?token=${token}` })
      })
    })
  }

  return {
    /** Answers before it looks: nobody learns from the answer, or its time, whether the account exists. */
    request(name: string): void {
      const work: Promise<void> = queueLink(name)
        .catch(onError)
        .finally(() => underWay.delete(work))
      underWay.add(work)
    },

    /** Ends every session and signs nobody in. @throws 400 INVALID_TOKEN; 400 for a weak password; 503 */
    async complete({ token, newPassword }: { token: string; newPassword: string }): Promise<void> {
      const owner = await findTokenOwner(token)
      const passwordHash = await passwords.hash(newPassword, owner.username, 'newPassword')
      await database.transaction(async (tx, afterCommit) => {
        const taken = await takeToken(database, tx, { purpose: 'password_reset', token, now: clock.now() })
        if (!taken?.userId) throw invalidToken()
        await passwords.save(tx, taken.userId, passwordHash)
        const resource = { type: 'user', id: taken.userId }
        audit.record(tx, { action: 'password.reset', resource, organizationId: null, actorId: taken.userId })
        await throttle.clear(tx, owner.usernameKey)
        await sessions.endAll(tx, afterCommit, taken.userId)
      })
    },

    /** For the shutdown: what was promised is queued. */
    async idle(): Promise<void> {
      await Promise.all(underWay)
    }
  }

  async function findTokenOwner(token: string) {
    const owner = await findResetOwner(database, { token, now: clock.now() })
    if (!owner) throw invalidToken()
    return owner
  }
}

function invalidToken(): Error {
  return invalid('token', 'is not valid, was used, or has expired', 'INVALID_TOKEN')
}
