import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, lt, max, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { placeholdersOf } from '../../db/placeholders.js'
import type { AuditRow, Head } from './chain.js'

/** Rows of one statement: SQLite takes so many values, and no more. */
const rowsPerInsert = 500

/** The end of the chain; nobody else gets it before the commit. */
export function prepareLockHead(database: Database) {
  const { auditHead } = database.tables
  const statement = database.prepareForTx((queries) => {
    const head = queries.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead).where(eq(auditHead.id, 1))
    return database.lock(head).prepare('')
  })
  return async (tx: Tx): Promise<Head> => {
    const [head] = await statement(tx).execute()
    if (!head) throw new Error('the audit log has no head')
    return head
  }
}

/** Adds the rows and moves the head behind them. */
export function prepareAppend(database: Database) {
  const { auditLog, auditHead } = database.tables
  const insertOne = database.prepareForTx((queries) =>
    queries.insert(auditLog).values(placeholdersOf(auditLog)).prepare('')
  )
  const move = database.prepareForTx((queries) =>
    queries
      .update(auditHead)
      .set({ seq: sql`${sql.placeholder('seq')}`, hash: sql`${sql.placeholder('hash')}` })
      .where(eq(auditHead.id, 1))
      .prepare('')
  )
  return async (tx: Tx, rows: readonly AuditRow[]): Promise<void> => {
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return
    if (rows.length === 1) await insertOne(tx).execute({ ...first })
    else {
      for (let i = 0; i < rows.length; i += rowsPerInsert) {
        await tx.insert(auditLog).values(rows.slice(i, i + rowsPerInsert))
      }
    }
    await move(tx).execute({ seq: last.seq, hash: last.hash })
  }
}

export interface AuditFilter {
  /** Undefined: wherever. */
  organizationIds?: readonly string[] | undefined
  actions?: readonly string[] | undefined
  actorId?: string | undefined
  resourceType?: string | undefined
  resourceId?: string | undefined
  requestId?: string | undefined
  from?: Date | undefined
  until?: Date | undefined
}

export interface ListedEntry extends AuditRow {
  actor: { username: string; fullName: string | null } | null
}

/**
 * The newest first. One statement for each organisation and action: of one of each an index gives the rows in order, of
 * several it does not.
 */
export async function listEntries(
  database: Database,
  { organizationIds, actions, ...filter }: AuditFilter,
  { limit, after }: { limit: number; after: { at: Date; seq: number } | undefined }
): Promise<ListedEntry[]> {
  const { read, tables } = database
  const { auditLog, users } = tables
  const beyond = after && or(lt(auditLog.at, after.at), and(eq(auditLog.at, after.at), lt(auditLog.seq, after.seq)))
  const pages = await Promise.all(
    each(organizationIds).flatMap((organizationId) =>
      each(actions).map((action) =>
        read
          .select({ ...getTableColumns(auditLog), actor: { username: users.username, fullName: users.fullName } })
          .from(auditLog)
          .leftJoin(users, eq(users.id, auditLog.actorId))
          .where(
            and(
              ...conditionsOf(tables, filter),
              organizationId === undefined ? undefined : eq(auditLog.organizationId, organizationId),
              action === undefined ? undefined : eq(auditLog.action, action),
              after && and(sql`${auditLog.at} <= ${sql.param(after.at, auditLog.at)}`, beyond)
            )
          )
          .orderBy(desc(auditLog.at), desc(auditLog.seq))
          .limit(limit)
      )
    )
  )
  return pages
    .flat()
    .sort((a, b) => b.at.getTime() - a.at.getTime() || b.seq - a.seq)
    .slice(0, limit)
}

export async function countEntries(
  { read, tables }: Database,
  { organizationIds, actions, ...filter }: AuditFilter
): Promise<number> {
  const { auditLog } = tables
  return read.$count(
    auditLog,
    and(
      ...conditionsOf(tables, filter),
      organizationIds && inArray(auditLog.organizationId, [...organizationIds]),
      actions && inArray(auditLog.action, [...actions])
    )
  )
}

/** Every action that there is an entry of: the index is asked for the next one, not for all rows. */
export async function listActions({ read, tables: { auditLog } }: Database): Promise<string[]> {
  const { action } = auditLog
  const found = sql`(with recursive found(action) as (
    select min(${action}) from ${auditLog}
    union all select (select min(${action}) from ${auditLog} where ${action} > found.action) from found
    where found.action is not null
  ) select action from found where action is not null) as actions`
  const rows = await read.select({ name: sql<string>`actions.action` }).from(found)
  return rows.map(({ name }) => name)
}

/** A stretch of the chain, in its order. */
export async function readChain(
  { read, tables: { auditLog } }: Database,
  { after, limit }: { after: number; limit: number }
): Promise<AuditRow[]> {
  return read.select().from(auditLog).where(gt(auditLog.seq, after)).orderBy(asc(auditLog.seq)).limit(limit)
}

export async function findHead({ read, tables: { auditHead } }: Database): Promise<Head | undefined> {
  const [head] = await read
    .select({ seq: auditHead.seq, hash: auditHead.hash })
    .from(auditHead)
    .where(eq(auditHead.id, 1))
  return head
}

export async function lastSeq({ read, tables: { auditLog } }: Database): Promise<number> {
  const [row] = await read.select({ seq: max(auditLog.seq) }).from(auditLog)
  return row?.seq ?? 0
}

function conditionsOf({ auditLog }: Database['tables'], filter: AuditFilter): (SQL | undefined)[] {
  const { actorId, resourceType, resourceId, requestId, from, until } = filter
  return [
    actorId === undefined ? undefined : eq(auditLog.actorId, actorId),
    resourceType === undefined ? undefined : eq(auditLog.resourceType, resourceType),
    resourceId === undefined ? undefined : eq(auditLog.resourceId, resourceId),
    requestId === undefined ? undefined : eq(auditLog.requestId, requestId),
    from && gte(auditLog.at, from),
    until && lt(auditLog.at, until)
  ]
}

/** Each of them, or once without any. */
function each(values: readonly string[] | undefined): readonly (string | undefined)[] {
  return values ?? [undefined]
}
