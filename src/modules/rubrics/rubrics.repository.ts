import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { containsPattern } from '../../lib/text.js'

export type RubricRow = Tables['rubrics']['$inferSelect']
export type RubricChanges = Partial<Omit<RubricRow, 'id' | 'organizationId' | 'createdBy' | 'createdAt'>>

export interface RubricsRequest {
  organizationIds: readonly string[] | 'all'
  /** Folded words that must all be found in the title. */
  words: readonly string[]
  isArchived: boolean
}

export async function insertRubric({ tables: { rubrics } }: Database, tx: Tx, row: RubricRow): Promise<void> {
  await tx.insert(rubrics).values(row)
}

export async function findRubric(
  { tables: { rubrics } }: Database,
  queries: Queries,
  id: string
): Promise<RubricRow | undefined> {
  const [row] = await queries.select().from(rubrics).where(eq(rubrics.id, id))
  return row
}

/** The rubric as it stays until the commit: all that happens to it, and to its versions, happens one after the other. */
export async function lockRubric(database: Database, tx: Tx, id: string): Promise<RubricRow | undefined> {
  const { rubrics } = database.tables
  const [row] = await database.lock(tx.select().from(rubrics).where(eq(rubrics.id, id)))
  return row
}

export async function updateRubric(
  { tables: { rubrics } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: RubricChanges }
): Promise<void> {
  await tx.update(rubrics).set(changes).where(eq(rubrics.id, id))
}

/** The newest first. */
export async function listRubrics(
  { read, tables }: Database,
  request: RubricsRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<RubricRow[]> {
  const { rubrics } = tables
  return read
    .select()
    .from(rubrics)
    .where(and(isAsked(tables, request), beforeId === undefined ? undefined : lt(rubrics.id, beforeId)))
    .orderBy(desc(rubrics.id))
    .limit(limit)
}

export async function countRubrics({ read, tables }: Database, request: RubricsRequest): Promise<number> {
  return read.$count(tables.rubrics, isAsked(tables, request))
}

function isAsked({ rubrics }: Tables, { organizationIds, words, isArchived }: RubricsRequest): SQL | undefined {
  return and(
    organizationIds === 'all' ? undefined : inArray(rubrics.organizationId, [...organizationIds]),
    eq(rubrics.isArchived, isArchived),
    ...words.map((word) => hasWord(rubrics.title, word))
  )
}

/** SQLite folds ASCII alone: other letters are looked for as capitals, too. */
function hasWord(title: Tables['rubrics']['title'], word: string): SQL | undefined {
  const has = (text: string) => sql`lower(${title}) like ${containsPattern(text)} escape '\\'`
  return or(has(word), has(word.toUpperCase().replace(/[A-Z]/g, (letter) => letter.toLowerCase())))
}
