import { DrizzlePostgreSQLAdapter, DrizzleSQLiteAdapter } from '@lucia-auth/adapter-drizzle'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Database, Tx } from '../../db/database.js'
import type { LiveSession } from './sessions.repository.js'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseSessionAttributes: SessionAttributes
    DatabaseUserAttributes: LiveSession
  }
}

export interface SessionAttributes {
  createdAt: Date
  lastSeenAt: Date
  device: string
}

export interface LuciaOptions {
  cookieName: string
  secure: boolean
}

/**
 * Lucia keeps the sessions and makes the cookie. What it is handed as the id of a session is the SHA-256 of the token:
 * it stores ids as they are. When a session ends is decided by `sessions.ts`, which knows a limit for each kind of
 * role and an absolute one; Lucia is told the result, and a span of zero keeps it from extending anything by itself.
 */
export function createLucia(adapter: Adapter, { cookieName, secure }: LuciaOptions) {
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(0, 'ms'),
    sessionCookie: { name: cookieName, attributes: { secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (user) => user
  })
}

/** Its reads are `find`, one prepared query; its writes happen inside `tx`, or they would land in somebody else's. */
export function createLuciaAdapter(
  database: Database,
  {
    tx,
    find,
    expiresAt
  }: { tx?: Tx; find?: (id: string) => Promise<[LiveSession, Date] | undefined>; expiresAt?: Date }
): Adapter {
  const refuse = () => Promise.reject(new Error('a session is written inside a transaction'))
  const writes = tx && drizzleAdapter(database, tx)
  return {
    async getSessionAndUser(id) {
      const found = await find?.(id)
      if (!found) return [null, null]
      const [user, expires] = found
      const { userId, createdAt, lastSeenAt } = user
      return [
        { id, userId, expiresAt: expires, attributes: { createdAt, lastSeenAt, device: '' } },
        { id: userId, attributes: user }
      ]
    },
    setSession: (session) => writes?.setSession({ ...session, expiresAt: expiresAt ?? session.expiresAt }) ?? refuse(),
    deleteUserSessions: (userId) => writes?.deleteUserSessions(userId) ?? refuse(),
    // Expired ones are deleted by a job: a read does not write.
    deleteSession: (id) => writes?.deleteSession(id) ?? Promise.resolve(),
    updateSessionExpiration: () => Promise.resolve(),
    getUserSessions: refuse,
    deleteExpiredSessions: refuse
  }
}

/** The drizzle adapters want tables typed to the letter; ours are typed by the column kit. */
function drizzleAdapter({ dialect, tables: { sessions, users } }: Database, tx: Tx): Adapter {
  const [queries, sessionTable, userTable] = [tx, sessions, users] as unknown as [never, never, never]
  return dialect === 'sqlite'
    ? new DrizzleSQLiteAdapter(queries, sessionTable, userTable)
    : new DrizzlePostgreSQLAdapter(queries, sessionTable, userTable)
}
