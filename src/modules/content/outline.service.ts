import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { digestOf } from '../../lib/crypto.js'
import { notFound } from '../../lib/errors.js'
import { percentOf } from '../../lib/percent.js'
import type { Courses, Viewer } from '../courses/index.js'
import { type LessonProgress, type OutlineFacts, prepareReadOutline } from './outline.repository.js'
import type { CourseTree, TreeCache } from './published-tree.js'
import type { TreeLesson, TreeModule } from './published-tree.repository.js'
import { type Lock, type Releases, releasesFor } from './release.js'
import { factsOf, type Rights, rightsOf } from './standing.js'

export interface OutlineLesson {
  lesson: TreeLesson
  hasQuiz: boolean
  progress: LessonProgress | undefined
  lock: Lock | null
}

export interface OutlineModule {
  module: TreeModule
  lock: Lock | null
  lessons: OutlineLesson[]
}

/** The tree of a course as somebody may see it. */
export interface Outline {
  courseId: string
  version: number
  timeZone: string
  enrolmentStatus: Rights['enrolmentStatus']
  /** Managers see the states of modules and lessons. */
  isManager: boolean
  modules: OutlineModule[]
  /** Of who learns here. */
  progress: { completed: number; required: number; percent: number | null } | null
  /** Names what it says. For managers, who change the tree by it, the version of the tree alone. */
  tag: string
}

export interface OutlineDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'rules'>
  trees: TreeCache
}

export type OutlineService = ReturnType<typeof createOutlineService>

/** Whoever does not learn here sees the titles alone, but for what is free. */
const notEnrolled: Lock = { reason: 'not_enrolled', opensAt: null, lessonId: null }

export function createOutlineService({ database, clock, courses: { rules }, trees }: OutlineDeps) {
  const readOutline = prepareReadOutline(database)

  return {
    /** Managers see drafts too, and what was archived when they ask for it. @throws 404 */
    async get(viewer: Viewer | null, ref: string, { archived }: { archived: boolean }): Promise<Outline> {
      const now = clock.now()
      const facts = await readOutline(ref, viewer?.userId)
      if (!facts) throw notFound('Course')
      const rights = rightsOf(viewer, facts, { rules, now })
      if (!rights.seesCourse) throw notFound('Course')
      const { course, outlineVersion, progress, quizzes } = facts
      const tree = await trees.get(course.id, outlineVersion)
      const { lockOfModule, lockOfLesson } = locksFor(rights, facts, { tree, now })
      const modules = visibleIn(tree, rights, archived).map((module) => {
        const lock = lockOfModule(module)
        const lessons = module.lessons.map((lesson) => ({
          lesson,
          hasQuiz: quizzes.has(lesson.id),
          progress: progress.get(lesson.id),
          lock: lockOfLesson(lesson, module, lock)
        }))
        return { module, lock, lessons }
      })
      return {
        courseId: course.id,
        version: outlineVersion,
        timeZone: course.timeZone,
        enrolmentStatus: rights.enrolmentStatus,
        isManager: rights.isManager,
        modules,
        progress: rights.hasAccess ? summaryOf(tree, facts) : null,
        tag: tagOf(facts, rights, modules)
      }
    }
  }
}

const locksOfStaff: Releases = { lockOfModule: () => null, lockOfLesson: () => null }
const locksOfVisitors: Releases = {
  lockOfModule: (module) => (module.isFree ? null : notEnrolled),
  lockOfLesson: (lesson, module) => (lesson.isFree || module.isFree ? null : notEnrolled)
}

function locksFor(
  { isStaff, hasAccess }: Rights,
  facts: OutlineFacts,
  { tree, now }: { tree: CourseTree; now: Date }
): Releases {
  if (isStaff) return locksOfStaff
  if (!hasAccess) return locksOfVisitors
  const { exceptions, progress } = facts
  return releasesFor({
    ...factsOf(facts, now),
    exceptions,
    completed: { has: (lessonId) => isCompleted(progress.get(lessonId)) },
    isPublished: (lessonId) => tree.publishedIds.has(lessonId)
  })
}

function visibleIn(
  { modules, published }: CourseTree,
  { isManager }: Rights,
  archived: boolean
): readonly TreeModule[] {
  if (!isManager) return published
  if (archived) return modules
  const isKept = ({ status }: { status: string }) => status !== 'archived'
  return modules.filter(isKept).map((module) => ({ ...module, lessons: module.lessons.filter(isKept) }))
}

function isCompleted(progress: LessonProgress | undefined): boolean {
  return progress !== undefined && progress.completedAt !== null
}

function summaryOf({ published }: CourseTree, { progress }: OutlineFacts): NonNullable<Outline['progress']> {
  let required = 0
  let completed = 0
  for (const { lessons } of published) {
    for (const { id, isRequired } of lessons) {
      if (!isRequired) continue
      required++
      if (isCompleted(progress.get(id))) completed++
    }
  }
  return { completed, required, percent: percentOf(completed, required) }
}

/** With all else equal, time can only open more: how many are locked says which. */
function tagOf(facts: OutlineFacts, { isManager, isStaff, enrolmentStatus }: Rights, modules: OutlineModule[]): string {
  const version = `v${facts.outlineVersion}`
  if (isManager) return version
  const { course, enrolment, cohort } = facts
  const locked = modules.reduce((n, { lock, lessons }) => n + (lock ? 1 : 0) + lessons.filter((l) => l.lock).length, 0)
  const since = enrolment?.activatedAt?.getTime()
  const made = [isStaff, enrolmentStatus, since, course.timeZone, cohort?.startsOn, cohort?.timeZone, locked]
  return `${version}.${digestOf(`${made.join(' ')} ${facts.fingerprint}`)}`
}
