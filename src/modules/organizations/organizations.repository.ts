import { and, asc, desc, eq, gt, inArray, like, lt, ne, or, type SQL } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'

export type OrganizationRow = Database['tables']['organizations']['$inferSelect']

export interface OrganizationFilter {
  /** Undefined: all. */
  ids: readonly string[] | undefined
}

export async function findOrganization(
  { tables: { organizations } }: Database,
  queries: Queries,
  idOrSlug: string
): Promise<OrganizationRow | undefined> {
  const [organization] = await queries
    .select()
    .from(organizations)
    .where(or(eq(organizations.id, idOrSlug), eq(organizations.slug, idOrSlug)))
  return organization
}

/** Asked for by everything that names no organisation. */
export function prepareFindDefaultOrganization({ read, tables: { organizations } }: Database) {
  const query = read
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.isDefault, true))
    .prepare('find_default_organization')
  return async (): Promise<{ id: string; name: string } | undefined> => (await query.execute())[0]
}

export async function lockOrganization(
  { tables: { organizations }, lock }: Database,
  tx: Tx,
  id: string
): Promise<OrganizationRow | undefined> {
  const [organization] = await lock(tx.select().from(organizations).where(eq(organizations.id, id)))
  return organization
}

export async function listOrganizations(
  database: Database,
  filter: OrganizationFilter,
  { limit, descending, afterSlug }: { limit: number; descending: boolean; afterSlug: string | undefined }
): Promise<OrganizationRow[]> {
  const { organizations } = database.tables
  const { slug } = organizations
  const after = afterSlug === undefined ? undefined : descending ? lt(slug, afterSlug) : gt(slug, afterSlug)
  return database.read
    .select()
    .from(organizations)
    .where(and(matches(database, filter), after))
    .orderBy(descending ? desc(slug) : asc(slug))
    .limit(limit)
}

export async function countOrganizations(database: Database, filter: OrganizationFilter): Promise<number> {
  return database.read.$count(database.tables.organizations, matches(database, filter))
}

function matches({ tables: { organizations } }: Database, { ids }: OrganizationFilter): SQL | undefined {
  return ids && inArray(organizations.id, [...ids])
}

/** The slugs that are `slug` or begin with it and a hyphen. */
export async function listSlugsLike(
  { tables: { organizations } }: Database,
  queries: Queries,
  slug: string
): Promise<string[]> {
  const rows = await queries
    .select({ slug: organizations.slug })
    .from(organizations)
    .where(or(eq(organizations.slug, slug), like(organizations.slug, `${slug}-%`))) // a slug holds no wildcard
  return rows.map((row) => row.slug)
}

export async function isSlugTaken(
  { tables: { organizations } }: Database,
  queries: Queries,
  { slug, byOtherThan }: { slug: string; byOtherThan: string }
): Promise<boolean> {
  const rows = await queries
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(eq(organizations.slug, slug), ne(organizations.id, byOtherThan)))
  return rows.length > 0
}

/** Undefined when the slug is taken. */
export async function insertOrganization(
  { tables: { organizations } }: Database,
  tx: Tx,
  organization: OrganizationRow
): Promise<OrganizationRow | undefined> {
  const [inserted] = await tx.insert(organizations).values(organization).onConflictDoNothing().returning()
  return inserted
}

export async function updateOrganization(
  { tables: { organizations } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<OrganizationRow, 'id'> & Partial<OrganizationRow>
): Promise<OrganizationRow> {
  const [updated] = await tx.update(organizations).set(changes).where(eq(organizations.id, id)).returning()
  return updated!
}

export async function hasCourses({ tables: { courses } }: Database, queries: Queries, id: string): Promise<boolean> {
  const rows = await queries.select({ id: courses.id }).from(courses).where(eq(courses.organizationId, id)).limit(1)
  return rows.length > 0
}

/** Its members lose their roles in it by the foreign key; a course that came in the meantime refuses it. */
export async function deleteOrganization({ tables: { organizations } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(organizations).where(eq(organizations.id, id))
}
