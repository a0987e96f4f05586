import { eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

export function prepareFindPasswordHash({ read, tables: { credentials } }: Database) {
  const query = read
    .select({ passwordHash: credentials.passwordHash })
    .from(credentials)
    .where(eq(credentials.userId, sql.placeholder('userId')))
    .prepare('find_password_hash')
  return async (userId: string): Promise<string | undefined> => (await query.execute({ userId }))[0]?.passwordHash
}

export async function saveCredentials(
  { tables: { credentials } }: Database,
  tx: Tx,
  row: { userId: string; passwordHash: string; changedAt: Date }
): Promise<void> {
  await tx
    .insert(credentials)
    .values(row)
    .onConflictDoUpdate({
      target: credentials.userId,
      set: { passwordHash: sql`excluded.password_hash`, changedAt: sql`excluded.changed_at` }
    })
}
