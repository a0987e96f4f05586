import { and, eq, gt, lte } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { createToken, hashToken } from '../../lib/crypto.js'

type Tables = Database['tables']
export type TokenPurpose = Tables['oneTimeTokens']['$inferSelect']['purpose']

/** A token of which only the newest works: those before it are gone. Returns what goes into the link. */
export async function replaceToken(
  { tables: { oneTimeTokens } }: Database,
  tx: Tx,
  { purpose, userId, now, livesMs }: { purpose: TokenPurpose; userId: string | null; now: Date; livesMs: number }
): Promise<string> {
  const token = createToken()
  const sameOwner = userId === null ? undefined : eq(oneTimeTokens.userId, userId)
  await tx.delete(oneTimeTokens).where(and(eq(oneTimeTokens.purpose, purpose), sameOwner))
  const expiresAt = new Date(now.getTime() + livesMs)
  await tx.insert(oneTimeTokens).values({ hash: hashToken(token), purpose, userId, expiresAt, createdAt: now })
  return token
}

/** When the newest token of the user was made. */
export async function findTokenTime(
  { read, tables: { oneTimeTokens } }: Database,
  { purpose, userId }: { purpose: TokenPurpose; userId: string }
): Promise<Date | undefined> {
  const [token] = await read
    .select({ createdAt: oneTimeTokens.createdAt })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.userId, userId), eq(oneTimeTokens.purpose, purpose)))
  return token?.createdAt
}

/** Takes the token: of two who bring it at one time, one gets it. */
export async function takeToken(
  { tables: { oneTimeTokens } }: Database,
  tx: Tx,
  { purpose, token, now }: { purpose: TokenPurpose; token: string; now: Date }
): Promise<{ userId: string | null } | undefined> {
  const [taken] = await tx
    .delete(oneTimeTokens)
    .where(
      and(
        eq(oneTimeTokens.hash, hashToken(token)),
        eq(oneTimeTokens.purpose, purpose),
        gt(oneTimeTokens.expiresAt, now)
      )
    )
    .returning({ userId: oneTimeTokens.userId })
  return taken
}

export async function deleteExpiredTokens({ tables: { oneTimeTokens } }: Database, tx: Tx, now: Date): Promise<void> {
  await tx.delete(oneTimeTokens).where(lte(oneTimeTokens.expiresAt, now))
}
