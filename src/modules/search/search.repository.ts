import { and, desc, eq, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { isAmong, listValue } from './lists.repository.js'

/** What is shown of something that was found. */
export interface FoundText {
  id: string
  title: string
  /** In which the words are marked: the beginning of it, when it is long. */
  text: string
  courseId: string | null
  courseTitle: string | null
}

export interface NoteText {
  id: string
  lessonId: string
  text: string
}

/** More courses than anybody learns in or mentors. */
const maxCourses = 1_000
/** The newest that a search of one's own notes looks through. */
const maxNotes = 1_000
const maxText = 50_000

export function createSearchRepository(database: Database) {
  const { read, tables } = database
  const { courses, lessons, users, notes, enrolments } = tables
  const userId = sql.placeholder('userId')
  const nothing = sql<string | null>`null`

  const byIds = {
    course: read
      .select({
        id: courses.id,
        title: courses.title,
        text: beginningOf(courses.description),
        courseId: sql<string | null>`${courses.id}`,
        courseTitle: sql<string | null>`${courses.title}`
      })
      .from(courses)
      .where(isAmong(database, courses.id, 'ids'))
      .prepare(''),
    lesson: read
      .select({
        id: lessons.id,
        title: lessons.title,
        text: beginningOf(lessons.contentText),
        courseId: lessons.courseId,
        courseTitle: courses.title
      })
      .from(lessons)
      .innerJoin(courses, eq(courses.id, lessons.courseId))
      .where(isAmong(database, lessons.id, 'ids'))
      .prepare(''),
    person: read
      .select({
        id: users.id,
        title: sql<string>`coalesce(${users.fullName}, ${users.username})`,
        text: users.username,
        courseId: nothing,
        courseTitle: nothing
      })
      .from(users)
      .where(and(isAmong(database, users.id, 'ids'), sql`${users.deletedAt} is null`))
      .prepare(''),
    note: read
      .select({
        id: notes.id,
        title: lessons.title,
        text: beginningOf(notes.text),
        courseId: notes.courseId,
        courseTitle: courses.title
      })
      .from(notes)
      .innerJoin(lessons, eq(lessons.id, notes.lessonId))
      .innerJoin(courses, eq(courses.id, notes.courseId))
      .where(isAmong(database, notes.id, 'ids'))
      .prepare('')
  }

  const prepareNotes = (isInCourse: SQL | undefined) =>
    read
      .select({ id: notes.id, lessonId: notes.lessonId, text: beginningOf(notes.text) })
      .from(notes)
      .where(and(eq(notes.userId, userId), isInCourse))
      .orderBy(sql`${desc(notes.id)} limit ${sql.raw(String(maxNotes))}`)
      .prepare('')
  const allNotes = prepareNotes(undefined)
  const notesOfCourse = prepareNotes(eq(notes.courseId, sql.placeholder('courseId')))

  const taken = read
    .select({ id: enrolments.courseId })
    .from(enrolments)
    .where(and(eq(enrolments.userId, userId), inArray(enrolments.status, ['active', 'completed'])))
    .orderBy(sql`${desc(enrolments.id)} limit ${sql.raw(String(maxCourses))}`)
    .prepare('')
  const mentored = read
    .select({ id: courses.id })
    .from(courses)
    .where(eq(courses.mentorId, userId))
    .orderBy(sql`${desc(courses.id)} limit ${sql.raw(String(maxCourses))}`)
    .prepare('')

  return {
    /** Those that are still there, in no order. */
    async findTexts(kind: keyof typeof byIds, ids: readonly string[]): Promise<FoundText[]> {
      return ids.length === 0 ? [] : byIds[kind].execute({ ids: listValue(database, ids) })
    },

    /** One's own, the newest first. */
    listNotes: (user: string, courseId: string | undefined): Promise<NoteText[]> =>
      (courseId === undefined ? allNotes : notesOfCourse).execute({ userId: user, courseId }),

    /** The courses whose lessons somebody may read because they learn there, whatever is locked. */
    listTaken: async (user: string): Promise<string[]> => (await taken.execute({ userId: user })).map(({ id }) => id),

    listMentored: async (user: string): Promise<string[]> =>
      (await mentored.execute({ userId: user })).map(({ id }) => id)
  }
}

function beginningOf(column: SQLWrapper): SQL<string> {
  return sql<string>`substr(${column}, 1, ${sql.raw(String(maxText))})`
}
