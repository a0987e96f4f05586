import { and, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Criterion } from '../../db/schema/projects.js'

export type VersionRow = Tables['rubricVersions']['$inferSelect']
/** What a list says of a version. */
export type VersionSummary = Pick<VersionRow, 'id' | 'rubricId' | 'number' | 'maxPoints' | 'publishedAt'>
/** All that ever changes: of a draft. */
export type DraftChanges = Partial<
  Pick<VersionRow, 'criteria' | 'maxPoints' | 'publishedAt' | 'publishedBy' | 'version' | 'updatedAt'>
>

/** The draft, if there is one, and the newest that is published: these two have the highest numbers. */
export async function readNewest(
  { tables: { rubricVersions } }: Database,
  queries: Queries,
  rubricId: string
): Promise<{ draft: VersionRow | undefined; published: VersionRow | undefined }> {
  const rows = await queries
    .select()
    .from(rubricVersions)
    .where(eq(rubricVersions.rubricId, rubricId))
    .orderBy(desc(rubricVersions.number))
    .limit(2)
  return {
    draft: rows.find(({ publishedAt }) => publishedAt === null),
    published: rows.find(({ publishedAt }) => publishedAt !== null)
  }
}

/** The same of many rubrics, without their criteria. */
export async function listNewest(
  { read, tables: { rubricVersions } }: Database,
  rubricIds: readonly string[]
): Promise<VersionSummary[]> {
  if (rubricIds.length === 0) return []
  const { id, rubricId, number, maxPoints, publishedAt } = rubricVersions
  return read
    .select({ id, rubricId, number, maxPoints, publishedAt })
    .from(rubricVersions)
    .where(
      and(
        inArray(rubricId, [...rubricIds]),
        sql`${number} > (select max(newest.number) - 2 from ${rubricVersions} as newest where newest.rubric_id = ${rubricId})`
      )
    )
    .orderBy(desc(number))
}

/** What has ever been published of it, and its draft. */
export async function readCriteria(
  { tables: { rubricVersions } }: Database,
  tx: Tx,
  rubricId: string
): Promise<Criterion[][]> {
  const rows = await tx
    .select({ criteria: rubricVersions.criteria })
    .from(rubricVersions)
    .where(eq(rubricVersions.rubricId, rubricId))
  return rows.map(({ criteria }) => criteria)
}

/** The published ones, the newest first; below the number, if there is one. */
export async function listVersions(
  { read, tables: { rubricVersions } }: Database,
  rubricId: string,
  { limit, below }: { limit: number; below: number | undefined }
): Promise<VersionRow[]> {
  return read
    .select()
    .from(rubricVersions)
    .where(
      and(
        eq(rubricVersions.rubricId, rubricId),
        isNotNull(rubricVersions.publishedAt),
        below === undefined ? undefined : lt(rubricVersions.number, below)
      )
    )
    .orderBy(desc(rubricVersions.number))
    .limit(limit)
}

export async function countVersions({ read, tables: { rubricVersions } }: Database, rubricId: string): Promise<number> {
  return read.$count(rubricVersions, and(eq(rubricVersions.rubricId, rubricId), isNotNull(rubricVersions.publishedAt)))
}

/** The published one of that number. */
export async function findVersion(
  { read, tables: { rubricVersions } }: Database,
  { rubricId, number }: { rubricId: string; number: number }
): Promise<VersionRow | undefined> {
  const [row] = await read
    .select()
    .from(rubricVersions)
    .where(
      and(
        eq(rubricVersions.rubricId, rubricId),
        eq(rubricVersions.number, number),
        isNotNull(rubricVersions.publishedAt)
      )
    )
  return row
}

export async function insertVersions(
  { tables: { rubricVersions } }: Database,
  tx: Tx,
  rows: readonly VersionRow[]
): Promise<void> {
  if (rows.length > 0) await tx.insert(rubricVersions).values([...rows])
}

/** A published version is out of its reach. */
export async function updateDraft(
  { tables: { rubricVersions } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: DraftChanges }
): Promise<void> {
  await tx
    .update(rubricVersions)
    .set(changes)
    .where(and(eq(rubricVersions.id, id), isNull(rubricVersions.publishedAt)))
}

/** The answer is whether there was one. */
export async function deleteDraft(
  { tables: { rubricVersions } }: Database,
  tx: Tx,
  rubricId: string
): Promise<boolean> {
  const gone = await tx
    .delete(rubricVersions)
    .where(and(eq(rubricVersions.rubricId, rubricId), isNull(rubricVersions.publishedAt)))
    .returning({ id: rubricVersions.id })
  return gone.length > 0
}

/** These versions, each with the rubric that it is of. In the order of their numbers. */
export async function readForCopy(
  { tables: { rubrics, rubricVersions } }: Database,
  tx: Tx,
  versionIds: readonly string[]
) {
  return tx
    .select({ rubric: rubrics, version: rubricVersions })
    .from(rubricVersions)
    .innerJoin(rubrics, eq(rubrics.id, rubricVersions.rubricId))
    .where(inArray(rubricVersions.id, [...versionIds]))
    .orderBy(rubricVersions.rubricId, rubricVersions.number)
}
