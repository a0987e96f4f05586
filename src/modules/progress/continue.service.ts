import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons, PublishedLesson, PublishedTree } from '../content/index.js'
import { listAllProgress, listTakenCourses, type TakenCourse } from './continue.repository.js'
import { type LearnerProject, listProjects, type SubmissionStatus } from './learner-projects.repository.js'
import { type CourseProgress, progressOf } from './percent.js'
import { completedOf, type ProgressRow } from './progress.repository.js'

export interface ContinueDeps {
  database: Database
  clock: Clock
  lessons: Pick<Lessons, 'readableLessons' | 'publishedTree'>
}

export type ContinueService = ReturnType<typeof createContinueService>

export interface ContinuedCourse extends TakenCourse {
  course: CourseProgress
  lastActivityAt: Date | null
  /** Null when nothing is left that is open. */
  lesson: (PublishedLesson & { resumeMs: number }) | null
  /** Once the required lessons are done: the required project that is not accepted. */
  nextProject: LearnerProject | null
}

const maxCourses = 20
/** What is the turn of the learner. */
const workable: readonly SubmissionStatus[] = ['draft', 'changes_requested', 'withdrawn']

/** Where somebody goes on. */
export function createContinueService({ database, clock, lessons }: ContinueDeps) {
  return {
    /** The courses that one has access to, those touched last first. A few queries, however many there are. */
    async list(userId: string): Promise<ContinuedCourse[]> {
      const [taken, rows] = await Promise.all([
        listTakenCourses(database, { userId, now: clock.now() }),
        listAllProgress(database, userId)
      ])
      const byCourse = groupByCourse(rows)
      const chosen = taken
        .map((course) => ({ ...course, rows: byCourse.get(course.id) ?? [] }))
        .map((course) => ({ ...course, lastActivityAt: lastOf(course.rows) }))
        .sort((a, b) => touchedAt(b) - touchedAt(a) || (a.id < b.id ? 1 : -1))
        .slice(0, maxCourses)
      const trees = await Promise.all(chosen.map(({ id }) => lessons.publishedTree(id)))
      const candidates = chosen.map(({ rows }, i) => candidatesOf(trees[i]!, rows))
      const progress = chosen.map(({ rows }, i) => progressOf(trees[i]!, completedOf(rows)))
      const ready = chosen.filter((_, i) => progress[i]?.completed === progress[i]?.required)
      const projects = await listProjects(database, { courseIds: ready.map(({ id }) => id), userId })
      // As a learner and nobody else: staff who take a course wait for the release like all.
      const ids = [...candidates.flat().map(({ id }) => id), ...projects.flatMap(({ lessonId }) => lessonId ?? [])]
      const open = await lessons.readableLessons({ userId, grants: [] }, ids)
      const openProjects = projects.filter(({ lessonId }) => lessonId === null || open.has(lessonId))
      return chosen.map(({ rows, ...course }, i) => {
        const lesson = candidates[i]?.find(({ id }) => open.has(id))
        const resumeMs = rows.find(({ lessonId }) => lessonId === lesson?.id)?.resumeMs ?? 0
        return {
          ...course,
          course: progress[i]!,
          lesson: lesson ? { ...lesson, resumeMs } : null,
          nextProject: nextOf(openProjects.filter(({ courseId }) => courseId === course.id))
        }
      })
    }
  }
}

/** The first that they can do something for; else the first that waits for a review, or was rejected. */
function nextOf(projects: readonly LearnerProject[]): LearnerProject | null {
  const left = projects.filter(({ isRequired, status }) => isRequired && status !== 'accepted')
  return left.find(({ status }) => status === null || workable.includes(status)) ?? left[0] ?? null
}

function groupByCourse(rows: readonly ProgressRow[]): Map<string, ProgressRow[]> {
  const groups = new Map<string, ProgressRow[]>()
  for (const row of rows) {
    const group = groups.get(row.courseId)
    if (group) group.push(row)
    else groups.set(row.courseId, [row])
  }
  return groups
}

function lastOf(rows: readonly ProgressRow[]): Date | null {
  return rows.reduce<Date | null>((last, { updatedAt }) => (last === null || updatedAt > last ? updatedAt : last), null)
}

function touchedAt({ lastActivityAt, enteredAt }: { lastActivityAt: Date | null; enteredAt: Date }): number {
  return (lastActivityAt ?? enteredAt).getTime()
}

/**
 * What they have not finished, the best first: what they had begun, the last touched before the others; then what is
 * required and next; then the rest.
 */
function candidatesOf({ modules }: PublishedTree, rows: readonly ProgressRow[]): PublishedLesson[] {
  const completed = completedOf(rows)
  const touched = new Map(rows.map(({ lessonId, updatedAt }) => [lessonId, updatedAt.getTime()]))
  const left = modules.flatMap((module) => module.lessons).filter(({ id }) => !completed.has(id))
  const begun = left.filter(({ id }) => touched.has(id))
  const others = left.filter(({ id }) => !touched.has(id))
  return [
    ...begun.sort((a, b) => (touched.get(b.id) ?? 0) - (touched.get(a.id) ?? 0)),
    ...others.filter(({ isRequired }) => isRequired),
    ...others.filter(({ isRequired }) => !isRequired)
  ]
}
