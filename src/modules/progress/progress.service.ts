import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, conflict, forbidden, invalid, unprocessable } from '../../lib/errors.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Completion } from './completion.service.js'
import { type CourseProgress, progressOf } from './percent.js'
import {
  completedOf,
  findEnrolment,
  findFactsOfMany,
  type LessonFacts,
  listProgress,
  type ProgressRow,
  prepareFindFacts,
  prepareReadCompleted,
  prepareSaveProgress,
  type Report,
  saveReports
} from './progress.repository.js'
import type { ProgressFields, ProgressItem } from './progress.schemas.js'

export interface ProgressDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requireVisibleHead' | 'rules'>
  lessons: Pick<Lessons, 'requireLearnable' | 'refusals' | 'publishedTree'>
  completion: Completion
}

export type ProgressService = ReturnType<typeof createProgressService>

export interface SavedProgress {
  row: ProgressRow
  course: CourseProgress
}

/** What became of one item of a batch. */
export interface ItemResult {
  lessonId: string
  error: AppError | undefined
}

export interface OwnProgress {
  courseId: string
  enrolmentStatus: NonNullable<LessonFacts['enrolment']>['status']
  course: CourseProgress
  lessons: ProgressRow[]
}

/** What learners say of themselves. */
export function createProgressService({ database, clock, courses, lessons, completion }: ProgressDeps) {
  const saveProgress = prepareSaveProgress(database)
  const findFacts = prepareFindFacts(database)
  const readCompleted = prepareReadCompleted(database)
  const { enrolmentAt } = courses.rules

  /** Read after the commit, so that it is true of what was just written. */
  async function progressIn(courseId: string, userId: string): Promise<CourseProgress> {
    const [tree, completed] = await Promise.all([lessons.publishedTree(courseId), readCompleted({ courseId, userId })])
    return progressOf(tree, completed)
  }

  return {
    /**
     * Nothing goes back. A word that says nothing new changes nothing but the time of the last activity.
     * @throws 403 NOT_ENROLLED; 404; 409 LESSON_LOCKED, QUIZ_REQUIRED; 422 CANNOT_UNCOMPLETE
     */
    async save(viewer: Viewer, lessonId: string, fields: ProgressFields): Promise<SavedProgress> {
      const { userId } = viewer
      const { courseId } = await lessons.requireLearnable(viewer, lessonId)
      const { completed } = fields
      if (completed !== undefined) {
        const refusal = refusalOfWord(completed, await findFacts({ userId, lessonId }))
        if (refusal) throw refusal
      }
      const now = clock.now()
      const report = reportOf(fields, { userId, lessonId, courseId, now, at: now })
      const row = await database.transaction(async (tx, afterCommit) => {
        const saved = await saveProgress(tx, report)
        // Also when it was completed before: who was enrolled anew, say, may lack nothing already.
        if (completed) await completion.completeFinished(tx, afterCommit, { courseId, userId })
        return saved
      })
      return { row, course: await progressIn(courseId, userId) }
    },

    /** What may be saved is saved, all in one transaction; the rest is told with its reason. In the order of the items. */
    async saveMany(viewer: Viewer, items: readonly ProgressItem[]): Promise<ItemResult[]> {
      const { userId } = viewer
      const now = clock.now()
      const moments = items.map(({ at }, i) => momentOf(at, { now, field: `items.${i}.at` }))
      const lessonIds = [...new Set(items.map(({ lessonId }) => lessonId))]
      const found = await findFactsOfMany(database, { userId, lessonIds })
      const facts = new Map(found.map((each) => [each.lessonId, each]))
      const refusals = await lessons.refusals(viewer, lessonIds)

      const reports = new Map<string, Report>()
      const results = items.map((item, i): ItemResult => {
        const { lessonId, completed } = item
        const known = facts.get(lessonId)
        const error = refusals.get(lessonId) ?? (completed === undefined ? undefined : refusalOfWord(completed, known))
        if (!error && known) {
          const report = reportOf(item, { userId, lessonId, courseId: known.courseId, now, at: moments[i] ?? now })
          reports.set(lessonId, joined(reports.get(lessonId), report))
        }
        return { lessonId, error }
      })
      await writeReports([...reports.values()], userId)
      return results
    },

    /**
     * One's own, as long as one sees the course. Whoever was enrolled anew and had done everything before has completed the
     * course when they look: nobody who lacks nothing is left active. @throws 403 NOT_ENROLLED; 404
     */
    async getOwn(viewer: Viewer, ref: string): Promise<OwnProgress> {
      const { userId } = viewer
      const { id: courseId } = await courses.requireVisibleHead(viewer, ref)
      const own = await readOwn(courseId, userId)
      if (own.enrolmentStatus !== 'active' || !(await completion.hasFinished({ courseId, userId }))) return own
      await database.transaction((tx, afterCommit) =>
        completion.completeFinished(tx, afterCommit, { courseId, userId })
      )
      return readOwn(courseId, userId)
    }
  }

  /** @throws 403 NOT_ENROLLED */
  async function readOwn(courseId: string, userId: string): Promise<OwnProgress> {
    const enrolment = await findEnrolment(database, { courseId, userId })
    if (!enrolment) throw forbidden('You are not enrolled in this course', 'NOT_ENROLLED')
    const [tree, rows] = await Promise.all([
      lessons.publishedTree(courseId),
      listProgress(database, { courseId, userId })
    ])
    const published = new Set(tree.modules.flatMap((module) => module.lessons.map(({ id }) => id)))
    return {
      courseId,
      enrolmentStatus: enrolmentAt(clock.now(), enrolment.status, enrolment.expiresAt) ?? enrolment.status,
      course: progressOf(tree, completedOf(rows)),
      lessons: rows.filter(({ lessonId }) => published.has(lessonId))
    }
  }

  async function writeReports(reports: readonly Report[], userId: string): Promise<void> {
    if (reports.length === 0) return
    const completing = reports.filter(({ completedAt }) => completedAt !== undefined)
    const courseIds = [...new Set(completing.map(({ courseId }) => courseId))].sort()
    await database.transaction(async (tx, afterCommit) => {
      await saveReports(database, tx, reports)
      for (const courseId of courseIds) await completion.lockCourse(tx, courseId) // all, before anybody is told
      for (const courseId of courseIds) await completion.completeFinished(tx, afterCommit, { courseId, userId })
    })
  }
}

