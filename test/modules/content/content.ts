import { eq } from 'drizzle-orm'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'

type Tables = TestApp['database']['tables']
type ModuleFields = Partial<Tables['modules']['$inferInsert']>
type LessonFields = Partial<Tables['lessons']['$inferInsert']>

export interface NewModule extends ModuleFields {
  lessons?: LessonFields[]
}

/**
 * Modules with their lessons, published unless they say otherwise, directly: what is told about is who reads them, not how
 * they came to be. The ids come back by the titles.
 */
export async function insertContent(
  { database, clock }: TestApp,
  courseId: string,
  content: readonly NewModule[]
): Promise<Record<string, string>> {
  const { modules, lessons } = database.tables
  const now = clock.now()
  const common = {
    courseId,
    isFree: false,
    status: 'published' as const,
    releaseKind: 'immediately' as const,
    version: 1,
    createdAt: now,
    updatedAt: now
  }
  const ids: Record<string, string> = {}
  await database.transaction(async (tx) => {
    for (const [position, { lessons: ofModule = [], ...fields }] of content.entries()) {
      const module = { ...common, id: createId('module'), title: `Module ${position + 1}`, summary: '', position }
      const [{ id: moduleId } = { id: '' }] = await tx
        .insert(modules)
        .values({ ...module, ...fields })
        .returning({ id: modules.id })
      ids[fields.title ?? module.title] = moduleId
      for (const [n, lesson] of ofModule.entries()) {
        const title = lesson.title ?? `Lesson ${position + 1}.${n + 1}`
        const text = { content: 'Isi', contentHtml: '<p>Isi</p>', contentText: 'Isi' }
        const row = { ...common, ...text, id: createId('lesson'), moduleId, title, position: n, isRequired: true }
        await tx.insert(lessons).values({ ...row, ...lesson })
        ids[title] = row.id
      }
    }
  })
  await raiseOutline(database, courseId)
  return ids
}

/** As every change of the tree does. */
export async function raiseOutline(database: TestApp['database'], courseId: string): Promise<void> {
  const { courseOutlines } = database.tables
  await database.transaction(async (tx) => {
    const [known] = await tx.select().from(courseOutlines).where(eq(courseOutlines.courseId, courseId))
    const version = (known?.version ?? 0) + 1
    if (known) await tx.update(courseOutlines).set({ version }).where(eq(courseOutlines.courseId, courseId))
    else await tx.insert(courseOutlines).values({ courseId, version })
  })
}

export async function changeLesson(
  { database }: TestApp,
  lesson: { id: string; courseId: string; changes: LessonFields }
): Promise<void> {
  const { lessons } = database.tables
  await database.transaction(async (tx) => {
    await tx.update(lessons).set(lesson.changes).where(eq(lessons.id, lesson.id))
  })
  await raiseOutline(database, lesson.courseId)
}

/** How the user stands to the course: what the product would make of their doings in many steps. */
export async function setEnrolment(
  { database, clock }: TestApp,
  { courseId, userId, ...fields }: { courseId: string; userId: string } & Partial<Tables['enrolments']['$inferInsert']>
): Promise<string> {
  const { enrolments } = database.tables
  const now = clock.now()
  return database.transaction(async (tx) => {
    const row = { status: 'active' as const, activatedAt: now, createdAt: now, updatedAt: now, ...fields }
    const [enrolment] = await tx
      .insert(enrolments)
      .values({ id: createId('enrolment'), courseId, userId, ...row })
      .onConflictDoUpdate({ target: [enrolments.courseId, enrolments.userId], set: row })
      .returning({ id: enrolments.id })
    if (!enrolment) throw new Error('it was neither inserted nor updated')
    return enrolment.id
  })
}

/** A cohort of the course with these members. */
export async function insertCohort(
  { database, clock }: TestApp,
  cohort: { courseId: string; startsOn: string; timeZone?: string; enrolmentIds: readonly string[] }
): Promise<void> {
  const { cohorts, cohortMembers } = database.tables
  const { courseId, startsOn, timeZone = 'Asia/Jakarta', enrolmentIds } = cohort
  const now = clock.now()
  const id = createId('cohort')
  await database.transaction(async (tx) => {
    await tx.insert(cohorts).values({
      id,
      courseId,
      name: 'Angkatan 1',
      startsOn,
      endsOn: '2099-12-31',
      timeZone,
      isOpen: true,
      status: 'active',
      version: 1,
      createdAt: now,
      updatedAt: now
    })
    for (const enrolmentId of enrolmentIds) {
      await tx.insert(cohortMembers).values({ enrolmentId, cohortId: id, joinedAt: now })
    }
  })
}

export async function completeLesson(
  { database, clock }: TestApp,
  { userId, lessonId, courseId }: { userId: string; lessonId: string; courseId: string }
): Promise<Date> {
  const { lessonProgress } = database.tables
  const completedAt = clock.now()
  const row = { positionMs: 90_000, resumeMs: 1_000, completedAt, startedAt: completedAt, updatedAt: completedAt }
  await database.transaction(async (tx) => {
    await tx.insert(lessonProgress).values({ userId, lessonId, courseId, ...row })
  })
  return completedAt
}
