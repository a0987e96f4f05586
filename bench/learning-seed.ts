import Sqlite from 'better-sqlite3'
import { openDatabase } from '../src/db/database.js'
import { sqliteFile } from '../src/db/dialect.js'
import { migrateDatabase } from '../src/db/migrate.js'
import { createId } from '../src/lib/ids.js'
import { mentorIndexes } from './accounts.js'
import { contextOf, insertAll } from './seed.js'
import { makeAssignment, makeCourse, makeEnrolment, makeSession, makeUser, type Row } from './seed-rows.js'

export interface LearningSize {
  courses: number
  learners: number
  lessonsPerCourse: number
  /** Of each learner, in the one course that they are in. */
  progressRows: number
  /** In the first course, which its mentor looks at. */
  learnersOfFirst: number
}

/** Where in the data the rows of the bench look. */
export interface SeededLearning {
  /** Learners by their index (accounts.ts), with the course that they are in. */
  learners: { index: number; courseId: string }[]
  /** Of each course, in its order. */
  lessonIds: Map<string, string[]>
  /** The course of many learners, and the index of its mentor. */
  first: { courseId: string; mentorIndex: number }
  progressRows: number
}

export const firstLearner = mentorIndexes.first + mentorIndexes.count
const lessonsPerModule = 10
const dayMs = 86_400_000

/** Every tenth lesson or so has the common word, some ten of them the rare one. */
export const searchWords = { common: 'proyek', rare: 'mikrokontroler', two: 'proyek sekolah', prefix: 'pe' }
const words = (
  'belajar membuat program data tabel grafik halaman tombol warna ponsel jaringan lambat sekolah desa pasar warung ' +
  'guru murid kelas tugas minggu bulan hasil contoh langkah fungsi nilai benar salah ulang simpan kirim terima baca ' +
  'tulis hitung ukur uji perbaiki jelaskan the of and build test review project lesson server client query index'
).split(' ')

/** Fills an empty SQLite file: courses with their lessons, learners in one course each, and how far they have come. */
export async function seedLearning(url: string, size: LearningSize): Promise<SeededLearning> {
  await migrateDatabase(url)
  const database = await openDatabase({ url, sqliteSynchronous: 'NORMAL' })
  const now = new Date()
  const users = Array.from({ length: firstLearner + size.learners }, (_, i) => makeUser(i, now))
  const userIds = users.map(({ id }) => id)
  try {
    const context = await contextOf(database)
    const courses = Array.from({ length: size.courses }, (_, i) => ({
      ...makeCourse(i, size.courses, { context, userIds, now }),
      status: 'published' as const
    }))
    const { modules, lessons, lessonIds } = makeLessons(courses, size, now)
    const courseOf = (learner: number) =>
      courses[learner < size.learnersOfFirst ? 0 : 1 + (learner % (courses.length - 1))]!.id
    const learners = Array.from({ length: size.learners }, (_, i) => ({
      index: firstLearner + i,
      courseId: courseOf(i)
    }))

    await insertAll(database, 'users', users)
    await insertAll(
      database,
      'sessions',
      userIds.map((userId, i) => makeSession(userId, i, { context, now }))
    )
    await insertAll(
      database,
      'roleAssignments',
      userIds.map((userId, i) => makeAssignment(userId, i, context.organizationId, now))
    )
    await insertAll(database, 'courses', courses)
    await insertAll(
      database,
      'enrolments',
      learners.map(({ index, courseId }) =>
        makeEnrolment(userIds[index]!, courseId, new Date(now.getTime() - 30 * dayMs))
      )
    )
    await insertAll(database, 'modules', modules)
    await insertAll(database, 'lessons', lessons)
    await insertAll(
      database,
      'courseOutlines',
      courses.map(({ id }) => ({ courseId: id, version: 1 }))
    )
    insertProgress(sqliteFile(url), { learners, userIds, lessonIds, perLearner: size.progressRows, now })
    return {
      learners,
      lessonIds,
      first: { courseId: courses[0]!.id, mentorIndex: userIds.indexOf(courses[0]!.mentorId ?? '') },
      progressRows: size.learners * size.progressRows
    }
  } finally {
    await database.close() // which also tells SQLite's planner what the tables hold
  }
}

function makeLessons(courses: readonly { id: string }[], { lessonsPerCourse }: LearningSize, now: Date) {
  const modules: Row<'modules'>[] = []
  const lessons: Row<'lessons'>[] = []
  const lessonIds = new Map<string, string[]>()
  const shared = {
    isFree: false,
    status: 'published' as const,
    releaseKind: 'immediately' as const,
    version: 1,
    createdAt: now,
    updatedAt: now
  }
  for (const { id: courseId } of courses) {
    const ids: string[] = []
    for (let i = 0; i < lessonsPerCourse; i++) {
      if (i % lessonsPerModule === 0) {
        const position = i / lessonsPerModule
        const id = createId('module', now.getTime())
        modules.push({
          ...shared,
          id,
          courseId,
          title: `Minggu ${position + 1}`,
          summary: '',
          position,
          announcedAt: now
        })
      }
      const moduleId = modules.at(-1)!.id
      const id = createId('lesson', now.getTime())
      const contentText = makeText(lessons.length)
      ids.push(id)
      lessons.push({
        ...shared,
        id,
        courseId,
        moduleId,
        title: `Pelajaran ${i + 1}: ${words[lessons.length % words.length]} ${words[(lessons.length * 7) % words.length]}`,
        position: i % lessonsPerModule,
        isRequired: true,
        content: contentText,
        contentHtml: `<p>${contentText}</p>`,
        contentText,
        minutes: 15
      })
    }
    lessonIds.set(courseId, ids)
  }
  return { modules, lessons, lessonIds }
}

/** About two kilobytes, the same for the same number. */
function makeText(number: number): string {
  let state = number + 1
  const text: string[] = []
  for (let i = 0; i < 300; i++) {
    state = (state * 48_271) % 2_147_483_647
    text.push(words[state % words.length]!)
  }
  if (number % 10 < 3) text.push(searchWords.common)
  if (number % 6_000 === 17) text.push(searchWords.rare)
  return text.join(' ')
}

/** Two million rows are too many for a query builder. */
function insertProgress(
  file: string,
  {
    learners,
    userIds,
    lessonIds,
    perLearner,
    now
  }: {
    learners: SeededLearning['learners']
    userIds: readonly string[]
    lessonIds: SeededLearning['lessonIds']
    perLearner: number
    now: Date
  }
): void {
  const handle = new Sqlite(file)
  handle.pragma('synchronous = OFF')
  const insert = handle.prepare(
    `insert into lesson_progress (user_id, lesson_id, course_id, position_ms, resume_ms, completed_at, started_at, updated_at)
     values (?, ?, ?, 60000, 60000, ?, ?, ?)`
  )
  const at = now.getTime() - 7 * dayMs
  handle.transaction(() => {
    for (const { index, courseId } of learners) {
      const ids = lessonIds.get(courseId) ?? []
      // The last one is begun and not finished.
      for (let i = 0; i < perLearner; i++) {
        insert.run(userIds[index], ids[i], courseId, i < perLearner - 1 ? at : null, at, at + i)
      }
    }
  })()
  handle.close()
}
