import { and, asc, desc, eq, getTableColumns, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { CertificateStatus } from './certificates.status.js'

export type CertificateRow = Tables['certificates']['$inferSelect']

/** A certificate, and what of its course decides who may do what with it, and in whose calendar its dates are. */
export type FoundCertificate = CertificateRow & {
  course: { organizationId: string; mentorId: string | null; timeZone: string }
}

/** Of a list: without what was signed. */
export type CertificateListRow = Omit<CertificateRow, 'credential'>

export interface CertificatesRequest {
  courseId?: string
  userId?: string
  status: CertificateStatus | undefined
  now: Date
}

/** Asked for by whoever holds a certificate in their hand. */
export function prepareFindCertificate({ read, tables: { certificates, courses } }: Database) {
  const { organizationId, mentorId, timeZone } = courses
  const query = read
    .select({ ...getTableColumns(certificates), course: { organizationId, mentorId, timeZone } })
    .from(certificates)
    .innerJoin(courses, eq(courses.id, certificates.courseId))
    .where(eq(certificates.serial, sql.placeholder('serial')))
    .prepare('find_certificate')
  return async (serial: string): Promise<FoundCertificate | undefined> => (await query.execute({ serial }))[0]
}

export async function lockCertificate(database: Database, tx: Tx, id: string): Promise<CertificateRow | undefined> {
  const { certificates } = database.tables
  const [row] = await database.lock(tx.select().from(certificates).where(eq(certificates.id, id)))
  return row
}

/** Of a locked certificate. */
export async function saveRevocation(
  { tables: { certificates } }: Database,
  tx: Tx,
  { id, revokedAt, revokedBy, revokedReason }: CertificateRow
): Promise<void> {
  await tx.update(certificates).set({ revokedAt, revokedBy, revokedReason }).where(eq(certificates.id, id))
}

/** Those of the rows that were new: whoever has one that is not revoked gets no second one. */
export async function insertCertificates(
  { tables: { certificates } }: Database,
  tx: Tx,
  rows: readonly CertificateRow[]
): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const inserted = await tx
    .insert(certificates)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: certificates.id })
  return new Set(inserted.map(({ id }) => id))
}

/** The newest first; below the id, if there is one. */
export async function listCertificates(
  { read, tables }: Database,
  request: CertificatesRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<CertificateListRow[]> {
  const { certificates } = tables
  const { credential: _credential, ...columns } = getTableColumns(certificates)
  return read
    .select(columns)
    .from(certificates)
    .where(and(matches(tables, request), beforeId === undefined ? undefined : lt(certificates.id, beforeId)))
    .orderBy(desc(certificates.id))
    .limit(limit)
}

export async function countCertificates({ read, tables }: Database, request: CertificatesRequest): Promise<number> {
  return read.$count(tables.certificates, matches(tables, request))
}

export async function countRevoked({ read, tables }: Database, organizationId: string): Promise<number> {
  return read.$count(tables.certificates, isRevokedOf(tables, organizationId))
}

export async function listRevokedSerials({ read, tables }: Database, organizationId: string): Promise<string[]> {
  const { certificates } = tables
  const rows = await read
    .select({ serial: certificates.serial })
    .from(certificates)
    .where(isRevokedOf(tables, organizationId))
    .orderBy(asc(certificates.revokedAt), asc(certificates.serial))
  return rows.map(({ serial }) => serial)
}

function matches({ certificates }: Tables, { courseId, userId, status, now }: CertificatesRequest): SQL | undefined {
  const { revokedAt, expiresAt } = certificates
  const moment = sql.param(now, expiresAt)
  const ofStatus = {
    valid: sql`${revokedAt} is null and (${expiresAt} is null or ${expiresAt} > ${moment})`,
    expired: sql`${revokedAt} is null and ${expiresAt} <= ${moment}`,
    revoked: sql`${revokedAt} is not null`
  }
  return and(
    courseId === undefined ? undefined : eq(certificates.courseId, courseId),
    userId === undefined ? undefined : eq(certificates.userId, userId),
    status && ofStatus[status]
  )
}

function isRevokedOf({ certificates }: Tables, organizationId: string): SQL | undefined {
  return and(eq(certificates.organizationId, organizationId), sql`${certificates.revokedAt} is not null`)
}
