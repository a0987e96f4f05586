import { and, asc, count, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { ReviewedBy } from '../reviewers/index.js'
import { type QueueQuery, queueConditions, queueShape, queueValues } from './queue.conditions.repository.js'
import { type QueueRow, selectQueueRows } from './queue.rows.repository.js'
import { fromReviewed, isReviewed, reviewedId } from './reviewed.repository.js'

/** Where the viewer reviews. */
export type QueueScope =
  /** Wherever the filters say: the viewer has been found to review it. Or everywhere. */
  | { kind: 'anywhere' }
  /** Of few rows, such as the viewer's own claims: each is held to the rule. */
  | { kind: 'checked'; by: ReviewedBy }
  /** Of many rows: each course has its own queue in the index, and they are merged. */
  | { kind: 'courses'; by: ReviewedBy }

type Courses = Extract<QueueScope, { kind: 'courses' }>

/** More forms than clients ask for; the one used longest ago makes room. */
const maxStatements = 200

/** Pages of the queue. Whatever waits elsewhere or has been decided, a page costs the same. */
export function createQueueLister(database: Database) {
  const { read, tables } = database
  const pages = createKeeper<ReturnType<typeof preparePage>>(maxStatements)
  const heads = createKeeper<ReturnType<typeof prepareHeads>>(maxStatements)
  const counts = createKeeper<ReturnType<typeof prepareCount>>(maxStatements)

  function preparePage(query: QueueQuery, { size, scope, branches }: Page) {
    const { reviewRequests: requests } = tables
    const at = requests[query.order]
    const select = (where: SQL | undefined, limit: number) =>
      read
        .select({ id: requests.id, at })
        .from(requests)
        .where(and(queueConditions(tables, query), where))
        .orderBy(asc(at), limited(requests.id, limit))
    const ofBranch = (i: number) => {
      // What is before a branch in the order of their heads is before all of its rows.
      const rows = select(eq(requests.courseId, sql.placeholder(`branch${i}`)), size - i)
      return sql`select id, ${sql.raw(at.name)} as moment from ${rows} as ${sql.raw(`branch${i}`)}`
    }
    const chosen =
      branches.length === 0
        ? sql`select id from ${select(checkOf(tables, scope), size)} as chosen`
        : sql`select id from (${sql.join(
            branches.map((_, i) => ofBranch(i)),
            sql` union all `
          )})
            as merged order by moment, id limit ${sql.raw(String(size))}`
    return selectQueueRows(tables, read, sql`${requests.id} in (${chosen})`).orderBy(asc(at), requests.id).prepare('')
  }

  /** The first row of each course. */
  function prepareHeads(query: QueueQuery, scope: Courses) {
    const { reviewRequests: requests } = tables
    const at = requests[query.order]
    const head = read
      .select({ at })
      .from(requests)
      .where(and(eq(requests.courseId, reviewedId), queueConditions(tables, query)))
      .orderBy(asc(at), limited(requests.id, 1))
    return read
      .select({ courseId: reviewedId, at: sql<Date | null>`${head}`.mapWith(at) })
      .from(fromReviewed(scope.by))
      .prepare('')
  }

  function prepareCount(query: QueueQuery, scope: QueueScope) {
    const { reviewRequests: requests } = tables
    if (scope.kind !== 'courses') {
      const where = and(queueConditions(tables, query), checkOf(tables, scope))
      return read.select({ n: count() }).from(requests).where(where).prepare('')
    }
    const ofCourse = read
      .select({ n: count() })
      .from(requests)
      .where(and(eq(requests.courseId, reviewedId), queueConditions(tables, query)))
    return read
      .select({ n: sql`coalesce(sum(${ofCourse}), 0)`.mapWith(Number) })
      .from(fromReviewed(scope.by))
      .prepare('')
  }

  /** The courses that the page is made of: those with the earliest rows, as many as the page has at most. */
  async function findBranches(query: QueueQuery, scope: Courses, size: number) {
    const statement = heads(`${queueShape(query)} ${scopeShape(scope)}`, () => prepareHeads(query, scope))
    const found = await statement.execute({ ...queueValues(query), ...scopeValues(scope) })
    const sorted = found.filter((head): head is { courseId: string; at: Date } => head.at !== null)
    sorted.sort((a, b) => a.at.getTime() - b.at.getTime())
    const earliest = sorted.slice(0, size)
    // Each of them has a row: what is later than the head of the last is on no page of this size.
    const until = earliest.length === size ? earliest.at(-1)?.at : undefined
    return { courseIds: earliest.map(({ courseId }) => courseId), until }
  }

  function findPage(query: QueueQuery, page: Page): Promise<QueueRow[]> {
    const { size, scope, branches } = page
    const shape = `${queueShape(query)} ${size} ${branches.length || scopeShape(scope)}`
    const values = Object.fromEntries(branches.map((courseId, i) => [`branch${i}`, courseId]))
    return pages(shape, () => preparePage(query, page)).execute({
      ...queueValues(query),
      ...scopeValues(scope),
      ...values
    })
  }

  return {
    /** So many rows at most. */
    async list(query: QueueQuery, scope: QueueScope, size: number): Promise<QueueRow[]> {
      if (scope.kind !== 'courses') return findPage(query, { size, scope, branches: [] })
      const { courseIds, until } = await findBranches(query, scope, size)
      if (courseIds.length === 0) return []
      const filters = until
        ? { ...query.filters, [query.order === 'dueAt' ? 'dueUntil' : 'queuedUntil']: until }
        : query.filters
      return findPage({ ...query, filters }, { size, scope, branches: courseIds })
    },

    async count(query: QueueQuery, scope: QueueScope): Promise<number> {
      const shape = `${queueShape(query)} ${scopeShape(scope)}`
      const statement = counts(shape, () => prepareCount(query, scope))
      const [row] = await statement.execute({ ...queueValues(query), ...scopeValues(scope) })
      return row?.n ?? 0
    }
  }
}

interface Page {
  size: number
  scope: QueueScope
  /** The courses that it is merged of. */
  branches: readonly string[]
}

/** The last part of an order, with the limit in the text: SQLite plans a statement anew when a parameter of it is bound. */
function limited(id: Tables['reviewRequests']['id'], limit: number): SQL {
  return sql`${asc(id)} limit ${sql.raw(String(limit))}`
}

function checkOf(tables: Tables, scope: QueueScope): SQL | undefined {
  return scope.kind === 'checked' ? isReviewed(tables, scope.by) : undefined
}

function scopeShape(scope: QueueScope): string {
  return scope.kind === 'anywhere' ? scope.kind : `${scope.kind} ${scope.by.shape}`
}

function scopeValues(scope: QueueScope): Record<string, string> {
  return scope.kind === 'anywhere' ? {} : scope.by.values
}
