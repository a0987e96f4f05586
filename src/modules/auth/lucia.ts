import { DrizzlePostgreSQLAdapter, DrizzleSQLiteAdapter } from '@lucia-auth/adapter-drizzle'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Database, Tx } from '../../db/database.js'

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>
    DatabaseSessionAttributes: SessionAttributes
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
 * Lucia makes and ends sessions and shapes their cookie. What it is handed as the id of a session is the SHA-256 of the
 * token: it stores ids as they are. Finding the session of a request is not its part (`sessions.repository.ts`: one
 * prepared query), nor is when a session ends (`sessions.ts`: by role, and absolutely), hence the span of zero.
 */
export function createLucia(adapter: Adapter, { cookieName, secure }: LuciaOptions) {
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(0, 'ms'),
    sessionCookie: { name: cookieName, attributes: { secure, sameSite: 'lax', path: '/' } }
  })
}

/** Its writes happen inside `tx`, or they would land in somebody else's transaction; it is not asked to read. */
export function createLuciaAdapter(database: Database, { tx, expiresAt }: { tx?: Tx; expiresAt?: Date } = {}): Adapter {
  const refuse = () => Promise.reject(new Error('Lucia only makes and ends sessions here, inside a transaction'))
  const writes = tx && drizzleAdapter(database, tx)
  return {
    setSession: (session) => writes?.setSession({ ...session, expiresAt: expiresAt ?? session.expiresAt }) ?? refuse(),
    deleteUserSessions: (userId) => writes?.deleteUserSessions(userId) ?? refuse(),
    deleteSession: refuse,
    getSessionAndUser: refuse,
    updateSessionExpiration: refuse,
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
