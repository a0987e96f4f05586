import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { Criterion } from '../../db/schema/projects.js'

/** What of a published version may be another one with the next request. */
export interface VersionHead {
  id: string
  title: string
  organizationId: string
  isArchived: boolean
}

/** What never changes. */
export interface VersionBody {
  id: string
  rubricId: string
  number: number
  maxPoints: number
  publishedAt: Date
  criteria: Criterion[]
}

export async function findVersionHeads(
  { tables: { rubrics, rubricVersions } }: Database,
  queries: Queries,
  ids: readonly string[]
): Promise<VersionHead[]> {
  const { title, organizationId, isArchived } = rubrics
  return queries
    .select({ id: rubricVersions.id, title, organizationId, isArchived })
    .from(rubricVersions)
    .innerJoin(rubrics, eq(rubrics.id, rubricVersions.rubricId))
    .where(and(inArray(rubricVersions.id, [...ids]), isNotNull(rubricVersions.publishedAt)))
}

export async function findVersionBodies(
  { tables: { rubricVersions } }: Database,
  queries: Queries,
  ids: readonly string[]
): Promise<VersionBody[]> {
  const { id, rubricId, number, maxPoints, publishedAt, criteria } = rubricVersions
  const rows = await queries
    .select({ id, rubricId, number, maxPoints, publishedAt, criteria })
    .from(rubricVersions)
    .where(and(inArray(id, [...ids]), isNotNull(publishedAt)))
  return rows as VersionBody[] // none is a draft
}

export async function findNewestVersion(
  { tables: { rubricVersions } }: Database,
  queries: Queries,
  rubricId: string
): Promise<string | undefined> {
  const [row] = await queries
    .select({ id: rubricVersions.id })
    .from(rubricVersions)
    .where(and(eq(rubricVersions.rubricId, rubricId), isNotNull(rubricVersions.publishedAt)))
    .orderBy(desc(rubricVersions.number))
    .limit(1)
  return row?.id
}
