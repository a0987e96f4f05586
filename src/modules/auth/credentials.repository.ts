import { eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

export async function findCredentials({ read, tables: { credentials } }: Database, userId: string) {
  const [found] = await read.select().from(credentials).where(eq(credentials.userId, userId))
  return found
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
