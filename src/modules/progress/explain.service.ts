import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { type ErrorDetails, forbidden, notFound } from '../../lib/errors.js'
import { percentOf } from '../../lib/percent.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Grades } from '../grades/index.js'
import { type CompletionRule, defaultRule, findRule } from './completion-rule.repository.js'
import { type ContentModule, listContent, listQuizzes, type QuizOfLesson } from './explain.repository.js'
import { type LearnerProject, listProjects } from './learner-projects.repository.js'
import type { CourseProgress } from './percent.js'
import { findEnrolment, type LessonFacts, listProgress, type ProgressRow } from './progress.repository.js'

export interface ExplainDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requireVisible' | 'requirePermitted' | 'rules'>
  lessons: Pick<Lessons, 'refusals'>
  passedOf: Grades['passedOf']
}

export type ExplainService = ReturnType<typeof createExplainService>

export type Missing = 'not_started' | 'in_progress' | 'quiz_not_passed' | 'locked' | 'no_access'
export type NotCounted = 'optional' | 'draft' | 'archived'

export interface ExplainedLesson {
  id: string
  title: string
  isRequired: boolean
  /** Why it is no part of the sum; null when it is. */
  notCounted: NotCounted | null
  completedAt: Date | null
  completedBy: 'word' | 'quiz' | null
  /** What keeps it from being completed; null when it is. */
  missing: Missing | null
  /** Of a locked one, as the error of the lesson says it. */
  lock: ErrorDetails | null
}

type Sum = Pick<CourseProgress, 'completed' | 'required'>

export interface Explanation extends CourseProgress {
  courseId: string
  userId: string
  enrolmentStatus: NonNullable<LessonFacts['enrolment']>['status']
  missing: number
  /** Completed lessons that are not shown, because they were withdrawn. */
  withdrawn: number
  modules: (Sum & { id: string; title: string; lessons: ExplainedLesson[] })[]
  projects: LearnerProject[]
  completion: { rule: CompletionRule; missing: MissingForCompletion[] }
}

/** What keeps the enrolment from being completed. */
export type MissingForCompletion =
  | { kind: 'lessons'; count: number }
  | { kind: 'quiz' | 'project'; id: string; title: string }
  | { kind: 'pass_mark' }

/** All that is known of the learner. */
interface Facts {
  rows: ReadonlyMap<string, ProgressRow>
  quizzes: ReadonlyMap<string, QuizOfLesson>
  hasAccess: boolean
  locks: ReadonlyMap<string, ErrorDetails>
}

