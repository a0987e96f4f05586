import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { hashToken } from '../../lib/crypto.js'
import { builtInRoleId } from '../../lib/permissions.js'

/** By the folded username; deleted ones too, whose names stay taken. */
export function prepareFindAccount({ read, tables: { users } }: Database) {
  const query = read
    .select()
    .from(users)
    .where(eq(users.usernameKey, sql.placeholder('usernameKey')))
    .prepare('find_account')
  return async (usernameKey: string) => (await query.execute({ usernameKey }))[0]
}

/** An account that a reset link may be sent to, by the folded username or e-mail. */
export async function findMailableAccount({ read, tables: { users } }: Database, key: string) {
  const [user] = await read
    .select({
      id: users.id,
      username: users.username,
      fullName: users.fullName,
      email: users.email,
      language: users.language
    })
    .from(users)
    .where(
      and(or(eq(users.usernameKey, key), eq(users.emailKey, key)), eq(users.status, 'active'), isNull(users.deletedAt))
    )
  return user
}

/** Somebody who runs the platform. Learners may have signed up before there is anybody. */
export async function hasAdministrator({ read, tables: { users, roleAssignments } }: Database): Promise<boolean> {
  const rows = await read
    .select({ id: users.id })
    .from(roleAssignments)
    .innerJoin(users, eq(users.id, roleAssignments.userId))
    .where(and(eq(roleAssignments.roleId, builtInRoleId('admin')), isNull(users.deletedAt)))
    .limit(1)
  return rows.length > 0
}

/** Whose password the link would set. */
export async function findResetOwner(
  { read, tables: { users, oneTimeTokens } }: Database,
  { token, now }: { token: string; now: Date }
) {
  const [owner] = await read
    .select({ username: users.username, usernameKey: users.usernameKey })
    .from(oneTimeTokens)
    .innerJoin(users, eq(users.id, oneTimeTokens.userId))
    .where(
      and(
        eq(oneTimeTokens.hash, hashToken(token)),
        eq(oneTimeTokens.purpose, 'password_reset'),
        gt(oneTimeTokens.expiresAt, now),
        isNull(users.deletedAt)
      )
    )
  return owner
}
