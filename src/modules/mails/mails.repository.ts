import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { unsubscribeSecretKey } from '../../db/base-data.js'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Language } from '../../lib/languages.js'
import { containsPattern } from '../../lib/text.js'
import type { MailState } from './mails.status.js'

export type MailRow = Database['tables']['mails']['$inferSelect']
export type MailChanges = Partial<Omit<MailRow, 'id'>>

export interface MailsRequest {
  state: MailState | undefined
  /** Folded words that must all be found in the name or the address of the user. */
  words: readonly string[]
}

/** Those that are not there: of an event each user gets one mail, whatever is repeated. */
export async function insertMails({ tables: { mails } }: Database, tx: Tx, rows: readonly MailRow[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(mails)
      .values([...rows])
      .onConflictDoNothing()
}

/** What users are called, by their ids. */
export async function findNames(
  { tables: { users } }: Database,
  tx: Tx,
  userIds: readonly string[]
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: users.id, fullName: users.fullName, username: users.username })
    .from(users)
    .where(inArray(users.id, [...userIds]))
  return new Map(rows.map(({ id, fullName, username }) => [id, fullName ?? username]))
}

/** The mails whose time has come, the earliest first; nobody else takes the same ones until the commit. */
export function prepareLockDue(database: Database, limit: number) {
  const { mails } = database.tables
  const statement = database.prepareForTx((queries) => {
    const due = queries
      .select()
      .from(mails)
      .where(
        and(
          eq(mails.state, sql.raw("'queued'")), // in the text, so that the index of what is queued serves it
          lte(mails.nextAttemptAt, sql.param(sql.placeholder('now'), mails.nextAttemptAt))
        )
      )
      .orderBy(sql`${asc(mails.nextAttemptAt)} limit ${sql.raw(String(limit))}`)
    return database.lock(due, { skipLocked: true }).prepare('')
  })
  return (tx: Tx, now: Date): Promise<MailRow[]> => statement(tx).execute({ now })
}

export async function updateMails(
  { tables: { mails } }: Database,
  tx: Tx,
  { ids, changes }: { ids: readonly string[]; changes: MailChanges }
): Promise<void> {
  await tx
    .update(mails)
    .set(changes)
    .where(inArray(mails.id, [...ids]))
}

/** Of the mail that is still being sent under that lease: one that ran out has been given up. */
export async function updateSending(
  { tables: { mails } }: Database,
  tx: Tx,
  { id, leaseUntil, changes }: { id: string; leaseUntil: Date; changes: MailChanges }
): Promise<void> {
  await tx
    .update(mails)
    .set(changes)
    .where(and(eq(mails.id, id), eq(mails.state, 'sending'), eq(mails.leaseUntil, leaseUntil)))
}

export async function hasLapsed({ read, tables: { mails } }: Database, now: Date): Promise<boolean> {
  const rows = await read
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.state, 'sending'), lt(mails.leaseUntil, now)))
    .limit(1)
  return rows.length > 0
}

export async function updateLapsed(
  { tables: { mails } }: Database,
  tx: Tx,
  { now, changes }: { now: Date; changes: MailChanges }
): Promise<void> {
  await tx
    .update(mails)
    .set(changes)
    .where(and(eq(mails.state, 'sending'), lt(mails.leaseUntil, now)))
}

export async function findMail(
  { tables: { mails } }: Database,
  queries: Queries,
  id: string
): Promise<MailRow | undefined> {
  const [row] = await queries.select().from(mails).where(eq(mails.id, id))
  return row
}

export async function lockMail(database: Database, tx: Tx, id: string): Promise<MailRow | undefined> {
  const { mails } = database.tables
  const [row] = await database.lock(tx.select().from(mails).where(eq(mails.id, id)))
  return row
}

/** Whether it is an account that is written to. */
export async function isActive({ read, tables: { users } }: Database, userId: string): Promise<boolean> {
  const rows = await read
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.status, 'active'), isNull(users.deletedAt)))
  return rows.length > 0
}

/** The newest first. */
export async function listMails(
  database: Database,
  request: MailsRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<MailRow[]> {
  const { mails } = database.tables
  return database.read
    .select()
    .from(mails)
    .where(and(isAsked(database, request), beforeId === undefined ? undefined : lt(mails.id, beforeId)))
    .orderBy(desc(mails.id))
    .limit(limit)
}

export async function countMails(database: Database, request: MailsRequest): Promise<number> {
  return database.read.$count(database.tables.mails, isAsked(database, request))
}

/** By the users, whose names are searched anyway, and not through the mails, of which there are many more. */
function isAsked({ read, tables: { mails, users } }: Database, { state, words }: MailsRequest): SQL | undefined {
  const found = read
    .select({ id: users.id })
    .from(users)
    .where(and(...words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)))
  return and(
    state === undefined ? undefined : eq(mails.state, state),
    words.length === 0 ? undefined : inArray(mails.userId, found)
  )
}

/** Those whose fate is decided. Returns how many went. */
export async function pruneMails(
  { tables: { mails } }: Database,
  tx: Tx,
  { before, states, limit }: { before: string; states: readonly MailState[]; limit: number }
): Promise<number> {
  const old = tx
    .select({ id: mails.id })
    .from(mails)
    .where(and(lt(mails.id, before), inArray(mails.state, [...states])))
    .limit(limit)
  const gone = await tx.delete(mails).where(inArray(mails.id, old)).returning({ id: mails.id })
  return gone.length
}

/** What is secret in mails that nothing will be done with by itself. */
export async function forgetSecrets({ tables: { mails } }: Database, tx: Tx, before: string): Promise<void> {
  await tx
    .update(mails)
    .set({ content: null })
    .where(
      and(
        inArray(mails.state, ['kept', 'unknown']),
        lt(mails.id, before),
        eq(mails.isSecret, true),
        isNotNull(mails.content)
      )
    )
}

export async function findReader(
  { tables: { users } }: Database,
  queries: Queries,
  userId: string
): Promise<{ language: Language } | undefined> {
  const [user] = await queries
    .select({ language: users.language })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
  return user
}

export async function requireUnsubscribeSecret({ read, tables: { systemValues } }: Database): Promise<string> {
  const [row] = await read.select().from(systemValues).where(eq(systemValues.key, unsubscribeSecretKey))
  if (!row) throw new Error('the database has no secret for the links that end mails')
  return row.value
}
