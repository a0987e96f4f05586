import assert from 'node:assert/strict'
import { and, eq, sql } from 'drizzle-orm'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'

type Tables = TestApp['database']['tables']
type LessonFields = Partial<Tables['lessons']['$inferInsert']>

export interface MadeCourse {
  id: string
  /** By their titles. */
  lessons: Record<string, string>
  moduleIds: string[]
}

/**
 * A published course of modules with lessons, in their order: `{ Satu: ['A', 'B'] }`. The content is put into the tables
 * directly: these tests are about what learners make of it.
 */
export async function makeCourse(
  app: TestApp,
  mentor: Client,
  modules: Record<string, string[]>,
  fields: (lesson: string) => LessonFields = () => ({})
): Promise<MadeCourse> {
  const { id: courseId } = await publishCourse(mentor, { title: `Kelas ${Object.keys(modules).join(' ')}` })
  const now = app.clock.now()
  const shared = {
    courseId,
    isFree: false,
    status: 'published' as const,
    releaseKind: 'immediately' as const,
    version: 1,
    createdAt: now,
    updatedAt: now
  }
  const { tables } = app.database
  const lessons: MadeCourse['lessons'] = {}
  const moduleIds: string[] = []
  await app.database.transaction(async (tx) => {
    for (const [position, [title, names]] of Object.entries(modules).entries()) {
      const moduleId = createId('module', now.getTime())
      moduleIds.push(moduleId)
      await tx.insert(tables.modules).values({ ...shared, id: moduleId, title, summary: '', position })
      for (const [place, name] of names.entries()) {
        const id = createId('lesson', now.getTime())
        lessons[name] = id
        const content = { content: name, contentHtml: `<p>${name}</p>`, contentText: name }
        await tx.insert(tables.lessons).values({
          ...{ ...shared, ...content, id, moduleId, title: name, position: place, isRequired: true, minutes: 10 },
          ...fields(name)
        })
      }
    }
    await tx.insert(tables.courseOutlines).values({ courseId, version: 1 }).onConflictDoNothing()
  })
  return { id: courseId, lessons, moduleIds }
}

/** As a mentor would by the API: raises the version of the outline, and rechecks who has completed the course. */
export async function changeLesson(app: TestApp, course: MadeCourse, name: string, fields: LessonFields) {
  const { lessons, courseOutlines, courses } = app.database.tables
  await app.database.transaction(async (tx, afterCommit) => {
    await app.database.lock(tx.select({ id: courses.id }).from(courses).where(eq(courses.id, course.id)))
    await tx
      .update(lessons)
      .set(fields)
      .where(eq(lessons.id, course.lessons[name] ?? ''))
    await tx
      .update(courseOutlines)
      .set({ version: sql`${courseOutlines.version} + 1` })
      .where(eq(courseOutlines.courseId, course.id))
    await app.progress.recheckCourse(tx, afterCommit, course.id)
  })
}

export async function addLesson(app: TestApp, course: MadeCourse, name: string, fields: LessonFields = {}) {
  const { lessons } = app.database.tables
  const now = app.clock.now()
  const id = createId('lesson', now.getTime())
  await app.database.transaction(async (tx) => {
    await tx.insert(lessons).values({
      ...{ id, courseId: course.id, moduleId: course.moduleIds[0] ?? '', title: name, position: 99, isFree: false },
      ...{ isRequired: true, status: 'draft', content: '', contentHtml: '', contentText: '', version: 1 },
      ...{ releaseKind: 'immediately', createdAt: now, updatedAt: now }
    })
  })
  course.lessons[name] = id
  await changeLesson(app, course, name, { status: 'published', ...fields })
}

/** A quiz that must be passed to complete the lesson. */
export async function addQuiz(app: TestApp, course: MadeCourse, name: string): Promise<string> {
  const now = app.clock.now()
  const id = createId('quiz', now.getTime())
  await app.database.transaction(async (tx) => {
    await tx.insert(app.database.tables.quizzes).values({
      ...{ id, courseId: course.id, lessonId: course.lessons[name] ?? '', title: name, instructions: '' },
      ...{ status: 'published', isShuffled: false, passMark: 60, scoring: 'best', reveal: 'never', version: 1 },
      ...{ createdAt: now, updatedAt: now }
    })
  })
  return id
}

