import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, conflict, forbidden, notFound, unauthenticated } from '../../lib/errors.js'
import type { Courses, Viewer } from '../courses/index.js'
import {
  type FoundLesson,
  prepareFindExceptions,
  prepareFindFileUses,
  prepareFindLessonStates,
  prepareFindLessons
} from './lesson-access.repository.js'
import { type LearnerFacts, type Lock, releasesFor } from './release.js'
import { factsOf, type Rights, rightsOf } from './standing.js'

/** Where a lesson stands. */
export interface LessonPlace {
  id: string
  courseId: string
  moduleId: string
  organizationId: string
  title: string
  isRequired: boolean
}

/** A lesson, and what the viewer may do with it. */
interface SeenLesson extends FoundLesson {
  rights: Rights
  isPublished: boolean
}

/** What a learner has done, or was granted. */
type Done = Pick<LearnerFacts, 'completed' | 'exceptions' | 'isPublished'>

const nothingDone: Done = { completed: new Set(), exceptions: new Set(), isPublished: () => true }

/** Who may read which lesson now: the one place that decides it. */
export function createLessonAccess({
  database,
  clock,
  courses
}: {
  database: Database
  clock: Clock
  courses: Courses
}) {
  const { rules } = courses
  const findLessons = prepareFindLessons(database)
  const findStates = prepareFindLessonStates(database)
  const findExceptions = prepareFindExceptions(database)
  const findFileUses = prepareFindFileUses(database)

  /** Those of the lessons that the viewer knows of. */
  async function findSeen(viewer: Viewer | null, lessonIds: readonly string[], now: Date): Promise<SeenLesson[]> {
    const found = await findLessons(viewer?.userId, lessonIds)
    return found
      .map((lesson) => ({
        ...lesson,
        rights: rightsOf(viewer, lesson, { rules, now }),
        isPublished: lesson.lesson.status === 'published' && lesson.module.status === 'published'
      }))
      .filter(({ rights, isPublished }) => rights.seesCourse && (isPublished || rights.isManager))
  }

  /** @throws 404 */
  async function requireSeen(viewer: Viewer | null, lessonId: string, now: Date): Promise<SeenLesson> {
    const [lesson] = await findSeen(viewer, [lessonId], now)
    if (!lesson) throw notFound('Lesson')
    return lesson
  }

  /**
   * The locks of lessons for a learner of their courses, by the ids of the lessons. What they have done can only open more:
   * it is looked up for those lessons alone that are locked without it.
   */
  async function locksFor(userId: string, lessons: readonly SeenLesson[], now: Date): Promise<Map<string, Lock>> {
    const locked = lessons.filter((lesson) => lockOf(lesson, now, nothingDone) !== null)
    if (locked.length === 0) return new Map()
    const lessonIds = locked.flatMap(({ lesson, module }) =>
      [lesson.id, lesson.releaseLessonId, module.releaseLessonId].filter((id) => id !== null)
    )
    const [states, exceptions] = await Promise.all([
      findStates(userId, [...new Set(lessonIds)]),
      findExceptions(userId, [...new Set(locked.map(({ course }) => course.id))])
    ])
    const idsOf = (is: 'isCompleted' | 'isPublished') => new Set(states.filter((s) => s[is]).map(({ id }) => id))
    const published = idsOf('isPublished')
    const done: Done = { completed: idsOf('isCompleted'), exceptions, isPublished: (id: string) => published.has(id) }
    return new Map(
      locked.flatMap((lesson) => {
        const lock = lockOf(lesson, now, done)
        return lock ? [[lesson.lesson.id, lock] as const] : []
      })
    )
  }

  /** @throws 409 LESSON_LOCKED */
  async function requireOpen(viewer: Viewer, lesson: SeenLesson, now: Date): Promise<void> {
    const lock = (await locksFor(viewer.userId, [lesson], now)).get(lesson.lesson.id)
    if (lock) throw lessonLocked(lock)
  }

  async function readableLessons(viewer: Viewer | null, lessonIds: readonly string[]): Promise<Set<string>> {
    const now = clock.now()
    const seen = await findSeen(viewer, [...new Set(lessonIds)], now)
    const learned = seen.filter((lesson) => !isReadByAll(lesson) && lesson.rights.hasAccess)
    const locks = viewer ? await locksFor(viewer.userId, learned, now) : new Map()
    const readable = seen.filter(
      (lesson) => isReadByAll(lesson) || (lesson.rights.hasAccess && !locks.has(lesson.lesson.id))
    )
    return new Set(readable.map(({ lesson }) => lesson.id))
  }

  return {
    /** @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
    async requireReadable(
      viewer: Viewer | null,
      lessonId: string
    ): Promise<LessonPlace & { isStaff: boolean; isManager: boolean }> {
      const now = clock.now()
      const lesson = await requireSeen(viewer, lessonId, now)
      const { isStaff, isManager, hasAccess } = lesson.rights
      if (!isReadByAll(lesson)) {
        if (!viewer) throw unauthenticated()
        if (!hasAccess) throw notEnrolled()
        await requireOpen(viewer, lesson, now)
      }
      return { ...placeOf(lesson), isStaff, isManager }
    },

    /**
     * For who learns here: enrolled, with access, and the lesson is open. Nobody learns from a draft, not even who sees it.
     * @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, LESSON_NOT_PUBLISHED
     */
    async requireLearnable(viewer: Viewer, lessonId: string): Promise<LessonPlace> {
      const now = clock.now()
      const lesson = await requireSeen(viewer, lessonId, now)
      const refusal = refusalOf(lesson)
      if (refusal) throw refusal
      await requireOpen(viewer, lesson, now)
      return placeOf(lesson)
    },

    /** What `requireLearnable` would throw for each of the lessons, where it would. Few queries, however many they are. */
    async refusals(viewer: Viewer, lessonIds: readonly string[]): Promise<Map<string, AppError>> {
      const now = clock.now()
      const ids = [...new Set(lessonIds)]
      const seen = new Map((await findSeen(viewer, ids, now)).map((lesson) => [lesson.lesson.id, lesson]))
      const learned = [...seen.values()].filter((lesson) => !refusalOf(lesson))
      const locks = await locksFor(viewer.userId, learned, now)
      const found = new Map<string, AppError>()
      for (const id of ids) {
        const lesson = seen.get(id)
        const lock = locks.get(id)
        const refusal = lesson ? (refusalOf(lesson) ?? (lock && lessonLocked(lock))) : notFound('Lesson')
        if (refusal) found.set(id, refusal)
      }
      return found
    },

    /** @throws 404; 403 */
    async requireManaged(viewer: Viewer, lessonId: string): Promise<LessonPlace> {
      const lesson = await requireSeen(viewer, lessonId, clock.now())
      if (!lesson.rights.isManager) throw forbidden()
      return placeOf(lesson)
    },

    /** Those of the lessons that the viewer may read now. */
    readableLessons,

    /** Staff of the course whose library the file is in, and whoever may read a lesson that shows it. */
    async mayReadFile(viewer: Viewer | null, fileId: string): Promise<boolean> {
      const { course, lessonIds } = await findFileUses(fileId)
      if (viewer && course && rules.mayReadEnrolments(viewer, course)) return true
      return (await readableLessons(viewer, lessonIds)).size > 0
    }
  }
}

