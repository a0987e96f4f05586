import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, unprocessable } from '../../lib/errors.js'
import type { Courses, Viewer } from '../courses/index.js'
import { touchLessons } from './lessons.repository.js'
import { type LessonPosition, readOrdered, writeLessonOrder, writeModuleOrder } from './order.repository.js'
import { raiseOutline } from './outline-version.repository.js'
import { findReleaseCycle, type WaitingTree } from './release-cycle.js'

/** Every module of a course in its order, each with its lessons in theirs. */
export type CourseOrder = readonly { id: string; lessonIds: readonly string[] }[]

export interface OrderDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  /** After what is required has changed. */
  recheckProgress: (tx: Tx, afterCommit: AfterCommit, courseId: string) => Promise<void>
}

export type OrderService = ReturnType<typeof createOrderService>

/** More than this an error need not name. */
const maxNamed = 10

export function createOrderService({ database, clock, courses, recheckProgress }: OrderDeps) {
  return {
    /**
     * The whole order in one call; lessons may change their module. Gives the id of the course.
     * @throws 403; 404; 412; 422 OUTLINE_FOREIGN, OUTLINE_DUPLICATE, OUTLINE_INCOMPLETE, RELEASE_CYCLE
     */
    async replace(
      actor: Viewer,
      ref: string,
      { order, check }: { order: CourseOrder; check: Precondition }
    ): Promise<string> {
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
        check({ version: (await raiseOutline(database, tx, course.id)) - 1 })
        const current = await readOrdered(database, tx, course.id)
        requireSame(order, current)
        const places = placesOf(order)
        requireNoCycle(current, places)
        const moduleIds = order.map(({ id }) => id)
        await writeModuleOrder(database, tx, moduleIds)
        await writeLessonOrder(database, tx, places)
        const moved = movedOf(current, places)
        if (moved.length === 0) return course.id
        await touchLessons(database, tx, { ids: moved, updatedAt: clock.now() })
        // A lesson that came into a module, or out of one, which learners do not see counts, or counts no more.
        await recheckProgress(tx, afterCommit, course.id)
        return course.id
      })
    }
  }
}

/** Each that there is, once, and no other. @throws 422 naming `modules` */
function requireSame(order: CourseOrder, { modules, lessons }: WaitingTree): void {
  const named = order.flatMap(({ id, lessonIds }) => [id, ...lessonIds])
  const known = new Set([...modules, ...lessons].map(({ id }) => id))
  const isModule = new Set(modules.map(({ id }) => id))
  const foreign = order.flatMap(({ id, lessonIds }) => [
    ...(isModule.has(id) ? [] : [id]),
    ...lessonIds.filter((lessonId) => !known.has(lessonId) || isModule.has(lessonId))
  ])
  if (foreign.length > 0) throw wrongOrder('OUTLINE_FOREIGN', 'holds what is not of this course, or archived', foreign)
  const twice = named.filter((id, i) => named.indexOf(id) !== i)
  if (twice.length > 0) throw wrongOrder('OUTLINE_DUPLICATE', 'names twice', twice)
  const isNamed = new Set(named)
  const missing = [...known].filter((id) => !isNamed.has(id))
  if (missing.length > 0) throw wrongOrder('OUTLINE_INCOMPLETE', 'must hold all that there is, and lacks', missing)
}

/** A lesson in a module that waits for it would never open. @throws 422 naming `modules` */
function requireNoCycle({ modules, lessons }: WaitingTree, places: readonly LessonPosition[]): void {
  const moduleOf = new Map(places.map(({ id, moduleId }) => [id, moduleId]))
  const moved = lessons.map((lesson) => ({ ...lesson, moduleId: moduleOf.get(lesson.id) ?? lesson.moduleId }))
  const cycle = findReleaseCycle({ modules, lessons: moved })
  if (cycle) throw wrongOrder('RELEASE_CYCLE', 'would make lessons wait for each other', cycle)
}

function placesOf(order: CourseOrder): LessonPosition[] {
  return order.flatMap(({ id: moduleId, lessonIds }) => lessonIds.map((id, position) => ({ id, moduleId, position })))
}

/** The lessons that are in another module now. */
function movedOf({ lessons }: WaitingTree, places: readonly LessonPosition[]): string[] {
  const moduleOf = new Map(places.map(({ id, moduleId }) => [id, moduleId]))
  return lessons.filter(({ id, moduleId }) => moduleOf.get(id) !== moduleId).map(({ id }) => id)
}

function wrongOrder(code: string, what: string, ids: readonly string[]): AppError {
  const more = ids.length > maxNamed ? ` and ${ids.length - maxNamed} more` : ''
  return unprocessable(code, 'modules', `${what}: ${ids.slice(0, maxNamed).join(', ')}${more}`)
}