export async function passQuiz(app: TestApp, quizId: string, userId: string): Promise<void> {
  const now = app.clock.now()
  await app.database.transaction(async (tx) => {
    await tx.insert(app.database.tables.quizAttempts).values({
      ...{ id: createId('quizAttempt', now.getTime()), quizId, userId, number: 1, status: 'graded', paper: [] },
      ...{ startedAt: now, submittedAt: now, gradedAt: now, points: 100, maxPoints: 100, isPassed: true }
    })
  })
}

export async function enrol(learner: Client, { id }: MadeCourse): Promise<void> {
  const { status, text } = await learner.post(`/api/courses/${id}/enrolments`)
  assert.equal(status, 201, text)
}

export function report(learner: Client, course: MadeCourse, name: string, body: object): Promise<Answer> {
  return learner.put(`/api/lessons/${course.lessons[name]}/progress`, body)
}

/** `completed/required percent` of the course, as the answer to completing the lesson says. */
export async function complete(learner: Client, course: MadeCourse, name: string): Promise<string> {
  const { status, body, text } = await report(learner, course, name, { completed: true })
  assert.equal(status, 200, text)
  return numbers(body.course)
}

export const numbers = ({ completed, required, percent }: Record<string, number>) =>
  `${completed}/${required} ${percent}`

/** The same as asked for, with the state of the enrolment. */
export async function standing(learner: Client, { id }: MadeCourse): Promise<string> {
  const { status, body, text } = await learner.get(`/api/courses/${id}/progress/me`)
  assert.equal(status, 200, text)
  return `${numbers(body)} ${body.enrolmentStatus}`
}

export async function setEnrolment(
  { database }: TestApp,
  course: MadeCourse,
  { userId }: Client,
  fields: Partial<Tables['enrolments']['$inferInsert']>
): Promise<void> {
  const { enrolments } = database.tables
  await database.transaction(async (tx) => {
    await tx
      .update(enrolments)
      .set(fields)
      .where(and(eq(enrolments.courseId, course.id), eq(enrolments.userId, userId)))
  })
}

/** Enrolled learners directly, every other of whom has completed that many lessons and the rest one less. */
export async function insertLearners(
  app: TestApp,
  course: MadeCourse,
  { count, lessons }: { count: number; lessons: number }
): Promise<string[]> {
  const { users, enrolments, lessonProgress } = app.database.tables
  const at = app.clock.now()
  const times = { createdAt: at, updatedAt: at }
  const lessonIds = Object.values(course.lessons)
  const userIds = Array.from({ length: count }, () => createId('user', at.getTime()))
  const insert = async (table: Parameters<typeof inTurn>[1], rows: object[]) => inTurn(app, table, rows)
  await insert(
    users,
    userIds.map((id, i) => {
      const username = `siswa${String(i).padStart(4, '0')}`
      return { id, username, usernameKey: username, searchKey: username, status: 'active', version: 1, ...times }
    })
  )
  await insert(
    enrolments,
    userIds.map((userId) => {
      const id = createId('enrolment', at.getTime())
      return { id, courseId: course.id, userId, status: 'active', activatedAt: at, ...times }
    })
  )
  await insert(
    lessonProgress,
    userIds.flatMap((userId, i) =>
      lessonIds.slice(0, lessons - (i % 2)).map((lessonId, n) => ({
        ...{ userId, lessonId, courseId: course.id, positionMs: 0, resumeMs: 0, completedAt: at, startedAt: at },
        updatedAt: new Date(at.getTime() + i * 1_000 + n)
      }))
    )
  )
  return userIds
}

async function inTurn(app: TestApp, table: Tables[keyof Tables], rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 2_000) {
    await app.database.transaction(async (tx) => {
      await tx.insert(table).values(rows.slice(from, from + 2_000) as never)
    })
  }
}
