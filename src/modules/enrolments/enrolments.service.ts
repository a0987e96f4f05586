import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { Courses, Viewer } from '../courses/index.js'
import {
  countLearners,
  countMyEnrolments,
  countUsers,
  type EnrolmentRow,
  findEnrolment,
  type LearnerRow,
  listLearners,
  listMyEnrolments,
  lockEnrolments,
  type MyEnrolmentRow,
  saveEnrolments
} from './enrolments.repository.js'
import type { LearnersParams, MyEnrolmentsParams } from './enrolments.schemas.js'
import { moved, requireNext, standingAt } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import { requireOpen, requireOpenDoor, stayLeft } from './enrolments.terms.js'
import type { Entry } from './entry.service.js'
import type { PrerequisitesService } from './prerequisites.service.js'
import type { Placed, WaitingList } from './waiting-list.service.js'

export interface EnrolmentsDeps {
  database: Database
  clock: Clock
  courses: Pick<
    Courses,
    'requirePermitted' | 'requireVisibleHead' | 'lockPermitted' | 'lockVisible' | 'visibleTo' | 'rules'
  >
  prerequisites: Pick<PrerequisitesService, 'requirePrerequisites'>
  entry: Entry
  waitingList: WaitingList
  telling: Telling
}

export type EnrolmentsService = ReturnType<typeof createEnrolmentsService>

type Actor = Viewer & Pick<Principal, 'username'>

/** Both lists have one order: the newest first. */
const sort = '-createdAt'

