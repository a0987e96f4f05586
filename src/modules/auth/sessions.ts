import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { createToken, hashToken } from '../../lib/crypto.js'
import { notFound } from '../../lib/errors.js'
import { hasPower } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import type { Notifications } from '../notifications/index.js'
import { createLucia, createLuciaAdapter } from './lucia.js'
import {
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  type LiveSession,
  listSessions,
  markSessionSeen,
  prepareFindSession,
  prepareHasPowerfulRole
} from './sessions.repository.js'

/** How long a session lives without being used, and at most. */
export interface SessionLimits {
  idleMs: number
  maxMs: number
}

export interface SessionCookie {
  name: string
  value: string
  attributes: { httpOnly: boolean; secure: boolean; sameSite: 'lax'; path: string; maxAge: number }
}

export interface StartedSession {
  id: string
  cookie: SessionCookie
  expiresAt: Date
}

export interface SessionsDeps {
  database: Database
  clock: Clock
  limits: { learner: SessionLimits; staff: SessionLimits }
  /** Secure and `__Host-`, or for plain HTTP in development neither. */
  https: boolean
  audit: Pick<Audit, 'record'>
  notifications: Pick<Notifications, 'touch'>
}

export type Sessions = ReturnType<typeof createSessions>

/** A use is written down when this part of the idle limit has passed: a busy user must not write with every request. */
const slideAfterShare = 1 / 24

export function createSessions({ database, clock, limits, https, audit, notifications }: SessionsDeps) {
  const cookieName = https ? '__Host-sid' : 'sid'
  const options = { cookieName, secure: https }
  const findSession = prepareFindSession(database)
  const hasPowerfulRole = prepareHasPowerfulRole(database)
  const cookies = createLucia(createLuciaAdapter(database), options)

  function limitsOf(isStaff: boolean): SessionLimits {
    return isStaff ? limits.staff : limits.learner
  }

  /** By the roles of this moment: who gains power has a shorter session at once. */
  function expiryOf({ lastSeenAt, createdAt, grants }: LiveSession): { isStaff: boolean; expiresAtMs: number } {
    const isStaff = hasPower(grants)
    const { idleMs, maxMs } = limitsOf(isStaff)
    return { isStaff, expiresAtMs: Math.min(lastSeenAt.getTime() + idleMs, createdAt.getTime() + maxMs) }
  }

  /** Also writes when it would end without another use: the job that deletes expired sessions goes by that. */
  async function slide(id: string, session: LiveSession): Promise<void> {
    const seenAt = clock.now()
    const expiresAt = new Date(expiryOf({ ...session, lastSeenAt: seenAt }).expiresAtMs)
    await database.transaction((tx) => markSessionSeen(database, tx, { id, seenAt, expiresAt }))
  }

  return {
    cookieName,

    /** The bearer of the token. A use of the session slides its end, at most so often. */
    async findPrincipal(token: string, { isUse }: { isUse: boolean }): Promise<Principal | null> {
      const id = hashToken(token)
      const session = await findSession(id)
      if (!session) return null
      const now = clock.now().getTime()
      const { isStaff, expiresAtMs } = expiryOf(session)
      if (expiresAtMs <= now) return null
      const unwrittenMs = now - session.lastSeenAt.getTime()
      if (isUse && unwrittenMs > limitsOf(isStaff).idleMs * slideAfterShare) await slide(id, session)
      const { profile, grants } = session
      const sessionExpiresAt = new Date(expiresAtMs)
      return { userId: profile.id, username: profile.username, profile, grants, sessionId: id, sessionExpiresAt }
    },

    /** A new session with a new token: at every sign-in and every change of privilege. */
    async start(tx: Tx, userId: string, device: string): Promise<StartedSession> {
      const token = createToken()
      const now = clock.now()
      const { idleMs, maxMs } = limitsOf(await hasPowerfulRole(tx, userId))
      const expiresAt = new Date(now.getTime() + Math.min(idleMs, maxMs))
      const lucia = createLucia(createLuciaAdapter(database, { tx, expiresAt }), options)
      const id = hashToken(token)
      await lucia.createSession(userId, { createdAt: now, lastSeenAt: now, device }, { sessionId: id })
      const resource = { type: 'session', id: shortId(id) }
      audit.record(tx, { action: 'session.create', resource, organizationId: null, after: { device }, actorId: userId })
      const { attributes } = lucia.createSessionCookie(token)
      return {
        id,
        expiresAt,
        cookie: { name: cookieName, value: token, attributes: cookieAttributes(attributes.secure === true, maxMs) }
      }
    },

    blankCookie(): SessionCookie {
      const { name, value, attributes } = cookies.createBlankSessionCookie()
      return { name, value, attributes: cookieAttributes(attributes.secure === true, 0) }
    },

    /** @param sessionId of who asks */
    async list({ userId, sessionId }: Pick<Principal, 'userId' | 'sessionId'>) {
      const rows = await listSessions(database, userId)
      return rows.map((row) => ({ ...row, isCurrent: row.id === sessionId }))
    },

    /** @throws 404 when it is not a session of this user */
    async end(tx: Tx, afterCommit: AfterCommit, { id, userId }: { id: string; userId: string }): Promise<void> {
      if (!(await deleteSession(database, tx, { id, userId }))) throw notFound('Session')
      const resource = { type: 'session', id: shortId(id) }
      audit.record(tx, { action: 'session.end', resource, organizationId: null, before: { user: userId } })
      await notifications.touch(tx, afterCommit, [userId])
    },

    /** All of a user's sessions, or all but one; the streams that they opened end too. */
    async endAll(
      tx: Tx,
      afterCommit: AfterCommit,
      userId: string,
      { except }: { except?: string } = {}
    ): Promise<void> {
      if (except === undefined)
        await createLucia(createLuciaAdapter(database, { tx }), options).invalidateUserSessions(userId)
      else await deleteOtherSessions(database, tx, { userId, keptId: except })
      const resource = { type: 'user', id: userId }
      const after = except === undefined ? {} : { kept: shortId(except) }
      audit.record(tx, { action: 'session.end_all', resource, organizationId: null, after })
      await notifications.touch(tx, afterCommit, [userId])
    },

    async deleteExpired(): Promise<void> {
      await database.transaction((tx) => deleteExpiredSessions(database, tx, clock.now()))
    }
  }
}

/** Enough to tell sessions apart, and too little to be one. */
function shortId(id: string): string {
  return id.slice(0, 8)
}

function cookieAttributes(secure: boolean, maxAgeMs: number): SessionCookie['attributes'] {
  return { httpOnly: true, secure, sameSite: 'lax', path: '/', maxAge: Math.floor(maxAgeMs / 1000) }
}
