import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { dateIn } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import {
  countExtensions,
  deleteExtension,
  findExtension,
  findLearner,
  type Learner,
  type ListedExtension,
  listExtensions,
  putExtension
} from './extensions.repository.js'
import type { ExtensionFields, ExtensionsParams } from './extensions.schemas.js'
import type { ProjectAccess } from './projects.access.js'
import { parseDueAt } from './projects.fields.js'
import { lockProject, type ProjectRow } from './projects.repository.js'

export interface ExtensionsDeps {
  database: Database
  clock: Clock
  access: Pick<ProjectAccess, 'requireInside'>
  courses: Pick<Courses, 'rules'>
  events: Pick<Events, 'emit'>
}

interface Extended {
  project: ProjectRow
  course: Pick<CourseRow, 'id' | 'title' | 'timeZone'>
  userId: string
  /** Null: as for all others. */
  dueAt: Date | null
  actor: Viewer
}

export type ExtensionsService = ReturnType<typeof createExtensionsService>

const sort = 'user'

/** More time for single learners. */
export function createExtensionsService({ database, clock, access, courses, events }: ExtensionsDeps) {
  /** Whoever reviews the project, and never for themselves. @throws 403; 403 OWN_WORK; 404 */
  async function requireOthers(actor: Viewer, projectId: string, userId: string) {
    const seen = await access.requireInside(actor, projectId, 'isReviewer')
    if (userId === actor.userId) throw forbidden('You may not give yourself more time', 'OWN_WORK')
    return seen
  }

  /** @throws 404 */
  async function requireLearner(tx: Tx, courseId: string, userId: string): Promise<Learner> {
    const found = await findLearner(database, tx, { courseId, userId })
    const status = found && courses.rules.enrolmentAt(clock.now(), found.status, found.expiresAt)
    if (status !== 'active' && status !== 'completed') throw notFound('Learner')
    const { username, fullName } = found as Learner
    return { username, fullName }
  }

  /** The project as it stays until the commit. @throws 404 */
  async function lock(tx: Tx, id: string): Promise<ProjectRow> {
    const project = await lockProject(database, tx, id)
    if (!project) throw notFound('Project')
    return project
  }

  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { project, course, userId, dueAt, actor }: Extended
  ): Promise<void> {
    const { id: courseId, title: courseTitle } = course
    const dueOn = dueAt && dateIn(course.timeZone, dueAt)
    await events.emit(tx, afterCommit, {
      type: 'project_extended',
      data: { courseId, courseTitle, projectId: project.id, projectTitle: project.title, learnerId: userId, dueOn },
      audience: { userIds: [userId] },
      actorId: actor.userId,
      courseId
    })
  }

  return {
    /** By the ids of the learners. For all staff. @throws 400; 403; 404 */
    async list(viewer: Viewer, projectId: string, query: ExtensionsParams): Promise<Page<ListedExtension>> {
      await access.requireInside(viewer, projectId, 'isStaff')
      const { limit = defaultPageSize, cursor, total } = query
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listExtensions(database, projectId, { limit: limit + 1, afterId })
      const page = toPage(rows, limit, { sort, key: ({ userId }) => [userId], present: (row) => row })
      return total ? { ...page, total: await countExtensions(database, projectId) } : page
    },

    /**
     * In place of the one that the learner may have. They are told of another date.
     * @throws 400; 403; 403 OWN_WORK; 404; 409 NO_DUE_DATE; 422 INVALID_EXTENSION
     */
    async put(
      actor: Viewer,
      { projectId, userId, fields }: { projectId: string; userId: string; fields: ExtensionFields }
    ): Promise<ListedExtension> {
      const dueAt = parseDueAt(fields.dueAt)
      const { course } = await requireOthers(actor, projectId, userId)
      return database.transaction(async (tx, afterCommit) => {
        const project = await lock(tx, projectId)
        const learner = await requireLearner(tx, course.id, userId)
        if (!project.dueAt) throw conflict('NO_DUE_DATE', 'The project is never due: there is nothing to extend')
        if (dueAt < project.dueAt) {
          throw unprocessable('INVALID_EXTENSION', 'dueAt', 'must not be before the project is due for all')
        }
        const before = await findExtension(database, tx, { projectId, userId })
        const reason = fields.reason.trim()
        const isSameTime = before?.dueAt.getTime() === dueAt.getTime()
        if (before && isSameTime && before.reason === reason) return { ...before, ...learner }
        const row = { projectId, userId, dueAt, reason, createdBy: actor.userId, createdAt: clock.now() }
        await putExtension(database, tx, row)
        if (!isSameTime) await tell(tx, afterCommit, { project, course, userId, dueAt, actor })
        return { ...row, ...learner }
      })
    },

    /** It is due for them as for all others again, and they are told. @throws 403; 403 OWN_WORK; 404 */
    async remove(actor: Viewer, { projectId, userId }: { projectId: string; userId: string }): Promise<void> {
      const { course } = await requireOthers(actor, projectId, userId)
      await database.transaction(async (tx, afterCommit) => {
        const project = await lock(tx, projectId)
        if (!(await deleteExtension(database, tx, { projectId, userId }))) throw notFound('Extension')
        await tell(tx, afterCommit, { project, course, userId, dueAt: null, actor })
      })
    }
  }
}