/** By staff, and where it is free by everybody, enrolled or not. */
function isReadByAll({ lesson, module, course, rights }: SeenLesson): boolean {
  return rights.isStaff || ((lesson.isFree || module.isFree) && course.status === 'published')
}

/** Why nobody in their place learns from it, but for its locks. */
function refusalOf({ rights, isPublished }: SeenLesson): AppError | undefined {
  if (!rights.hasAccess) return notEnrolled()
  return isPublished ? undefined : conflict('LESSON_NOT_PUBLISHED', 'The lesson is not published')
}

function lockOf(found: SeenLesson, now: Date, done: Done): Lock | null {
  return releasesFor({ ...factsOf(found, now), ...done }).lockOfLesson(found.lesson, found.module)
}

function placeOf({ lesson, course }: SeenLesson): LessonPlace {
  const { id, courseId, moduleId, title, isRequired } = lesson
  return { id, courseId, moduleId, organizationId: course.organizationId, title, isRequired }
}

function notEnrolled(): AppError {
  return forbidden('You are not enrolled in this course', 'NOT_ENROLLED')
}

/** Says what is known of when it opens. */
function lessonLocked({ reason, opensAt, lessonId }: Lock): AppError {
  return conflict('LESSON_LOCKED', 'This lesson is not open for you yet', {
    reason: [reason],
    ...(opensAt && { opensAt: [opensAt.toISOString()] }),
    ...(lessonId && { lessonId: [lessonId] })
  })
}
