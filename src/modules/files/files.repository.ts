import { and, asc, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { fileLinkSecretKey } from '../../db/base-data.js'
import type { Database, Queries, Tx } from '../../db/database.js'
import { isForeignKeyViolation } from '../../db/errors.js'
import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

export type FileRow = Tables['files']['$inferSelect']

/** Of a course, or of who uploaded them. */
export type FilesRequest = { courseId: string } | { uploadedBy: string }

/** Values of a statement are limited (32,766 on SQLite). */
const rowsPerInsert = 500

/** Asked for by every request for the bytes of a file, of which a video makes many. */
export function prepareFindFile({ read, tables: { files } }: Database) {
  const query = read
    .select()
    .from(files)
    .where(eq(files.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<FileRow | undefined> => (await query.execute({ id }))[0]
}

/** In the order of their ids, so that two who lock the same ones never wait for each other. */
export async function lockFiles(database: Database, tx: Tx, ids: readonly string[]): Promise<FileRow[]> {
  const { files } = database.tables
  return database.lock(
    tx
      .select()
      .from(files)
      .where(inArray(files.id, [...ids]))
      .orderBy(asc(files.id))
  )
}

export async function findFiles(
  { tables: { files } }: Database,
  queries: Queries,
  ids: readonly string[]
): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return queries
    .select()
    .from(files)
    .where(inArray(files.id, [...ids]))
}

/** Whoever counts what an organisation holds locks it first: then nobody adds to it until the commit. */
export async function lockQuota(database: Database, tx: Tx, organizationId: string): Promise<number | undefined> {
  const { organizations, files } = database.tables
  const locked = await database.lock(
    tx.select({ id: organizations.id }).from(organizations).where(eq(organizations.id, organizationId))
  )
  if (locked.length === 0) return undefined
  const [row] = await tx
    .select({ bytes: sumOf(files.size) })
    .from(files)
    .where(eq(files.organizationId, organizationId))
  return row?.bytes ?? 0
}

/** What the user has uploaded and nothing uses yet. */
export async function countUnattached(
  { tables: { files } }: Database,
  queries: Queries,
  userId: string
): Promise<{ files: number; bytes: number }> {
  const [row] = await queries
    .select({ files: sql`count(*)`.mapWith(Number), bytes: sumOf(files.size) })
    .from(files)
    .where(and(eq(files.uploadedBy, userId), isNull(files.attachedAt)))
  return row ?? { files: 0, bytes: 0 }
}

export async function insertFiles({ tables: { files } }: Database, tx: Tx, rows: readonly FileRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsPerInsert) await tx.insert(files).values(rows.slice(i, i + rowsPerInsert))
}

export async function updateFiles(
  { tables: { files } }: Database,
  tx: Tx,
  { ids, changes }: { ids: readonly string[]; changes: Partial<FileRow> }
): Promise<void> {
  await tx
    .update(files)
    .set(changes)
    .where(inArray(files.id, [...ids]))
}

/** @throws 409 FILE_IN_USE, which ends the transaction */
export async function deleteFile({ tables: { files } }: Database, tx: Tx, id: string): Promise<boolean> {
  try {
    const deleted = await tx.delete(files).where(eq(files.id, id)).returning({ id: files.id })
    return deleted.length > 0
  } catch (error) {
    if (isForeignKeyViolation(error))
      throw conflict('FILE_IN_USE', 'It is in use: in a lesson, or in work that was handed in')
    throw error
  }
}

/** Some of those that nothing has used since then; their ids. */
export async function deleteUnattached(
  { tables: { files } }: Database,
  tx: Tx,
  { before, limit }: { before: Date; limit: number }
): Promise<string[]> {
  const isStale = and(isNull(files.attachedAt), lt(files.createdAt, before))
  const found = await tx.select({ id: files.id }).from(files).where(isStale).limit(limit)
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  // Once more whether it is stale: one may have been attached since we looked.
  const deleted = await tx
    .delete(files)
    .where(and(inArray(files.id, ids), isStale))
    .returning({ id: files.id })
  return deleted.map(({ id }) => id)
}

/** Those of the ids that there are rows of. */
export async function findKnownIds(
  { read, tables: { files } }: Database,
  ids: readonly string[]
): Promise<Set<string>> {
  const rows = await read
    .select({ id: files.id })
    .from(files)
    .where(inArray(files.id, [...ids]))
  return new Set(rows.map(({ id }) => id))
}

/** The newest first; below the id, if there is one. */
export async function listFiles(
  { read, tables }: Database,
  request: FilesRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<FileRow[]> {
  const { files } = tables
  return read
    .select()
    .from(files)
    .where(and(matches(tables, request), beforeId === undefined ? undefined : lt(files.id, beforeId)))
    .orderBy(desc(files.id))
    .limit(limit)
}

export async function countFiles({ read, tables }: Database, request: FilesRequest): Promise<number> {
  return read.$count(tables.files, matches(tables, request))
}

export async function requireLinkSecret({ read, tables: { systemValues } }: Database): Promise<string> {
  const [row] = await read.select().from(systemValues).where(eq(systemValues.key, fileLinkSecretKey))
  if (!row) throw new Error('the database is not prepared: it has no secret for links to files')
  return row.value
}

function matches({ files }: Tables, request: FilesRequest): SQL {
  return 'courseId' in request ? eq(files.courseId, request.courseId) : eq(files.uploadedBy, request.uploadedBy)
}

function sumOf(column: Tables['files']['size']) {
  return sql`coalesce(sum(${column}), 0)`.mapWith(Number)
}
