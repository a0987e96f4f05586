import { and, asc, count, eq, lte, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { ReviewedBy } from '../reviewers/index.js'
import { type QueueQuery, queueConditions, queueShape, queueValues } from './queue.conditions.repository.js'
import { type QueueRow, selectQueueRows } from './queue.rows.repository.js'
import { isOneOf, type ReviewedCourseIds, reviewedShape, reviewedValues } from './reviewed.repository.js'

/** Where the viewer reviews. */
export type QueueScope =
  /** Wherever the filters say: the viewer has been found to review it. Or everywhere. */
  | { kind: 'anywhere' }
  /** Of few rows, such as the viewer's own claims: each is held to the rule. */
  | { kind: 'checked'; by: ReviewedBy }
  /** Of many rows: each course has its own queue in the index, and they are merged. */
  | ({ kind: 'courses' } & ReviewedCourseIds)

type Courses = Extract<QueueScope, { kind: 'courses' }>

/** More forms than clients ask for; the one used longest ago makes room. */
const maxStatements = 200

/** Pages of the queue. Whatever waits elsewhere or has been decided, a page costs the same. */
export function createQueueLister(database: Database) {
  const { read, tables } = database
  const pages = createKeeper<ReturnType<typeof preparePage>>(maxStatements)
  const heads = createKeeper<ReturnType<typeof prepareHeads>>(maxStatements)
  const counts = createKeeper<ReturnType<typeof prepareCount>>(maxStatements)

  function preparePage(query: QueueQuery, { size, scope, branches, isBound }: Page) {
    const { reviewRequests: requests } = tables
    const first = asc(requests[query.order])
    const ids = (where: SQL | undefined, limit: number) =>
      read
        .select({ id: requests.id })
        .from(requests)
        .where(and(queueConditions(tables, query), where))
        .orderBy(first, limited(tables, limit))
    const bound = isBound
      ? lte(requests[query.order], sql.param(sql.placeholder('bound'), requests[query.order]))
      : undefined
    const ofBranch = (i: number) => {
      // What comes before a branch in the order of their heads is before all of its rows.
      const rows = ids(and(eq(requests.courseId, sql.placeholder(`branch${i}`)), bound), size - i)
      return sql`select id from ${rows} as ${sql.raw(`branch${i}`)}`
    }
    const chosen =
      branches === 0
        ? sql`${ids(checkOf(tables, scope), size)}`
        : sql`(${sql.join(
            Array.from({ length: branches }, (_, i) => ofBranch(i)),
            sql` union all `
          )})`
    return selectQueueRows(tables, read, sql`${requests.id} in ${chosen}`)
      .orderBy(first, limited(tables, size))
      .prepare('')
  }

  /** The first row of each course. */
  function prepareHeads(query: QueueQuery, scope: Courses) {
    const { reviewRequests: requests, courses } = tables
    const at = requests[query.order]
    const head = read
      .select({ at })
      .from(requests)
      .where(and(eq(requests.courseId, courses.id), queueConditions(tables, query)))
      .orderBy(asc(at), limited(tables, 1))
    return read
      .select({ courseId: courses.id, at: sql<Date | null>`${head}`.mapWith(at) })
      .from(courses)
      .where(isOneOf(tables, scope))
      .prepare('')
  }

  function prepareCount(query: QueueQuery, scope: QueueScope) {
    const { reviewRequests: requests, courses } = tables
    if (scope.kind !== 'courses') {
      const where = and(queueConditions(tables, query), checkOf(tables, scope))
      return read.select({ n: count() }).from(requests).where(where).prepare('')
    }
    const ofCourse = read
      .select({ n: count() })
      .from(requests)
      .where(and(eq(requests.courseId, courses.id), queueConditions(tables, query)))
    return read
      .select({ n: sql`coalesce(sum(${ofCourse}), 0)`.mapWith(Number) })
      .from(courses)
      .where(isOneOf(tables, scope))
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
    const bound = earliest.length === size ? earliest.at(-1)?.at : undefined
    return { courseIds: earliest.map(({ courseId }) => courseId), bound }
  }

  return {
    /** So many rows at most. */
    async list(query: QueueQuery, scope: QueueScope, size: number): Promise<QueueRow[]> {
      const values: Record<string, unknown> = { ...queueValues(query), ...scopeValues(scope) }
      const page: Page = { size, scope, branches: 0, isBound: false }
      if (scope.kind === 'courses') {
        const { courseIds, bound } = await findBranches(query, scope, size)
        if (courseIds.length === 0) return []
        for (const [i, courseId] of courseIds.entries()) values[`branch${i}`] = courseId
        Object.assign(values, { bound })
        Object.assign(page, { branches: courseIds.length, isBound: bound !== undefined })
      }
      const shape = [queueShape(query), size, page.branches, page.isBound, page.branches ? '' : scopeShape(scope)]
      return pages(shape.join(' '), () => preparePage(query, page)).execute(values)
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
  /** How many courses it is merged of. */
  branches: number
  /** Whether there is a latest moment for its rows. */
  isBound: boolean
}

/** The last part of an order, with the limit in the text: SQLite plans a statement anew when a parameter of it is bound. */
function limited({ reviewRequests: { id } }: Tables, limit: number): SQL {
  return sql`${asc(id)} limit ${sql.raw(String(limit))}`
}

function checkOf({ courses, reviewRequests: requests }: Tables, scope: QueueScope): SQL | undefined {
  if (scope.kind !== 'checked' || scope.by.condition === undefined) return undefined
  return sql`exists (select 1 from ${courses} where ${courses.id} = ${requests.courseId} and ${scope.by.condition})`
}

function scopeShape(scope: QueueScope): string {
  if (scope.kind === 'anywhere') return scope.kind
  if (scope.kind === 'checked') return `checked ${scope.by.shape}`
  return `courses ${reviewedShape(scope)}`
}

function scopeValues(scope: QueueScope): Record<string, string> {
  if (scope.kind === 'anywhere') return {}
  return scope.kind === 'checked' ? scope.by.values : reviewedValues(scope)
}