export function createEnrolmentsService(deps: EnrolmentsDeps) {
  const { database, clock, courses, prerequisites, entry, waitingList, telling } = deps
  const { mayEnrolOthers, mayReadEnrolments } = courses.rules

  return {
    /**
     * As the course lets one in: at once, by a request, or onto the waiting list when it is full.
     * @throws 403 INVITE_REQUIRED; 404; 409 ACCESS_ENDED, ALREADY_ENROLLED, COURSE_NOT_OPEN, ILLEGAL_TRANSITION; 422
     */
    async enrolSelf(actor: Actor, ref: string, message: string | null = null): Promise<Placed> {
      const { userId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockVisible(tx, actor, ref)
        const isRequest = course.enrolmentMode === 'approval'
        const move = isRequest ? 'request' : 'enrol'
        const considered = await entry.considerOne(tx, afterCommit, { course, userId, move })
        requireOpenDoor(course, clock.now())
        if (course.enrolmentMode === 'invite') throw forbidden('One gets in by an invite', 'INVITE_REQUIRED')
        await prerequisites.requirePrerequisites(tx, { courseId: course.id, userIds: [userId], field: 'courseId' })
        const enrolment = isRequest
          ? await entry.request(tx, considered, { message, createdBy: userId })
          : await entry.enterOne(tx, considered, { createdBy: userId })
        const queuePosition = await waitingList.positionOf(tx, enrolment)
        if (isRequest) await telling.requested(tx, afterCommit, { course, actor })
        else await telling.enrolledSelf(tx, afterCommit, { course, actor, enrolment })
        return { enrolment, queuePosition }
      })
    },

    /**
     * Whatever the way in is for others. Drafts too, so that a course can start with its learners. With `isForced` there
     * are places for all.
     * @throws 403; 404; 409 COURSE_NOT_OPEN; 422
     */
    async enrolOthers(
      actor: Actor,
      ref: string,
      { userIds: ids, isForced }: { userIds: readonly string[]; isForced: boolean }
    ): Promise<{ enrolments: EnrolmentRow[]; waiting: EnrolmentRow[]; alreadyEnrolled: string[] }> {
      const userIds = [...new Set(ids)]
      const { userId: actorId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: mayEnrolOthers })
        requireOpen(course, clock.now())
        if ((await countUsers(database, tx, userIds)) < userIds.length) {
          throw unprocessable('UNKNOWN_USERS', 'userIds', 'must name users that there are')
        }
        const considered = await entry.consider(tx, afterCommit, { course, userIds, move: 'admit' })
        const { candidates, refused } = considered
        const wanted = candidates.map(({ userId }) => userId)
        await prerequisites.requirePrerequisites(tx, { courseId: course.id, userIds: wanted })
        const { entered, queued, waiting } = await entry.enter(tx, considered, { createdBy: actorId, isForced })
        await telling.enrolled(tx, afterCommit, { course, actorId, entered, queued })
        const alreadyEnrolled = refused.map(({ userId }) => userId)
        return { enrolments: entered, waiting: [...queued, ...waiting], alreadyEnrolled }
      })
    },

    /** One's own, or that of somebody else in a course where one may. @throws 403; 404; 409 ILLEGAL_TRANSITION */
    async cancel(actor: Viewer, ref: string, userId: string): Promise<void> {
      const isOwn = actor.userId === userId
      await database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, {
          ref,
          rule: (viewer, found) => isOwn || mayEnrolOthers(viewer, found)
        })
        const [row] = await lockEnrolments(database, tx, { courseId: course.id, userIds: [userId] })
        if (!row || row.status === 'cancelled') {
          // Of a course that one does not see it is not said that it is there.
          if (!mayEnrolOthers(actor, course)) await courses.lockVisible(tx, actor, course.id)
          throw notFound('Enrolment')
        }
        const now = clock.now()
        const left = row.status === 'active' ? stayLeft(row, course) : {}
        const cancelled = moved(row, { to: requireNext('cancel', standingAt(row, now)), now, ...left })
        await saveEnrolments(database, tx, [cancelled])
        const told = { type: 'enrolment_cancelled', course, rows: [cancelled], actorId: actor.userId } as const
        await telling.learners(tx, afterCommit, told)
        await waitingList.settle(tx, afterCommit, course)
      })
    },

    /** One's own, whatever has become of it, or that of somebody else for who may know it. @throws 403; 404 */
    async get(actor: Viewer, ref: string, userId: string): Promise<Placed<LearnerRow>> {
      const isOwn = actor.userId === userId
      const course = await courses.requirePermitted(actor, {
        ref,
        rule: (viewer, found) => isOwn || mayReadEnrolments(viewer, found)
      })
      const enrolment = await findEnrolment(database, { courseId: course.id, userId })
      if (!enrolment) {
        if (!mayReadEnrolments(actor, course)) await courses.requireVisibleHead(actor, course.id)
        throw notFound('Enrolment')
      }
      return { enrolment, queuePosition: await waitingList.positionOf(database.read, enrolment) }
    },

    /** @throws 403; 404 */
    async listLearners(actor: Viewer, ref: string, query: LearnersParams): Promise<Page<LearnerRow>> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule: mayReadEnrolments })
      const { limit = defaultPageSize, cursor, q = '', status, total } = query
      const request = { courseId, status, words: searchWords(q) }
      const page = pageOf(await listLearners(database, request, sliceOf(limit, cursor)), limit)
      return total ? { ...page, total: await countLearners(database, request) } : page
    },

    /** In the courses that one sees. */
    async listOwn(actor: Viewer, query: MyEnrolmentsParams): Promise<Page<MyEnrolmentRow>> {
      const { limit = defaultPageSize, cursor, status, total } = query
      const request = { userId: actor.userId, visible: courses.visibleTo(actor), status }
      const page = pageOf(await listMyEnrolments(database, request, sliceOf(limit, cursor)), limit)
      return total ? { ...page, total: await countMyEnrolments(database, request) } : page
    }
  }
}

function sliceOf(limit: number, cursor: string | undefined) {
  const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
  return { limit: limit + 1, beforeId }
}

function pageOf<Row extends EnrolmentRow>(rows: readonly Row[], limit: number): Page<Row> {
  return toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
}
