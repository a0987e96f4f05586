import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { findNotes, listNoteHeads, type NoteHead, type NoteRow } from './notes.repository.js'
import type { ExportParams } from './notes.schemas.js'

/** Texts of up to 10,000 characters, in memory at a time. */
const sliceSize = 100

type ExportedNote = NoteHead & NoteRow

export type ExportNotes = ReturnType<typeof createNotesExport>

/** All that somebody has noted, piece by piece: as something to read, or for another program. */
export function createNotesExport({ database, clock }: { database: Database; clock: Clock }) {
  /** What is deleted meanwhile is left out. */
  async function* notesOf(userId: string, courseId: string | undefined): AsyncGenerator<ExportedNote> {
    const heads = await listNoteHeads(database, { userId, courseId })
    for (let from = 0; from < heads.length; from += sliceSize) {
      const slice = heads.slice(from, from + sliceSize)
      const rows = await findNotes(database, { userId, ids: slice.map(({ id }) => id) })
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const head of slice) {
        const row = byId.get(head.id)
        if (row) yield { ...head, ...row }
      }
    }
  }

  async function* toMarkdown(notes: AsyncIterable<ExportedNote>): AsyncGenerator<string> {
    let [courseId, lessonId] = ['', '']
    yield '# My notes\n'
    for await (const note of notes) {
      if (note.courseId !== courseId) yield `\n## ${note.courseTitle}\n`
      if (note.lessonId !== lessonId) yield `\n### ${note.lessonTitle}\n`
      courseId = note.courseId
      lessonId = note.lessonId
      const place = note.positionMs === null ? [] : [timeInVideo(note.positionMs)]
      yield `\n*${[...place, note.createdAt.toISOString()].join(' · ')}*\n\n${note.text.trimEnd()}\n`
    }
  }

  async function* toJson(notes: AsyncIterable<ExportedNote>): AsyncGenerator<string> {
    let separator = `{"exportedAt":"${clock.now().toISOString()}","notes":[`
    for await (const note of notes) {
      const { id, courseId, courseTitle, lessonId, lessonTitle, text, positionMs, createdAt, updatedAt } = note
      const course = { id: courseId, title: courseTitle }
      const lesson = { id: lessonId, title: lessonTitle }
      yield separator + JSON.stringify({ id, course, lesson, text, positionMs, createdAt, updatedAt })
      separator = ','
    }
    yield `${separator === ',' ? '' : separator}]}`
  }

  return (userId: string, { format, courseId }: ExportParams): AsyncGenerator<string> => {
    const notes = notesOf(userId, courseId)
    return format === 'json' ? toJson(notes) : toMarkdown(notes)
  }
}

/** `1:02:03`, or `2:03` within the first hour. */
export function timeInVideo(positionMs: number): string {
  const seconds = Math.floor(positionMs / 1_000)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts
    .slice(parts[0] === 0 ? 1 : 0)
    .map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0')))
    .join(':')
}
