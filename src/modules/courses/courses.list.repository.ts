import { and, asc, count, desc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
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

/**
 * Building a query costs more than running it, so there is one prepared statement for each combination of order, filters
 * and kind of viewer; the values come in by placeholders. The limit is part of it: a planner that does not know it sorts.
 */
export function createCourseLister(database: Database) {
  const lists = new Map<string, ReturnType<typeof prepareList>>()
  const counts = new Map<string, ReturnType<typeof prepareCount>>()
  return {
    /** One row more than the limit, when there is one. */
    list(request: CourseListRequest): Promise<CourseListRow[]> {
      const shape = `${request.sort} ${request.limit} ${request.after ? 'next' : 'first'} ${shapeOf(request)}`
      return remember(lists, shape, () => prepareList(database, request)).execute(valuesOf(request))
    },
    async count(request: CourseListRequest): Promise<number> {
      const query = remember(counts, shapeOf(request), () => prepareCount(database, request))
      const [row] = await query.execute(valuesOf(request))
      return row?.n ?? 0
    }
  }
}

function prepareList({ read, tables }: Database, request: CourseListRequest) {
  const { courses, courseTags } = tables
  const { description: _description, searchKey: _searchKey, ...columns } = getTableColumns(courses)
  const { isDescending, column } = courseSorts[request.sort]
  const direction = isDescending ? desc : asc
  // With a tag its own index has the ids in order.
  const id = request.filters.tag === undefined ? courses.id : courseTags.courseId
  const query = read
    .select(columns)
    .from(courses)
    .$dynamic()
    .where(and(...conditions(tables, request), keyset(tables, request, id)))
    .orderBy(...(column ? [direction(courses[column]), direction(courses.id)] : [direction(id)]))
    .limit(request.limit + 1)
  if (request.filters.tag !== undefined) query.innerJoin(courseTags, eq(courseTags.courseId, courses.id))
  return query.prepare('') // the driver names it (db/postgres.ts), and knows when there are too many names
}

function prepareCount({ read, tables }: Database, request: CourseListRequest) {
  const { courses, courseTags } = tables
  const query = read
    .select({ n: count() })
    .from(courses)
    .$dynamic()
    .where(and(...conditions(tables, request)))
  if (request.filters.tag !== undefined) query.innerJoin(courseTags, eq(courseTags.courseId, courses.id))
  return query.prepare('')
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

function keyset({ courses }: Tables, { sort, after }: CourseListRequest, id: SQL.Aliased | unknown): SQL | undefined {
  if (!after) return undefined
  const { column, isDescending } = courseSorts[sort]
  const comes = sql.raw(isDescending ? '<' : '>')
  const afterId = sql.placeholder('afterId')
  if (!column) return sql`${id} ${comes} ${afterId}`
  const afterKey = sql.param(sql.placeholder('afterKey'), courses[column])
  return sql`(${courses[column]}, ${courses.id}) ${comes} (${afterKey}, ${afterId})`
}

function shapeOf({ filters, sight }: CourseListRequest): string {
  const present = filterNames.filter((name) => filters[name] !== undefined)
  return `${present.join(' ')} ${filters.words.length} ${sightShape(sight)}`
}

function valuesOf({ filters, sight, sort, after }: CourseListRequest): Record<string, unknown> {
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

function remember<T>(known: Map<string, T>, shape: string, make: () => T): T {
  const found = known.get(shape)
  if (found) {
    known.delete(shape) // to its end: the first is the one used longest ago
    known.set(shape, found)
    return found
  }
  const made = make()
  if (known.size >= maxStatements) known.delete(known.keys().next().value as string)
  known.set(shape, made)
  return made
}
