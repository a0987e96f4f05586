import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Users } from '../users/index.js'
import type { Sessions } from './sessions.js'

export interface UserSessionsDeps {
  database: Database
  users: Pick<Users, 'requireManageable'>
  sessions: Pick<Sessions, 'list' | 'end' | 'endAll'>
}

export type UserSessions = ReturnType<typeof createUserSessions>

/** Where somebody else is signed in: for who may change their account. Each throws 403, 404. */
export function createUserSessions({ database, users, sessions }: UserSessionsDeps) {
  return {
    async list(actor: Principal, userId: string) {
      await users.requireManageable(database.read, actor, userId)
      return sessions.list({ userId, sessionId: actor.sessionId })
    },

    async end(actor: Principal, session: { userId: string; id: string }): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        await users.requireManageable(tx, actor, session.userId)
        await sessions.end(tx, afterCommit, session)
      })
    },

    async endAll(actor: Principal, userId: string): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        await users.requireManageable(tx, actor, userId)
        await sessions.endAll(tx, afterCommit, userId)
      })
    }
  }
}
