import { eq, lt, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { type Clock, dayMs, minuteMs, secondMs } from '../../lib/clock.js'
import { hashToken } from '../../lib/crypto.js'
import { tooManyRequests } from '../../lib/errors.js'
import type { Audit } from '../audit/index.js'

const freeFailures = 5
const maxShortPauseMs = 60 * secondMs
const longPauseEvery = 10
const longPauseMs = 15 * minuteMs
/** NIST SP 800-63B-4: after so many in a row the password no longer works, until it is reset. */
const lastFailure = 100
const forgottenAfterMs = dayMs
const never = new Date('9999-01-01T00:00:00Z')

export interface ThrottleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
}

export type LoginThrottle = ReturnType<typeof createLoginThrottle>

/**
 * Counts failed sign-ins by account and makes the next wait. By account, not by address: a whole school shares one
 * address. An account that does not exist is counted in the same way, under the hash of its name.
 */
export function createLoginThrottle({ database, clock, audit }: ThrottleDeps) {
  const { read } = database
  const { loginThrottles } = database.tables
  const keyOf = (usernameKey: string) => hashToken(`login ${usernameKey}`)

  const find = read
    .select({ blockedUntil: loginThrottles.blockedUntil })
    .from(loginThrottles)
    .where(eq(loginThrottles.accountKey, sql.placeholder('accountKey')))
    .prepare('find_login_throttle')

  return {
    /** Whether sign-ins have failed since the last success. @throws 429 with `Retry-After` */
    async check(usernameKey: string): Promise<boolean> {
      const [row] = await find.execute({ accountKey: keyOf(usernameKey) })
      const waitMs = (row?.blockedUntil.getTime() ?? 0) - clock.now().getTime()
      if (waitMs > 0)
        throw tooManyRequests(Math.min(waitMs, dayMs) / 1000, 'Too many failed sign-ins: wait before the next')
      return row !== undefined
    },

    /** `action`: as the audit log calls it. */
    async recordFailure(usernameKey: string, action: 'session.refuse' | 'password.refuse'): Promise<void> {
      const accountKey = keyOf(usernameKey)
      const now = clock.now()
      await database.transaction(async (tx) => {
        // The upsert locks the row, so that failures at one time are all counted.
        const [row] = await tx
          .insert(loginThrottles)
          .values({ accountKey, failures: 1, lastFailureAt: now, blockedUntil: now })
          .onConflictDoUpdate({
            target: loginThrottles.accountKey,
            set: { failures: sql`${loginThrottles.failures} + 1` }
          })
          .returning()
        if (!row) return
        const isForgotten =
          now.getTime() - row.lastFailureAt.getTime() > forgottenAfterMs && row.failures <= lastFailure
        const failures = isForgotten ? 1 : row.failures
        const resource = { type: 'account', id: accountKey }
        audit.record(tx, { action, resource, organizationId: null, after: { failures } })
        await tx
          .update(loginThrottles)
          .set({ failures, lastFailureAt: now, blockedUntil: blockedUntil(failures, now) })
          .where(eq(loginThrottles.accountKey, accountKey))
      })
    },

    /** After a success, and after a new password was set through a mail. */
    async clear(tx: Tx, usernameKey: string): Promise<void> {
      await tx.delete(loginThrottles).where(eq(loginThrottles.accountKey, keyOf(usernameKey)))
    },

    async forgetOld(): Promise<void> {
      const before = new Date(clock.now().getTime() - 30 * dayMs)
      await database.transaction(async (tx) => {
        await tx.delete(loginThrottles).where(lt(loginThrottles.lastFailureAt, before))
      })
    }
  }
}

function blockedUntil(failures: number, now: Date): Date {
  if (failures >= lastFailure) return never
  if (failures <= freeFailures) return now
  if (failures % longPauseEvery === 0) return new Date(now.getTime() + longPauseMs)
  const pauseMs = Math.min(2 ** (failures - freeFailures - 1) * secondMs, maxShortPauseMs)
  return new Date(now.getTime() + pauseMs)
}