/** Why the percentage is what it is. */
export function createExplainService({ database, clock, courses, lessons, passedOf }: ExplainDeps) {
  const { mayManage, mayReadEnrolments, enrolmentAt } = courses.rules

  /** As the error of a lesson says it, of those that are locked for the learner. */
  async function locksOf(userId: string, lessonIds: readonly string[]): Promise<Map<string, ErrorDetails>> {
    const refusals = await lessons.refusals({ userId, grants: [] }, lessonIds)
    return new Map(
      [...refusals].flatMap(([id, { code, details = {} }]) =>
        code === 'LESSON_LOCKED' ? [[id, details] as const] : []
      )
    )
  }

  return {
    /** One's own; that of another learner for staff. Drafts are shown to who manages the course. @throws 403 (NOT_ENROLLED); 404 */
    async explain(viewer: Viewer, ref: string, userId = viewer.userId): Promise<Explanation> {
      const isOwn = userId === viewer.userId
      const course = isOwn
        ? await courses.requireVisible(viewer, ref)
        : await courses.requirePermitted(viewer, { ref, rule: mayReadEnrolments })
      const learner = { courseId: course.id, userId }
      const enrolment = await findEnrolment(database, learner)
      if (!enrolment)
        throw isOwn ? forbidden('You are not enrolled in this course', 'NOT_ENROLLED') : notFound('Enrolment')
      const [content, rows, quizzes, projects] = await Promise.all([
        listContent(database, course.id),
        listProgress(database, learner),
        listQuizzes(database, learner),
        listProjects(database, { courseIds: [course.id], userId })
      ])
      const status = enrolmentAt(clock.now(), enrolment.status, enrolment.expiresAt) ?? enrolment.status
      const hasAccess = status === 'active' || status === 'completed'
      const byLesson = new Map(rows.map((row) => [row.lessonId, row]))
      const left = content
        .flatMap((module) => module.lessons.filter((lesson) => isPublished(module, lesson)))
        .filter(({ id }) => !byLesson.get(id)?.completedAt)
      const locks =
        hasAccess && left.length > 0
          ? await locksOf(
              userId,
              left.map(({ id }) => id)
            )
          : new Map()
      const facts = { rows: byLesson, quizzes, hasAccess, locks }
      const modules = explainModules(content, facts, { showsDrafts: mayManage(viewer, course) })
      const completed = modules.reduce((sum, module) => sum + module.completed, 0)
      const required = modules.reduce((sum, module) => sum + module.required, 0)
      const published = new Set(content.flatMap((m) => m.lessons.filter((l) => isPublished(m, l)).map(({ id }) => id)))
      return {
        ...learner,
        enrolmentStatus: status,
        completed,
        required,
        missing: required - completed,
        percent: percentOf(completed, required),
        withdrawn: rows.filter(({ lessonId, completedAt }) => completedAt && !published.has(lessonId)).length,
        modules,
        projects,
        completion: await explainCompletion(learner, {
          isOwn,
          isCompleted: status === 'completed',
          missing: required - completed,
          quizzes: [...quizzes].flatMap(([lessonId, quiz]) => (published.has(lessonId) ? [quiz] : [])),
          projects
        })
      }
    }
  }

  /** Of a completed enrolment nothing is missing, whatever has come since. */
  async function explainCompletion(
    { courseId, userId }: { courseId: string; userId: string },
    facts: {
      isOwn: boolean
      isCompleted: boolean
      missing: number
      quizzes: QuizOfLesson[]
      projects: LearnerProject[]
    }
  ): Promise<Explanation['completion']> {
    const rule = (await findRule(database, database.read, courseId)) ?? defaultRule
    if (facts.isCompleted) return { rule, missing: [] }
    const missing: MissingForCompletion[] = []
    if (rule.needsLessons && facts.missing > 0) missing.push({ kind: 'lessons', count: facts.missing })
    for (const { id, title, isPassed } of rule.needsQuizzes ? facts.quizzes : []) {
      if (!isPassed) missing.push({ kind: 'quiz', id, title })
    }
    for (const { id, title, isRequired, status } of rule.needsProjects ? facts.projects : []) {
      if (isRequired && status !== 'accepted') missing.push({ kind: 'project', id, title })
    }
    // To its learner a grade that is held back is none: or they would learn here whether it is enough.
    const learners = { courseId, userIds: [userId], asSeen: facts.isOwn }
    if (rule.needsPassMark && !(await passedOf(database.read, learners)).has(userId)) {
      missing.push({ kind: 'pass_mark' })
    }
    return { rule, missing }
  }
}

function explainModules(
  content: readonly ContentModule[],
  facts: Facts,
  { showsDrafts }: { showsDrafts: boolean }
): Explanation['modules'] {
  return content
    .filter(({ status }) => showsDrafts || status === 'published')
    .map((module) => {
      const lessons = module.lessons
        .filter(({ status }) => showsDrafts || status === 'published')
        .map((lesson) => explainLesson(module, lesson, facts))
      const counted = lessons.filter(({ notCounted }) => notCounted === null)
      const completed = counted.filter(({ completedAt }) => completedAt !== null).length
      return { id: module.id, title: module.title, completed, required: counted.length, lessons }
    })
}

function explainLesson(
  module: ContentModule,
  lesson: ContentModule['lessons'][number],
  { rows, quizzes, hasAccess, locks }: Facts
): ExplainedLesson {
  const { id, title, isRequired } = lesson
  const row = rows.get(id)
  const quiz = quizzes.get(id)
  const lock = locks.get(id) ?? null
  const common = { id, title, isRequired, notCounted: notCounted(module, lesson) }
  if (row?.completedAt) {
    const completedBy = quiz?.isPassed ? ('quiz' as const) : ('word' as const)
    return { ...common, completedAt: row.completedAt, completedBy, missing: null, lock: null }
  }
  const missing: Missing | null = !isPublished(module, lesson)
    ? null
    : !hasAccess
      ? 'no_access'
      : lock
        ? 'locked'
        : quiz
          ? 'quiz_not_passed'
          : row
            ? 'in_progress'
            : 'not_started'
  return { ...common, completedAt: null, completedBy: null, missing, lock }
}

function notCounted(module: ContentModule, lesson: ContentModule['lessons'][number]): NotCounted | null {
  for (const { status } of [module, lesson]) if (status !== 'published') return status
  return lesson.isRequired ? null : 'optional'
}

function isPublished(module: { status: string }, lesson: { status: string }): boolean {
  return module.status === 'published' && lesson.status === 'published'
}
