import { and, asc, eq, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

type KeyRow = Tables['issuerKeys']['$inferSelect']
/** All that leaves the server of a key. */
export type PublicKeyRow = Pick<KeyRow, 'id' | 'organizationId' | 'publicJwk'>
export type SigningKey = Pick<KeyRow, 'id' | 'organizationId' | 'privateKey'>

export async function findSigningKey(
  { tables: { issuerKeys } }: Database,
  queries: Queries,
  organizationId: string
): Promise<SigningKey | undefined> {
  const { id, privateKey } = issuerKeys
  const [key] = await queries
    .select({ id, organizationId: issuerKeys.organizationId, privateKey })
    .from(issuerKeys)
    .where(and(eq(issuerKeys.organizationId, organizationId), isActive(issuerKeys)))
  return key
}

/** Undefined when the organisation has an active one: another transaction was quicker. */
export async function insertKey(
  { tables: { issuerKeys } }: Database,
  tx: Tx,
  key: typeof issuerKeys.$inferInsert
): Promise<SigningKey | undefined> {
  const { id, organizationId, privateKey } = issuerKeys
  const [inserted] = await tx
    .insert(issuerKeys)
    .values(key)
    .onConflictDoNothing()
    .returning({ id, organizationId, privateKey })
  return inserted
}

export async function retireKey(
  { tables: { issuerKeys } }: Database,
  tx: Tx,
  { organizationId, now }: { organizationId: string; now: Date }
): Promise<void> {
  await tx
    .update(issuerKeys)
    .set({ retiredAt: now })
    .where(and(eq(issuerKeys.organizationId, organizationId), isActive(issuerKeys)))
}

/** Retired ones, too: what they signed is to be checked. In the order of their making. */
export async function listPublicKeys(
  { read, tables: { issuerKeys } }: Database,
  organizationId: string
): Promise<PublicKeyRow[]> {
  return read
    .select(publicColumns(issuerKeys))
    .from(issuerKeys)
    .where(eq(issuerKeys.organizationId, organizationId))
    .orderBy(asc(issuerKeys.createdAt), asc(issuerKeys.id))
}

export async function findPublicKey(
  { tables: { issuerKeys } }: Database,
  queries: Queries,
  { organizationId, keyId }: { organizationId: string; keyId: string }
): Promise<PublicKeyRow | undefined> {
  const [key] = await queries
    .select(publicColumns(issuerKeys))
    .from(issuerKeys)
    .where(and(eq(issuerKeys.id, keyId), eq(issuerKeys.organizationId, organizationId)))
  return key
}

function publicColumns({ id, organizationId, publicJwk }: Tables['issuerKeys']) {
  return { id, organizationId, publicJwk }
}

/** In the text, as the index has it. */
function isActive({ retiredAt }: Tables['issuerKeys']) {
  return sql`${retiredAt} is null`
}
