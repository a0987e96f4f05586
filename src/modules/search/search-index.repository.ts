import { and, eq, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { VisibleCourses } from '../courses/index.js'
import { isAmong, listValue } from './lists.repository.js'
import type { SearchWord } from './words.js'

export type IndexedKind = 'course' | 'lesson' | 'person'

/** What to look for, and where; a kind that is not named is not looked for. */
export interface IndexQuery {
  words: readonly SearchWord[]
  courses?: VisibleCourses | undefined
  /** Those that are free, and those of these. */
  lessons?: { courseIds: readonly string[]; organizationIds: readonly string[] } | 'all' | undefined
  /** Those in these organisations. */
  people?: readonly string[] | 'all' | undefined
  /** Only it and its lessons. */
  courseId?: string | undefined
}

/** Something that has all of the words. */
export interface Candidate {
  kind: IndexedKind
  id: string
  /** 2 and more: in its title. 1 and more: as they were written. Less: others that begin so, or are of the same root. */
  score: number
}

/** By words in the title, by the words themselves (in order, or the newest of very many), by all that they may stand for. */
type Pass = 'title' | 'near' | 'common' | 'far'
type Row = { id: string; rank: number }

/** The newest of each pass. A word that stands everywhere would else cost more the more there is. */
const maxPerPass = 300
/** Of titles that only begin so there is no end; whole words are found in the second pass in any case. */
const maxTitles = 2_000
/** Who finds this many of what was meant is not shown what else it may have been: that is dear where it finds much. */
const enough = 20
/** FTS5 gathers all that begins so before it gives the first: of so many words, the longest. */
const maxLongBeginnings = 3
/** Each of them is looked up in the index; of more it is cheaper to look at what was found. */
const maxScopes = 32
/** What fewer lessons have is not worth looking up where to look for it. */
const minScoped = 500
/** What more lessons have says little of any: to weigh it, FTS5 counts them all. */
const maxRanked = 2_000
const titleWeight = 10
/** A name says no more than that it fits. */
const nameScore = 2.5

export type SearchIndex = ReturnType<typeof createSearchIndex>

/** The full-text index: FTS5 on SQLite, `tsvector` on PostgreSQL. What it gives, the best first, is not yet what may be seen. */
export function createSearchIndex(database: Database) {
  const { dialect, read, tables } = database
  const { matchOf, candidates, common } = dialect === 'sqlite' ? sqliteIndex(database) : postgresIndex(database)
  const prepare = (kind: IndexedKind, pass: Pass, query: IndexQuery) =>
    read
      .select({ id: sql<string>`ref_id`, rank: sql`rank`.mapWith(Number) })
      .from(sql`(${candidates(kind, pass, conditionOf(kind, query))}) as found`)
      .prepare('')
  const statements = new Map<string, ReturnType<typeof prepare>>()
  const countCommon =
    common &&
    read
      .select({ n: sql`count(*)`.mapWith(Number) })
      .from(common)
      .prepare('')

  function conditionOf(kind: IndexedKind, { courses, lessons, people, courseId }: IndexQuery): SQL | undefined {
    const { searchEntries: entries, roleAssignments: assignments } = tables
    const isCourse = (column: SQLWrapper) =>
      courseId === undefined ? undefined : sql`${column} = ${sql.placeholder('courseId')}`
    const isOfOrganizations = (column: SQLWrapper) => isAmong(database, column, 'organizationIds')
    if (kind === 'course') return and(isCourse(entries.refId), courses?.condition)
    if (kind === 'lesson') {
      const isOfTheirs = or(isAmong(database, entries.courseId, 'courseIds'), isOfOrganizations(entries.organizationId))
      return and(isCourse(entries.courseId), lessons === 'all' ? undefined : or(sql`${entries.isFree}`, isOfTheirs))
    }
    const isMember = and(eq(assignments.userId, entries.refId), isOfOrganizations(assignments.organizationId))
    return people === 'all' ? undefined : sql`exists (select 1 from ${assignments} where ${isMember})`
  }

  /** How many lessons have the words, up to the number that matters. */
  async function countLessons({ words }: IndexQuery): Promise<number> {
    const [row] = (await countCommon?.execute(matchOf('lesson', 'near', { words }))) ?? []
    return row?.n ?? 0
  }

  async function run(kind: IndexedKind, pass: Pass, query: IndexQuery, isScoped = false): Promise<Row[]> {
    const { words, courses, lessons, people, courseId } = query
    const shape = [kind, pass, courses?.shape, lessons === 'all', people === 'all', courseId !== undefined].join(' ')
    const statement = statements.get(shape) ?? prepare(kind, pass, query)
    statements.set(shape, statement)
    const places = kind === 'lesson' && lessons !== 'all' ? lessons : undefined
    const organizationIds = kind === 'person' && people !== 'all' ? people : places?.organizationIds
    return statement.execute({
      ...courses?.values,
      ...matchOf(kind, pass, isScoped ? query : { words }),
      courseId,
      courseIds: listValue(database, places?.courseIds ?? []),
      organizationIds: listValue(database, organizationIds ?? [])
    })
  }

  /** What was meant: first what has the words in its title, and then what has them anywhere. */
  async function findMeant(kind: IndexedKind, query: IndexQuery): Promise<Candidate[]> {
    const titled = await run(kind, 'title', query)
    if (kind === 'person') return titled.map(({ id }) => ({ kind, id, score: nameScore }))
    const n = kind === 'lesson' ? await countLessons(query) : 0
    const near = await run(kind, n < maxRanked ? 'near' : 'common', query, n >= minScoped)
    const scores = new Map(near.map(({ id, rank }) => [id, 1 + rank]))
    for (const { id } of titled) scores.set(id, 1 + (scores.get(id) ?? 1))
    return [...scores].map(([id, score]) => ({ kind, id, score }))
  }

  return {
    async find(query: IndexQuery): Promise<Candidate[]> {
      const asked = { course: query.courses, person: query.people, lesson: query.lessons }
      const kinds = (['course', 'person', 'lesson'] as const).filter((kind) => asked[kind] !== undefined)
      const found = (await Promise.all(kinds.map((kind) => findMeant(kind, query)))).flat()
      if (found.length < enough) {
        const known = new Set(found.map(({ id }) => id))
        for (const kind of kinds.filter((kind) => kind !== 'person')) {
          const far = await run(kind, 'far', query, kind === 'lesson')
          for (const { id } of far) if (!known.has(id)) found.push({ kind, id, score: 0 })
        }
      }
      return found.sort((a, b) => b.score - a.score)
    }
  }
}

/** How a dialect asks: the values of the query, and the query. Its rank is between 0 and 1, and only for `near`. */
interface Dialect {
  matchOf(kind: IndexedKind, pass: Pass, query: IndexQuery): Record<string, string>
  candidates(kind: IndexedKind, pass: Pass, condition: SQL | undefined): SQL
  /** The lessons that have the words, up to the number that matters, if any does. */
  common?: SQL
}

const newest = sql.raw(`limit ${maxPerPass}`)

function sqliteIndex({ tables: { searchEntries, courses } }: Database): Dialect {
  const indexOf = (kind: IndexedKind, pass: Pass) =>
    ({
      course: 'search_courses',
      lesson: pass === 'title' ? 'search_lesson_titles' : 'search_lessons',
      person: 'search_people'
    })[kind]

  /** Which lessons to look for stands in the index too: it skips the others, however many have the word. */
  function scopesOf({ lessons, courseId }: IndexQuery): string[][] {
    const scopes = courseId === undefined ? [] : [[courseId]]
    if (!lessons || lessons === 'all') return scopes
    const places = ['free', ...lessons.courseIds, ...lessons.organizationIds]
    return places.length > maxScopes ? scopes : [...scopes, places]
  }

  return {
    matchOf(kind, pass, query) {
      const words = termsOf(query.words, pass).map(({ whole, begun }) =>
        anyOf([...whole.map((term) => `"${term}"`), ...begun.map((term) => `"${term}"*`)], 'OR')
      )
      if (kind === 'person' || (kind === 'lesson' && pass === 'title')) return { match: words.join(' AND ') }
      const within = scopesOf(query).map(
        (ids) =>
          `scope : ${anyOf(
            ids.map((id) => `"${id.replaceAll('_', '')}"`),
            'OR'
          )}`
      )
      const columns = pass === 'title' ? 'title' : '{title body}'
      return { match: [`${columns} : (${words.join(' AND ')})`, ...within].join(' AND ') }
    },

    candidates(kind, pass, condition) {
      const name = indexOf(kind, pass)
      const index = sql.raw(name)
      const weight = sql.raw(`-bm25(${name}, ${titleWeight}, 1, 0)`)
      const isMatch = sql`${index} match ${sql.placeholder('match')}`
      if (kind === 'lesson' && pass === 'title') {
        return sql`select ${searchEntries.refId} as ref_id, 0 as rank from (select rowid from ${index} where ${isMatch}
          order by rowid desc limit ${sql.raw(String(maxTitles))}) as titles
          cross join ${searchEntries} on ${searchEntries.id} = titles.rowid
          where ${condition ?? sql`true`} order by titles.rowid desc ${newest}`
      }
      const joinCourse = sql`cross join ${courses} on ${courses.id} = ${searchEntries.refId}`
      return sql`select ${searchEntries.refId} as ref_id, ${pass === 'near' ? shareOfOne(weight) : sql`0`} as rank
        from ${index} cross join ${searchEntries} on ${searchEntries.id} = ${index}.rowid
        ${kind === 'course' ? joinCourse : sql``}
        where ${and(isMatch, condition)} order by ${index}.rowid desc ${newest}`
    },

    common: sql`(select 1 from search_lessons
      where search_lessons match ${sql.placeholder('match')} limit ${sql.raw(String(maxRanked))})`
  }
}

function postgresIndex({ tables: { searchEntries, courses } }: Database): Dialect {
  return {
    matchOf(_kind, pass, { words }) {
      const weight = pass === 'title' ? ':A' : ''
      const begins = pass === 'title' ? ':*A' : ':*'
      const text = termsOf(words, pass).map(({ whole, begun }) =>
        anyOf([...whole.map((term) => `'${term}'${weight}`), ...begun.map((term) => `'${term}'${begins}`)], '|')
      )
      return { match: text.join(' & ') }
    },

    candidates(kind, pass, condition) {
      const match = sql`${sql.placeholder('match')}::tsquery`
      const weight = sql`ts_rank_cd('{0.1, 0.1, 0.1, 1}', words, ${match})`
      const joinCourse = sql`join ${courses} on ${courses.id} = ${searchEntries.refId}`
      const isOfKind = sql`${searchEntries.kind} = ${sql.raw(`'${kind}'`)}` // in the text: by it the index is chosen
      // The rank reads the words again, of those alone that are left.
      return sql`select ref_id, ${pass === 'near' ? shareOfOne(weight) : sql`0`} as rank from (
        select ${searchEntries.refId}, words from ${searchEntries} ${kind === 'course' ? joinCourse : sql``}
        where ${and(isOfKind, sql`words @@ ${match}`, condition)} order by ${searchEntries.id} desc ${newest}) as newest`
    }
  }
}

function termsOf(words: readonly SearchWord[], pass: Pass): { whole: string[]; begun: string[] }[] {
  if (pass === 'near' || pass === 'common') return words.map(({ near }) => ({ whole: near, begun: [] }))
  if (pass === 'title') return words.map(({ near, beginnings }) => ({ whole: near, begun: beginnings }))
  const longest = [...words].sort((a, b) => b.near[0]!.length - a.near[0]!.length).slice(0, maxLongBeginnings)
  return words.map((word) => ({
    whole: [...word.near, ...word.roots],
    begun: longest.includes(word) ? word.longBeginnings : []
  }))
}

function anyOf(terms: readonly string[], operator: 'OR' | '|'): string {
  return `(${terms.join(` ${operator} `)})`
}

/** Of a weight without a limit, a number from 0 to 1 in the same order. */
function shareOfOne(weight: SQL): SQL {
  return sql`(${weight}) / (1 + (${weight}))`
}
