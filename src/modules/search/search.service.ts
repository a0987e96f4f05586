import type { Database } from '../../db/database.js'
import { invalid } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, encodeCursor, type Page } from '../../lib/pages.js'
import { organizationsWhere } from '../../lib/permissions.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import { createFinder, type Finder, type PassagePart, passageOf, wordsOfMarkdown } from './passage.js'
import { createSearchRepository, type FoundText } from './search.repository.js'
import { type Candidate, createSearchIndex, type IndexQuery } from './search-index.repository.js'
import { parseSearch, type SearchWord } from './words.js'

export const searchKinds = ['course', 'lesson', 'note', 'person'] as const
export type SearchKind = (typeof searchKinds)[number]

export interface Search {
  q?: string
  kind?: SearchKind
  courseId?: string
  limit?: number
  cursor?: string
  total?: boolean
}

export interface Hit {
  kind: SearchKind
  id: string
  title: string
  courseId: string | null
  courseTitle: string | null
  passage: PassagePart[]
  link: string
  score: number
}

export interface SearchDeps {
  database: Database
  courses: Pick<Courses, 'visibleTo'>
  lessons: Pick<Lessons, 'readableLessons'>
}

/** Something that was found, and is perhaps not for the viewer to see. */
type Found = Candidate | { kind: 'note'; id: string; score: number; lessonId: string }

const cursorOrder = 'rank'

export type SearchService = ReturnType<typeof createSearchService>

/** Finds what the viewer may see at this moment. Whether they may is asked of those who decide it, after the index. */
export function createSearchService({ database, courses, lessons }: SearchDeps) {
  const index = createSearchIndex(database)
  const repository = createSearchRepository(database)

  /** The lessons worth looking at: whether each of them may be read is asked later. */
  async function lessonsFor(viewer: Viewer | null): Promise<IndexQuery['lessons']> {
    if (!viewer) return { courseIds: [], organizationIds: [] }
    const { userId, grants } = viewer
    const staffed = (['course.update', 'enrolment.read'] as const).map((code) => organizationsWhere(grants, code))
    if (staffed.includes('all')) return 'all'
    const mayMentor = organizationsWhere(grants, 'course.create').length > 0
    const taken = await repository.listTaken(userId)
    const mentored = mayMentor ? await repository.listMentored(userId) : []
    return { courseIds: [...new Set([...taken, ...mentored])], organizationIds: [...new Set(staffed.flat())] }
  }

  /** Few by their nature, and nobody else's: they are in no index. */
  async function findNotes({ userId }: Viewer, finder: Finder, courseId: string | undefined): Promise<Found[]> {
    const notes = await repository.listNotes(userId, courseId)
    return notes.flatMap(({ id, text, lessonId }) => {
      const places = finder.count(text)
      return places === 0 ? [] : [{ kind: 'note' as const, id, score: 1 + places / (1 + places), lessonId }]
    })
  }

  /** All that has the words, the best first. */
  async function findAll(
    viewer: Viewer | null,
    { courseId, ...search }: Search,
    { words, finder }: { words: readonly SearchWord[]; finder: Finder }
  ): Promise<Found[]> {
    const isAsked = (kind: SearchKind) => search.kind === undefined || search.kind === kind
    const people = viewer && courseId === undefined ? organizationsWhere(viewer.grants, 'user.read') : []
    const found = await index.find({
      words,
      courseId,
      courses: isAsked('course') ? courses.visibleTo(viewer) : undefined,
      lessons: isAsked('lesson') ? await lessonsFor(viewer) : undefined,
      people: isAsked('person') && people.length > 0 ? people : undefined
    })
    const notes = viewer && isAsked('note') ? await findNotes(viewer, finder, courseId) : []
    return notes.length === 0 ? found : [...found, ...notes].sort((a, b) => b.score - a.score)
  }

  /** Those of the slice that the viewer may see, and the lessons of it that they may read. */
  async function visibleOf(viewer: Viewer | null, slice: readonly Found[]) {
    const ids = slice.flatMap((each) => lessonOf(each) ?? [])
    const readable = ids.length > 0 ? await lessons.readableLessons(viewer, ids) : new Set<string>()
    return { readable, visible: slice.filter(({ kind, id }) => kind !== 'lesson' || readable.has(id)) }
  }

  async function present(found: readonly Found[], readable: ReadonlySet<string>, finder: Finder): Promise<Hit[]> {
    const idsOf = (wanted: SearchKind) => found.flatMap(({ kind, id }) => (kind === wanted ? id : []))
    const rows = await Promise.all(searchKinds.map((kind) => repository.findTexts(kind, idsOf(kind))))
    const texts = new Map(rows.flat().map((row) => [row.id, row]))
    return found.flatMap((each) => {
      const text = texts.get(each.id)
      if (!text) return [] // it is gone since
      // By the lesson that it is about a note is called while its writer may read that; then by its own first words.
      const hasTitle = each.kind !== 'note' || readable.has(each.lessonId)
      return toHit(each, hasTitle ? text : { ...text, title: [...text.text].slice(0, 60).join('') }, finder)
    })
  }

  return {
    /** @throws 400 naming `cursor` */
    async search(viewer: Viewer | null, search: Search): Promise<Page<Hit>> {
      const { q = '', limit = defaultPageSize, cursor, total } = search
      const from = cursor === undefined ? 0 : decodePosition(cursor)
      const words = parseSearch(q)
      if (words.length === 0) return { data: [], nextCursor: null, ...(total && { total: 0 }) }
      const finder = createFinder(words)
      const found = await findAll(viewer, search, { words, finder })
      const kept: Found[] = []
      const readable = new Set<string>()
      let count = 0
      let next: number | null = null
      let size = 2 ** Math.ceil(Math.log2(limit + 1))
      for (let start = total ? 0 : from; start < found.length && (next === null || total); start += size / 2) {
        const slice = await visibleOf(viewer, found.slice(start, start + size))
        for (const id of slice.readable) readable.add(id)
        count += slice.visible.length
        for (const each of slice.visible) {
          const position = found.indexOf(each, start)
          if (position < from) continue
          if (kept.length < limit) kept.push(each)
          else next ??= position
        }
        size *= 2
      }
      return {
        data: await present(kept, readable, finder),
        nextCursor: next === null ? null : encodeCursor(cursorOrder, [next]),
        ...(total && { total: count })
      }
    }
  }
}

/** A place in the ranking. @throws 400 naming `cursor` */
function decodePosition(cursor: string): number {
  const position = Number(decodeCursor(cursor, cursorOrder, ['number'])[0])
  if (position < 0) throw invalid('cursor', 'is not a cursor of this list')
  return position
}

function lessonOf(found: Found): string | undefined {
  return found.kind === 'lesson' ? found.id : found.kind === 'note' ? found.lessonId : undefined
}

function toHit(found: Found, { title, text, courseId, courseTitle }: FoundText, finder: Finder): Hit {
  const { kind, id, score } = found
  const lessonId = lessonOf(found)
  const course = `/app/courses/${courseId}`
  return {
    kind,
    id,
    title,
    courseId,
    courseTitle,
    passage: passageOf(kind === 'course' ? wordsOfMarkdown(text) : text, finder),
    link: kind === 'person' ? `/app/users/${id}` : lessonId === undefined ? course : `${course}/lessons/${lessonId}`,
    score: Math.round(score * 1_000) / 1_000
  }
}
