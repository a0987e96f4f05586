import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, invalid, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import {
  countExceptions,
  deleteException,
  findLearner,
  findReleasable,
  insertException,
  type ListedException,
  listExceptions
} from './release-exceptions.repository.js'
import type { ReleaseExceptionFields, ReleaseExceptionsParams } from './release-exceptions.schemas.js'

export interface ReleaseExceptionsDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requirePermitted' | 'rules'>
  events: Pick<Events, 'emit'>
}

export type ReleaseExceptionsService = ReturnType<typeof createReleaseExceptionsService>

/** The newest first. */
const sort = '-createdAt'

/** What is open for one learner before its time. */
export function createReleaseExceptionsService({ database, clock, courses, events }: ReleaseExceptionsDeps) {
  const rule = courses.rules.mayEnrolOthers

  return {
    /**
     * The learner is told.
     * @throws 400; 403; 404; 409 ALREADY_EXCEPTED; 422 UNKNOWN_LEARNER, UNKNOWN_MODULE, UNKNOWN_LESSON
     */
    async create(actor: Viewer, ref: string, fields: ReleaseExceptionFields): Promise<ListedException> {
      const { userId, moduleId = null, lessonId = null } = fields
      if ((moduleId === null) === (lessonId === null)) {
        throw invalid(moduleId === null ? 'lessonId' : 'moduleId', 'or the other one must be given, and not both')
      }
      const course = await courses.requirePermitted(actor, { ref, rule })
      return database.transaction(async (tx, afterCommit) => {
        const learner = await findLearner(database, tx, { courseId: course.id, userId })
        if (!learner) throw unprocessable('UNKNOWN_LEARNER', 'userId', 'must be a learner of this course')
        const opened = await findReleasable(database, tx, { courseId: course.id, moduleId, lessonId })
        if (!opened) throw unknownContent(lessonId)
        const now = clock.now()
        const row = {
          id: createId('releaseException', now.getTime()),
          courseId: course.id,
          userId,
          moduleId,
          lessonId,
          reason: fields.reason.trim(),
          createdBy: actor.userId,
          createdAt: now
        }
        if (!(await insertException(database, tx, row))) {
          throw conflict('ALREADY_EXCEPTED', 'It is open for this learner already')
        }
        const { title } = opened
        await events.emit(tx, afterCommit, {
          type: 'release_exception_granted',
          data: { courseId: course.id, courseTitle: course.title, learnerId: userId, moduleId, lessonId, title },
          audience: { userIds: [userId] },
          actorId: actor.userId,
          courseId: course.id
        })
        return { ...row, ...learner, title: opened.title }
      })
    },

    /** From then on the rule holds again, but never for what the learner has completed. @throws 403; 404 */
    async remove(actor: Viewer, ref: string, id: string): Promise<void> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule })
      await database.transaction(async (tx) => {
        if (!(await deleteException(database, tx, { courseId, id }))) throw notFound('Exception')
      })
    },

    /** @throws 403; 404 */
    async list(actor: Viewer, ref: string, query: ReleaseExceptionsParams): Promise<Page<ListedException>> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule })
      const { limit = defaultPageSize, cursor, user, total } = query
      const request = { courseId, userId: user }
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listExceptions(database, request, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countExceptions(database, request) } : page
    }
  }
}

function unknownContent(lessonId: string | null): Error {
  return lessonId === null
    ? unprocessable('UNKNOWN_MODULE', 'moduleId', 'must be a published module of this course')
    : unprocessable('UNKNOWN_LESSON', 'lessonId', 'must be a published lesson of this course')
}
