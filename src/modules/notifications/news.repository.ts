import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { inLanguage } from './in-language.js'

/** A stream that wants what came after `after`. */
export interface NewsRequest {
  userId: string
  sessionId: string
  after: number
}

export interface NewsItem {
  seq: number
  id: string
  type: string
  title: string
  message: string
  link: string | null
}

export interface News {
  /** Whether the session that opened the stream still is one. */
  isSessionAlive: boolean
  /** The user's newest delivery. */
  head: number
  prunedSeq: number
  unread: number
  version: number
  /** Up to `pageSize` numbers after `after`, in order; numbers whose delivery was deleted are missing. */
  items: NewsItem[]
}

/** How many numbers one read covers for each stream. */
export const pageSize = 100
/** Batches are filled up to one of these sizes, so that there are few statements to prepare. */
const batchSizes = [1, 8, 64] as const
export const maxBatch = 64

/** Reads what many streams want in two statements. */
export function prepareReadNews(database: Database): (requests: readonly NewsRequest[]) => Promise<News[]> {
  const bySize = new Map(batchSizes.map((size) => [size, prepareForSize(database, size)]))
  return (requests) => {
    const size = batchSizes.find((candidate) => candidate >= requests.length)
    const readBatch = size && bySize.get(size)
    if (!readBatch) throw new Error(`more than ${maxBatch} requests in a batch`)
    return readBatch(requests)
  }
}

function prepareForSize({ read, tables }: Database, size: number) {
  const { users, sessions, notifications, notificationCounters: counters, notificationDeliveries: deliveries } = tables
  const rows = Array.from({ length: size }, (_, i) => {
    const cell = (name: string) => sql.placeholder(`${name}${i}`)
    return sql`(cast(${i} as bigint), cast(${cell('user')} as text), cast(${cell('session')} as text), cast(${cell('after')} as bigint))`
  })
  // `column1` … are what both databases call the columns of a VALUES list.
  const wanted = sql`(values ${sql.join(rows, sql`, `)}) as wanted`
  const index = sql<number>`wanted.column1`.mapWith(Number)
  const [userId, sessionId, after] = [sql`wanted.column2`, sql`wanted.column3`, sql`wanted.column4`]

  const states = read
    .select({
      index,
      sessionId: sessions.id,
      language: users.language,
      head: counters.seq,
      prunedSeq: counters.prunedSeq,
      unread: counters.unread,
      version: counters.version
    })
    .from(wanted)
    .innerJoin(users, and(eq(users.id, userId), eq(users.status, 'active'), isNull(users.deletedAt)))
    .innerJoin(sessions, and(eq(sessions.id, sessionId), eq(sessions.userId, users.id)))
    .leftJoin(counters, eq(counters.userId, users.id))
    .prepare(`news_states_${size}`)

  const news = read
    .select({
      index,
      seq: deliveries.seq,
      id: notifications.id,
      type: notifications.type,
      title: notifications.title,
      message: notifications.message,
      titleId: notifications.titleId,
      messageId: notifications.messageId,
      link: notifications.link
    })
    .from(wanted)
    .innerJoin(
      deliveries,
      and(eq(deliveries.userId, userId), gt(deliveries.seq, after), lte(deliveries.seq, sql`${after} + ${pageSize}`))
    )
    .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
    .orderBy(asc(index), asc(deliveries.seq))
    .prepare(`news_items_${size}`)

  return async (requests: readonly NewsRequest[]): Promise<News[]> => {
    const values = placeholderValues(requests, size)
    const stateRows = await states.execute(values)
    const stateOf = new Map(stateRows.map((row) => [row.index, row]))
    const itemRows = await news.execute(values)
    return requests.map((request, i) => {
      const state = stateOf.get(i)
      const head = state?.head ?? 0
      // What came between the two statements has a wake-up of its own.
      const isOfStream = ({ index, seq }: { index: number; seq: number }) =>
        index === i && seq <= head && seq <= request.after + pageSize
      return {
        isSessionAlive: state !== undefined,
        head,
        prunedSeq: state?.prunedSeq ?? 0,
        unread: state?.unread ?? 0,
        version: state?.version ?? 0,
        items: itemRows.filter(isOfStream).map((row) => inLanguage(row, state?.language ?? 'en'))
      }
    })
  }
}

function placeholderValues(requests: readonly NewsRequest[], size: number): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (let i = 0; i < size; i++) {
    values[`user${i}`] = requests[i]?.userId ?? ''
    values[`session${i}`] = requests[i]?.sessionId ?? ''
    values[`after${i}`] = requests[i]?.after ?? 0
  }
  return values
}

/** The users whose streams should have looked since then. Costs what changed, not who is connected. */
export function prepareReadChanges({
  read,
  tables: { notificationCounters: counters }
}: Database): (since: Date) => Promise<{ userId: string; version: number }[]> {
  const query = read
    .select({ userId: counters.userId, version: counters.version })
    .from(counters)
    .where(gt(counters.changedAt, sql.param(sql.placeholder('since'), counters.changedAt)))
    .prepare('notification_changes')
  return (since) => query.execute({ since })
}
