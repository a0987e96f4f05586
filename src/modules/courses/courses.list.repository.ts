import { and, asc, count, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgSelect } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { createKeeper } from '../../lib/keep.js'
import type { CursorValues } from '../../lib/pages.js'
import { containsPattern } from '../../lib/text.js'
import type { Sight } from './courses.access.js'
import type { CourseRow } from './courses.repository.js'
import { sightShape, sightValues, visibleTo } from './courses.visibility.repository.js'

/** A course of a list: without its description, and with the key that a cursor by title needs. */
export type CourseListRow = Omit<CourseRow, 'description'> & { titleKey: string }

const filterNames = ['category', 'tag', 'status', 'mentor', 'organization', 'level', 'visibility'] as const
export type CourseFilters = { [name in (typeof filterNames)[number]]?: string | undefined } & {
  /** Folded words that must all be found. */
  words: readonly string[]
}

/** The orders of the list. Ids sort by the time of their making, so `createdAt` is the order of the ids. */
export const courseSorts = {
  '-createdAt': { column: undefined, isDescending: true },
  createdAt: { column: undefined, isDescending: false },
  title: { column: 'titleKey', isDescending: false },
  '-title': { column: 'titleKey', isDescending: true },
  updatedAt: { column: 'updatedAt', isDescending: false },
  '-updatedAt': { column: 'updatedAt', isDescending: true }
} as const

export type CourseSort = keyof typeof courseSorts

export interface CourseListRequest {
  sight: Sight | null
  filters: CourseFilters
  sort: CourseSort
  limit: number
  /** The values of the cursor: of the sort column, if it is not the id, and the id. */
  after: CursorValues | undefined
}

/** More combinations than clients use; the one used longest ago makes room. */
const maxStatements = 200

/** Rows that are kept in memory: some megabytes. */
const maxRows = 5_000

/**
 * Building a query costs more than running it, so there is one prepared statement for each combination of order, filters
 * and kind of viewer; the values come in by placeholders. And reading a row costs more than finding it: a course changes
 * with its version and never without it, so rows are kept by their version, and a list reads ids and versions alone. Who
 * sees which courses is asked of the database each time. The statements have no names of ours: the driver gives them
 * (db/postgres.ts), and knows when there are too many.
 */
export function createCourseLister(database: Database) {
  const heads = createKeeper<ReturnType<ReturnType<typeof selectHeads>['prepare']>>(maxStatements)
  const lists = createKeeper<ReturnType<typeof prepareRows>>(maxStatements)
  const counts = createKeeper<ReturnType<typeof prepareCount>>(maxStatements)
  const kept = new Map<string, CourseListRow>()

  function keep(row: CourseListRow): CourseListRow {
    const key = `${row.id} ${row.version}`
    const same = kept.get(key)
    if (same) return same
    kept.set(key, row)
    if (kept.size > maxRows) kept.delete(kept.keys().next().value as string)
    return row
  }

  return {
    /** One row more than the limit, when there is one. The same object for a row as long as it is the same. */
    async list(request: CourseListRequest): Promise<CourseListRow[]> {
      const shape = `${request.sort} ${request.limit} ${request.after ? 'next' : 'first'} ${shapeOf(request)}`
      const values = valuesOf(request)
      const found = await heads(shape, () => selectHeads(database, request).prepare('')).execute(values)
      const known: CourseListRow[] = []
      for (const { key } of found) {
        const row = kept.get(key)
        if (row) known.push(row)
      }
      if (known.length === found.length) return known
      const rows = await lists(shape, () => prepareRows(database, request)).execute(values)
      return rows.map(keep)
    },
    async count(request: CourseListRequest): Promise<number> {
      const query = counts(shapeOf(request), () => prepareCount(database, request))
      const [row] = await query.execute(valuesOf(request))
      return row?.n ?? 0
    }
  }
}

/** The ids and versions, in one value: what a row of a list costs is its values. */
export function selectHeads({ read, tables }: Database, request: CourseListRequest) {
  const { id, version } = tables.courses
  const query = read
    .select({ key: sql<string>`${id} || ' ' || ${version}` })
    .from(tables.courses)
    .$dynamic()
  return inOrder(tables, matching(tables, query, request), request)
}

