import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { foldText, searchWords } from '../../lib/text.js'
import type { Lessons } from '../content/index.js'
import type { Viewer } from '../courses/index.js'
import {
  countNotes,
  deleteNote,
  findNote,
  insertNote,
  listNotes,
  lockNote,
  lockWriter,
  type NoteRow,
  type NotesRequest,
  updateNote
} from './notes.repository.js'
import type { LessonNotesParams, NoteFields, NotePatch, NotesParams } from './notes.schemas.js'

export interface NotesDeps {
  database: Database
  clock: Clock
  lessons: Pick<Lessons, 'requireReadable'>
}

export type NotesService = ReturnType<typeof createNotesService>

/** Of a user in a course. */
const maxNotes = 1_000
/** Texts of up to 10,000 characters, looked through at a time. */
const sliceSize = 200

/** What learners write for themselves: for everybody else, whatever their rights, it is not there. */
export function createNotesService({ database, clock, lessons }: NotesDeps) {
  /**
   * One row more than the limit, when there is one. Words are looked for here: SQLite folds ASCII alone, and what one
   * person has written is little.
   */
  async function search(
    request: NotesRequest,
    { words, ...slice }: { words: string[]; limit: number; isDescending: boolean; afterId: string | undefined }
  ): Promise<NoteRow[]> {
    const wanted = slice.limit + 1
    if (words.length === 0) return listNotes(database, request, { ...slice, limit: wanted })
    const found: NoteRow[] = []
    let { afterId } = slice
    while (found.length < wanted) {
      const rows = await listNotes(database, request, { ...slice, limit: sliceSize, afterId })
      found.push(...rows.filter(({ text }) => hasAll(text, words)))
      if (rows.length < sliceSize) break
      afterId = rows.at(-1)?.id
      await breathe()
    }
    return found.slice(0, wanted)
  }

  async function count(request: NotesRequest, words: string[]): Promise<number> {
    if (words.length === 0) return countNotes(database, database.read, request)
    const all = { words, limit: Number.MAX_SAFE_INTEGER - 1, isDescending: false, afterId: undefined }
    return (await search(request, all)).length
  }

  async function listPage(
    request: NotesRequest,
    { limit = defaultPageSize, cursor, total, q = '' }: LessonNotesParams & Pick<NotesParams, 'q'>,
    sort: 'noteCreatedAt' | '-noteCreatedAt'
  ): Promise<Page<NoteRow>> {
    const words = searchWords(q)
    const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
    const rows = await search(request, { words, limit, isDescending: sort.startsWith('-'), afterId })
    const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
    return total ? { ...page, total: await count(request, words) } : page
  }

  return {
    /** Where the lesson is readable. @throws 403 NOT_ENROLLED; 404; 409 LESSON_LOCKED; 422 TOO_MANY_NOTES */
    async create(viewer: Viewer, lessonId: string, { text, positionMs = null }: NoteFields): Promise<NoteRow> {
      const { userId } = viewer
      const { courseId } = await lessons.requireReadable(viewer, lessonId)
      const now = clock.now()
      const id = createId('note', now.getTime())
      const times = { createdAt: now, updatedAt: now }
      const note = { id, userId, lessonId, courseId, text, positionMs, version: 1, ...times }
      await database.transaction(async (tx) => {
        await lockWriter(database, tx, userId)
        if ((await countNotes(database, tx, { userId, courseId })) >= maxNotes) {
          throw unprocessable('TOO_MANY_NOTES', 'text', `must not be one more than the ${maxNotes} notes of a course`)
        }
        await insertNote(database, tx, note)
      })
      return note
    },

    /** @throws 404 */
    async get({ userId }: Viewer, id: string): Promise<NoteRow> {
      const note = await findNote(database, database.read, { id, userId })
      if (!note) throw notFound('Note')
      return note
    },

    /** In the order of their making. Who has notes there reads them, locked or not. @throws 403 NOT_ENROLLED; 404; 409 */
    async listOfLesson(viewer: Viewer, lessonId: string, query: LessonNotesParams): Promise<Page<NoteRow>> {
      const request = { userId: viewer.userId, lessonId }
      const page = await listPage(request, query, 'noteCreatedAt')
      if (page.data.length === 0) await lessons.requireReadable(viewer, lessonId)
      return page
    },

    /** The newest first. */
    listOwn: ({ userId }: Viewer, { courseId, lessonId, ...query }: NotesParams): Promise<Page<NoteRow>> =>
      listPage({ userId, courseId, lessonId }, query, '-noteCreatedAt'),

    /** @throws 404; 412 */
    async change(
      { userId }: Viewer,
      id: string,
      { patch, check }: { patch: NotePatch; check: Precondition }
    ): Promise<NoteRow> {
      return database.transaction(async (tx) => {
        const note = await lockNote(database, tx, { id, userId })
        if (!note) throw notFound('Note')
        check(note)
        const { text = note.text, positionMs = note.positionMs } = patch
        if (text === note.text && positionMs === note.positionMs) return note
        const changes = { text, positionMs, version: note.version + 1, updatedAt: clock.now() }
        await updateNote(database, tx, { id, ...changes })
        return { ...note, ...changes }
      })
    },

    /** @throws 404; 412 */
    async remove({ userId }: Viewer, id: string, check: Precondition): Promise<void> {
      await database.transaction(async (tx) => {
        const note = await lockNote(database, tx, { id, userId })
        if (!note) throw notFound('Note')
        check(note)
        await deleteNote(database, tx, id)
      })
    }
  }
}

function hasAll(text: string, words: readonly string[]): boolean {
  const folded = foldText(text)
  return words.every((word) => folded.includes(word))
}
