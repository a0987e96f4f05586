import { and, desc, eq, lt } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type SavedCommentRow = Tables['savedComments']['$inferSelect']

/** The newest first; those before the id, if there is one. */
export async function listSaved(
  { read, tables: { savedComments } }: Database,
  { userId, limit, beforeId }: { userId: string; limit: number; beforeId: string | undefined }
): Promise<SavedCommentRow[]> {
  return read
    .select()
    .from(savedComments)
    .where(and(eq(savedComments.userId, userId), beforeId === undefined ? undefined : lt(savedComments.id, beforeId)))
    .orderBy(desc(savedComments.id))
    .limit(limit)
}

/** Until the commit the user saves no other. Returns how many they have. */
export async function lockSaved(database: Database, tx: Tx, userId: string): Promise<number> {
  const { users, savedComments } = database.tables
  await database.lock(tx.select({ id: users.id }).from(users).where(eq(users.id, userId)))
  return tx.$count(savedComments, eq(savedComments.userId, userId))
}

/** Of the user alone: for anybody else it is not there. */
export async function lockOneSaved(
  database: Database,
  tx: Tx,
  { id, userId }: { id: string; userId: string }
): Promise<SavedCommentRow | undefined> {
  const { savedComments } = database.tables
  const [saved] = await database.lock(
    tx
      .select()
      .from(savedComments)
      .where(and(eq(savedComments.id, id), eq(savedComments.userId, userId)))
  )
  return saved
}

export async function insertSaved({ tables }: Database, tx: Tx, saved: SavedCommentRow): Promise<void> {
  await tx.insert(tables.savedComments).values(saved)
}

/** Of a locked one. */
export async function updateSaved(
  { tables: { savedComments } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<SavedCommentRow, 'id'> & Partial<SavedCommentRow>
): Promise<void> {
  await tx.update(savedComments).set(changes).where(eq(savedComments.id, id))
}

/** Of a locked one. */
export async function deleteSaved({ tables: { savedComments } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(savedComments).where(eq(savedComments.id, id))
}