function prepareRows({ read, tables }: Database, request: CourseListRequest) {
  const { description: _description, searchKey: _searchKey, ...columns } = getTableColumns(tables.courses)
  const query = read.select(columns).from(tables.courses).$dynamic()
  return inOrder(tables, matching(tables, query, request), request).prepare('')
}

function prepareCount({ read, tables }: Database, request: CourseListRequest) {
  const query = read.select({ n: count() }).from(tables.courses).$dynamic()
  return matching(tables, query, { ...request, after: undefined }).prepare('')
}

function matching<Q extends PgSelect>(tables: Tables, query: Q, request: CourseListRequest): Q {
  const { courses, courseTags } = tables
  query.where(and(...conditions(tables, request), keyset(tables, request)))
  if (request.filters.tag !== undefined) query.innerJoin(courseTags, eq(courseTags.courseId, courses.id))
  return query
}

/**
 * The limit stands in the text: SQLite plans a statement anew each time that a parameter of its LIMIT is bound, at four
 * times the cost of running it, and PostgreSQL plans for a tenth of the table. Drizzle has only parameters for it.
 */
function inOrder<Q extends PgSelect>(tables: Tables, query: Q, { sort, filters, limit }: CourseListRequest): Q {
  const { isDescending, column } = courseSorts[sort]
  const direction = isDescending ? desc : asc
  const id = column ? tables.courses.id : idOf(tables, filters)
  const last = sql`${direction(id)} limit ${sql.raw(String(limit + 1))}`
  query.orderBy(...(column ? [direction(tables.courses[column])] : []), last)
  return query
}

/** With a tag, the index of the tags has the ids in order. */
function idOf({ courses, courseTags }: Tables, { tag }: CourseFilters) {
  return tag === undefined ? courses.id : courseTags.courseId
}

function conditions(tables: Tables, { filters, sight }: CourseListRequest): (SQL | undefined)[] {
  const { courses, courseTags } = tables
  const columns = {
    category: courses.category,
    tag: courseTags.tag,
    status: courses.status,
    mentor: courses.mentorId,
    organization: courses.organizationId,
    level: courses.level,
    visibility: courses.visibility
  }
  return [
    ...filterNames.map((name) =>
      filters[name] === undefined ? undefined : sql`${columns[name]} = ${sql.placeholder(name)}`
    ),
    ...filters.words.map((_, i) => sql`${courses.searchKey} like ${sql.placeholder(`word${i}`)} escape '\\'`),
    visibleTo(tables, sight)
  ]
}

function keyset(tables: Tables, { sort, filters, after }: CourseListRequest): SQL | undefined {
  if (!after) return undefined
  const { courses } = tables
  const { column, isDescending } = courseSorts[sort]
  const comes = sql.raw(isDescending ? '<' : '>')
  const afterId = sql.placeholder('afterId')
  if (!column) return sql`${idOf(tables, filters)} ${comes} ${afterId}`
  const afterKey = sql.param(sql.placeholder('afterKey'), courses[column])
  return sql`(${courses[column]}, ${courses.id}) ${comes} (${afterKey}, ${afterId})`
}

function shapeOf({ filters, sight }: CourseListRequest): string {
  const present = filterNames.filter((name) => filters[name] !== undefined)
  return `${present.join(' ')} ${filters.words.length} ${sightShape(sight)}`
}

/** The values of the placeholders. */
export function valuesOf({ filters, sight, sort, after }: CourseListRequest): Record<string, unknown> {
  const values: Record<string, unknown> = sightValues(sight)
  for (const name of filterNames) values[name] = filters[name]
  for (const [i, word] of filters.words.entries()) values[`word${i}`] = containsPattern(word)
  if (after) {
    const [key] = after
    values.afterId = after.at(-1)
    values.afterKey = courseSorts[sort].column === 'updatedAt' ? new Date(Number(key)) : key
  }
  return values
}
