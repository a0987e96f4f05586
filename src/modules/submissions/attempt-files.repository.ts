import { and, eq, inArray } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { OwnFiles } from './handed-in.js'

/** Those of the files that the user uploaded: a classmate's would be opened to its readers by being named. */
export async function findOwnFiles(
  { tables: { files } }: Database,
  queries: Queries,
  { userId, fileIds }: { userId: string; fileIds: readonly string[] }
): Promise<OwnFiles> {
  if (fileIds.length === 0) return new Map()
  const rows = await queries
    .select({ id: files.id, name: files.name, size: files.size, sha256: files.sha256 })
    .from(files)
    .where(and(inArray(files.id, [...fileIds]), eq(files.uploadedBy, userId)))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function insertAttemptFiles(
  { tables: { attemptFiles } }: Database,
  tx: Tx,
  { attemptId, fileIds }: { attemptId: string; fileIds: readonly string[] }
): Promise<void> {
  if (fileIds.length === 0) return
  await tx.insert(attemptFiles).values(fileIds.map((fileId) => ({ attemptId, fileId })))
}
