import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { AppError, notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { findCycle } from './prerequisites.cycle.js'
import {
  countExceptions,
  deleteException,
  type ExceptionRow,
  findRequiredIds,
  findRequirementsOf,
  findTitles,
  findUser,
  findVisibleIds,
  listExceptions,
  type MissingRow,
  type PrerequisiteRow,
  prepareFindMissing,
  prepareListPrerequisites,
  replaceRequiredIds,
  saveException
} from './prerequisites.repository.js'
import type { ExceptionsParams } from './prerequisites.schemas.js'

export interface PrerequisitesDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requireVisibleHead' | 'requirePermitted' | 'lockPermitted' | 'visibleTo' | 'rules'>
  events: Pick<Events, 'emit'>
}

export type PrerequisitesService = ReturnType<typeof createPrerequisitesService>

/** An error names so many learners, and says how many more there are. */
const namedLearners = 20
const exceptionOrder = 'userId'

/** Courses that must be completed before one gets into another, and the learners who need not. */
export function createPrerequisitesService({ database, clock, courses, events }: PrerequisitesDeps) {
  const { mayManage, mayEnrolOthers } = courses.rules
  const listPrerequisites = prepareListPrerequisites(database)
  const findMissing = prepareFindMissing(database)

  /** What is required already may stay, whether or not this manager sees it. @throws 422 UNKNOWN_COURSES */
  async function requireSeen(tx: Tx, actor: Viewer, added: readonly string[]): Promise<void> {
    if (added.length === 0) return
    const seen = await findVisibleIds(database, tx, { ids: added, visible: courses.visibleTo(actor) })
    if (seen.size < added.length) {
      throw unprocessable('UNKNOWN_COURSES', 'courseIds', 'must name courses that there are, and that you see')
    }
  }

  /** @throws 422 PREREQUISITE_CYCLE */
  async function requireNoCycle(tx: Tx, courseId: string, requiredIds: readonly string[]): Promise<void> {
    if (requiredIds.length === 0) return
    const known = requiredIds.includes(courseId) ? [] : await findRequirementsOf(database, tx, requiredIds)
    const cycle = findCycle(courseId, requiredIds, known)
    if (!cycle) return
    const titles = await findTitles(database, tx, cycle)
    const chain = cycle.map((id) => `“${titles.get(id)}”`).join(' → ')
    throw unprocessable('PREREQUISITE_CYCLE', 'courseIds', `must not lead back to the course: ${chain}`)
  }

  return {
    /** @throws 404 */
    async list(viewer: Viewer | null, ref: string): Promise<PrerequisiteRow[]> {
      const { id } = await courses.requireVisibleHead(viewer, ref)
      return listPrerequisites(id, viewer?.userId)
    },

    /**
     * Serializable: two managers who each close one half of a circle lock no row in common.
     * @throws 403; 404; 422 UNKNOWN_COURSES, PREREQUISITE_CYCLE
     */
    async replace(actor: Viewer, ref: string, courseIds: readonly string[]): Promise<PrerequisiteRow[]> {
      const requiredIds = [...new Set(courseIds)]
      const courseId = await database.transaction(
        async (tx) => {
          const { id } = await courses.lockPermitted(tx, actor, { ref, rule: mayManage })
          const before = new Set(await findRequiredIds(database, tx, id))
          const added = requiredIds.filter((requiredId) => !before.has(requiredId))
          await requireSeen(tx, actor, added)
          await requireNoCycle(tx, id, added)
          await replaceRequiredIds(database, tx, { courseId: id, requiredIds })
          return id
        },
        { serializable: true }
      )
      return listPrerequisites(courseId, actor.userId)
    },

    /**
     * Who enrols has completed what the course requires, or is excepted. One query for all of them. With the field
     * `courseId` it is about one user, who knows whom it is about; with any other each learner is named.
     * @throws 422 PREREQUISITES_MISSING naming the field
     */
    async requirePrerequisites(
      tx: Tx,
      { courseId, userIds, field = 'userIds' }: { courseId: string; userIds: readonly string[]; field?: string }
    ): Promise<void> {
      const missing = await findMissing(tx, { courseId, userIds })
      if (missing.length > 0) throw prerequisitesMissing(missing, field)
    },

    /** The titles of what is missing, by user; who lacks nothing is not in it. */
    async missingPrerequisites(
      tx: Tx,
      learners: { courseId: string; userIds: readonly string[] }
    ): Promise<Map<string, string[]>> {
      const titles = new Map<string, string[]>()
      for (const { userId, title } of await findMissing(tx, learners)) {
        titles.set(userId, [...(titles.get(userId) ?? []), title])
      }
      return titles
    },

    /** Who is newly excepted is told. @throws 403; 404 */
    async except(
      actor: Viewer,
      ref: string,
      { userId, reason }: { userId: string; reason: string }
    ): Promise<ExceptionRow> {
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: mayEnrolOthers })
        const user = await findUser(database, tx, userId)
        if (!user) throw notFound('User')
        const { row, isNew } = await saveException(database, tx, {
          courseId: course.id,
          userId,
          reason: reason.trim(),
          createdBy: actor.userId,
          createdAt: clock.now()
        })
        if (isNew) {
          await events.emit(tx, afterCommit, {
            type: 'prerequisite_exception_granted',
            data: { courseId: course.id, courseTitle: course.title, learnerId: userId },
            audience: userId === actor.userId ? null : { userIds: [userId] },
            actorId: actor.userId,
            courseId: course.id
          })
        }
        return { ...row, ...user }
      })
    },

    /** Who is enrolled by it stays enrolled. @throws 403; 404 */
    async endException(actor: Viewer, ref: string, userId: string): Promise<void> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule: mayEnrolOthers })
      await database.transaction(async (tx) => {
        if (!(await deleteException(database, tx, { courseId, userId }))) throw notFound('Exception')
      })
    },

    /** @throws 403; 404 */
    async listExceptions(actor: Viewer, ref: string, query: ExceptionsParams): Promise<Page<ExceptionRow>> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule: mayEnrolOthers })
      const { limit = defaultPageSize, cursor, total } = query
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, exceptionOrder, ['string'])[0])
      const rows = await listExceptions(database, { courseId, limit: limit + 1, afterId })
      const key = ({ userId }: ExceptionRow) => [userId]
      const page = toPage(rows, limit, { sort: exceptionOrder, key, present: (row) => row })
      return total ? { ...page, total: await countExceptions(database, courseId) } : page
    }
  }
}

function prerequisitesMissing(missing: readonly MissingRow[], field: string): AppError {
  const isOwn = field === 'courseId'
  const titlesBy = new Map<string, string[]>()
  for (const { username, title } of missing) {
    titlesBy.set(username, [...(titlesBy.get(username) ?? []), `“${title}”`])
  }
  const lacks = [...titlesBy].map(([username, titles]) => ({ username, titles: titles.join(', ') }))
  const messages = lacks
    .slice(0, namedLearners)
    .map(({ username, titles }) => (isOwn ? `requires ${titles}` : `${username} must first complete ${titles}`))
  if (lacks.length > namedLearners) messages.push(`and so must ${lacks.length - namedLearners} more`)
  const message = isOwn ? `You must first complete ${lacks[0]?.titles}` : (messages[0] ?? '')
  return new AppError(422, 'PREREQUISITES_MISSING', message, { details: { [field]: messages } })
}
