import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { VisibleCourses } from '../courses/index.js'
import { isAmong, listValue } from './lists.repository.js'
import type { SearchWord } from './words.js'

export type IndexedKind = 'course' | 'lesson' | 'person'

/** What to look for, and where; a kind that is not named is not looked for. */
export interface IndexQuery {
  words: readonly SearchWord[]
  courses?: VisibleCourses | undefined
  /** Those of these courses, of these organisations, or `free`. */
  lessons?: readonly string[] | 'all' | undefined
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

/** By words in the title, by the words themselves, by all that they may stand for. */
type Pass = 'title' | 'near' | 'far'

/** The newest of each pass. A word that stands everywhere would else cost more the more there is. */
const maxPerPass = 300
/** More weight for the title does nothing: what has all of the words there comes first anyway. */
const titleWeight = 10
/** A name says no more than that it fits. */
const nameScore = 2.5

export type SearchIndex = ReturnType<typeof createSearchIndex>

/** The full-text index: FTS5 on SQLite, `tsvector` on PostgreSQL. What it gives, the best first, is not yet what may be seen. */
export function createSearchIndex(database: Database) {
  const { dialect, read, tables } = database
  const { match, candidates } = dialect === 'sqlite' ? sqliteIndex(database) : postgresIndex(database)
  const prepare = (kind: IndexedKind, pass: Pass, condition: SQL | undefined) =>
    read
      .select({ id: sql<string>`ref_id`, rank: sql`rank`.mapWith(Number) })
      .from(sql`(${candidates(kind, pass, condition)}) as found`)
      .prepare('')
  const statements = new Map<string, ReturnType<typeof prepare>>()

  function conditionOf(kind: IndexedKind, { courses, people, courseId }: IndexQuery): SQL | undefined {
    if (kind === 'lesson') return undefined // it stands in the index itself
    if (kind === 'course') {
      const isIt = courseId === undefined ? undefined : eq(tables.courses.id, sql.placeholder('courseId'))
      return and(isIt, courses?.condition)
    }
    const { userId, organizationId } = tables.roleAssignments
    const isMember = and(eq(userId, tables.searchEntries.refId), isAmong(database, organizationId, 'organizationIds'))
    return people === 'all' ? undefined : sql`exists (select 1 from ${tables.roleAssignments} where ${isMember})`
  }

  async function run(kind: IndexedKind, pass: Pass, query: IndexQuery): Promise<{ id: string; rank: number }[]> {
    const { courses, lessons = 'all', people, courseId } = query
    const shape = [kind, pass, kind === 'course' && courses?.shape, people === 'all', courseId !== undefined].join(' ')
    const statement = statements.get(shape) ?? prepare(kind, pass, conditionOf(kind, query))
    statements.set(shape, statement)
    const scopes = kind !== 'lesson' || lessons === 'all' ? [] : [lessons]
    if (kind === 'lesson' && courseId !== undefined) scopes.push([courseId])
    return statement.execute({
      ...courses?.values,
      ...match(kind, pass, { words: query.words, scopes }),
      courseId,
      organizationIds: listValue(database, people === 'all' ? [] : (people ?? []))
    })
  }

  async function findTexts(kind: 'course' | 'lesson', query: IndexQuery): Promise<Candidate[]> {
    const [titled, near] = await Promise.all([run(kind, 'title', query), run(kind, 'near', query)])
    const scores = new Map(near.map(({ id, rank }) => [id, 1 + rank]))
    for (const { id } of titled) scores.set(id, Math.max(2, (scores.get(id) ?? 1) + 1))
    if (scores.size < maxPerPass && query.words.some(hasMore)) {
      for (const { id } of await run(kind, 'far', query)) if (!scores.has(id)) scores.set(id, 0)
    }
    return [...scores].map(([id, score]) => ({ kind, id, score }))
  }

  return {
    async find(query: IndexQuery): Promise<Candidate[]> {
      const found = await Promise.all([
        query.courses ? findTexts('course', query) : [],
        query.people ? run('person', 'title', query) : [],
        query.lessons ? findTexts('lesson', query) : []
      ])
      const [courses, people, lessons] = found
      const named = people.map(({ id }) => ({ kind: 'person' as const, id, score: nameScore }))
      return [...courses, ...named, ...lessons].sort((a, b) => b.score - a.score)
    }
  }
}

/** How a dialect asks: the values of the query, and the query. Its rank is between 0 and 1, and only for `near`. */
interface Dialect {
  match(
    kind: IndexedKind,
    pass: Pass,
    wanted: { words: readonly SearchWord[]; scopes: readonly (readonly string[])[] }
  ): Record<string, string>
  candidates(kind: IndexedKind, pass: Pass, condition: SQL | undefined): SQL
}

function sqliteIndex({ tables: { searchEntries, courses } }: Database): Dialect {
  const indexes = { course: 'search_courses', lesson: 'search_lessons', person: 'search_people' }
  const columnsOf = (kind: IndexedKind, pass: Pass) =>
    kind === 'person' ? '' : pass === 'title' ? 'title : ' : '{title body} : '
  return {
    match(kind, pass, { words, scopes }) {
      const text = words.map((word) => {
        const { whole, begun } = termsOf(word, pass)
        return `(${[...whole.map((term) => `"${term}"`), ...begun.map((term) => `"${term}"*`)].join(' OR ')})`
      })
      const within = scopes.map((ids) => ` AND scope : (${ids.map((id) => `"${scopeWord(id)}"`).join(' OR ')})`)
      return { match: `${columnsOf(kind, pass)}(${text.join(' AND ')})${within.join('')}` }
    },
    candidates(kind, pass, condition) {
      const index = sql.raw(indexes[kind])
      const isEntry = sql`cross join ${searchEntries} on ${searchEntries.id} = ${index}.rowid`
      const isCourse = sql`cross join ${courses} on ${courses.id} = ${searchEntries.refId}`
      const weight = sql.raw(`-bm25(${indexes[kind]}, ${titleWeight}, 1, 0)`)
      return sql`select ${searchEntries.refId} as ref_id, ${pass === 'near' ? shareOfOne(weight) : sql`0`} as rank
        from ${index} ${isEntry} ${kind === 'course' ? isCourse : sql``}
        where ${and(sql`${index} match ${sql.placeholder('match')}`, condition)}
        order by ${index}.rowid desc limit ${sql.raw(String(maxPerPass))}`
    }
  }
}

function postgresIndex({ tables: { searchEntries, courses } }: Database): Dialect {
  return {
    match(_kind, pass, { words, scopes }) {
      const weight = pass === 'title' ? 'A' : ''
      const text = words.map((word) => {
        const { whole, begun } = termsOf(word, pass)
        const terms = [...whole.map((term) => `'${term}':${weight}`), ...begun.map((term) => `'${term}':*${weight}`)]
        return `(${terms.map((term) => term.replace(/:$/, '')).join(' | ')})`
      })
      const within = scopes.map((ids) => `(${ids.map((id) => `'=${scopeWord(id)}'`).join(' | ')})`)
      return { match: [...text, ...within].join(' & '), text: text.join(' & ') }
    },
    candidates(kind, pass, condition) {
      const isCourse = sql`join ${courses} on ${courses.id} = ${searchEntries.refId}`
      const weight = sql`ts_rank_cd('{0.1, 0.1, 0.1, 1}', words, ${sql.placeholder('text')}::tsquery)`
      const isMatch = sql`words @@ ${sql.placeholder('match')}::tsquery`
      // The words are read again for those alone that are left.
      return sql`select ref_id, ${pass === 'near' ? shareOfOne(weight) : sql`0`} as rank from (
        select ${searchEntries.refId}, words from ${searchEntries} ${kind === 'course' ? isCourse : sql``}
        where ${and(sql`${searchEntries.kind} = ${sql.raw(`'${kind}'`)}`, isMatch, condition)}
        order by ${searchEntries.id} desc limit ${sql.raw(String(maxPerPass))}) as newest`
    }
  }
}

function termsOf({ near, beginnings, roots }: SearchWord, pass: Pass): { whole: string[]; begun: string[] } {
  if (pass === 'near') return { whole: near, begun: [] }
  return { whole: pass === 'far' ? [...near, ...roots] : near, begun: beginnings }
}

function hasMore({ beginnings, roots }: SearchWord): boolean {
  return beginnings.length + roots.length > 0
}

/** An id as the index has it among the words of a scope. */
function scopeWord(id: string): string {
  return id.replaceAll('_', '')
}

/** Of a weight without a limit, a number from 0 to 1 in the same order. */
function shareOfOne(weight: SQL): SQL {
  return sql`(${weight}) / (1 + (${weight}))`
}
