import { inArray } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

export type MailRow = Database['tables']['mails']['$inferSelect']

/** Those that are not there: of an event each user gets one mail, whatever is repeated. */
export async function insertMails({ tables: { mails } }: Database, tx: Tx, rows: readonly MailRow[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(mails)
      .values([...rows])
      .onConflictDoNothing()
}

/** What users are called, by their ids. */
export async function findNames(
  { tables: { users } }: Database,
  tx: Tx,
  userIds: readonly string[]
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: users.id, fullName: users.fullName, username: users.username })
    .from(users)
    .where(inArray(users.id, [...userIds]))
  return new Map(rows.map(({ id, fullName, username }) => [id, fullName ?? username]))
}