/** Why the learner's word is not enough, if so. What is completed already needs none, and stays so. */
function refusalOfWord(completed: boolean, facts: LessonFacts | undefined): AppError | undefined {
  if (completed === Boolean(facts?.completedAt)) return undefined
  if (!completed) return unprocessable('CANNOT_UNCOMPLETE', 'completed', 'cannot be taken back')
  if (!facts?.quizId) return undefined
  return conflict('QUIZ_REQUIRED', 'This lesson is completed by passing its quiz', { quizId: [facts.quizId] })
}

/** Where one goes on, one has been: the furthest is never before it. */
function reportOf(
  { positionMs, resumeMs = positionMs, completed }: ProgressFields,
  { now, ...rest }: Pick<Report, 'userId' | 'lessonId' | 'courseId' | 'at'> & { now: Date }
): Report {
  const furthest = Math.max(positionMs ?? 0, resumeMs ?? 0)
  return { ...rest, positionMs: furthest, resumeMs, completedAt: completed ? now : undefined }
}

/** Two reports of one lesson are one: a statement takes each row once. */
function joined(before: Report | undefined, report: Report): Report {
  if (!before) return report
  const [earlier, later] = before.at > report.at ? [report, before] : [before, report]
  return {
    ...later,
    positionMs: Math.max(before.positionMs, report.positionMs),
    resumeMs: later.resumeMs ?? earlier.resumeMs,
    completedAt: before.completedAt ?? report.completedAt
  }
}

/** The clock of a player may be wrong: nothing happened after now. @throws 400 naming the field */
function momentOf(at: string | undefined, { now, field }: { now: Date; field: string }): Date {
  if (at === undefined) return now
  const ms = Date.parse(at)
  if (Number.isNaN(ms)) throw invalid(field, 'must be a moment that there is') // a leap second has the form of one
  return new Date(Math.min(Math.max(ms, 0), now.getTime()))
}
