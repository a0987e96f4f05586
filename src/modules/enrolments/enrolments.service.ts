import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import { enrolmentNotice } from './enrolments.notices.js'
import {
  countLearners,
  countMyEnrolments,
  countUsers,
  type EnrolmentRow,
  insertEnrolments,
  type LearnerRow,
  listLearners,
  listMyEnrolments,
  lockEnrolments,
  type MyEnrolmentRow,
  updateEnrolments
} from './enrolments.repository.js'
import type { LearnersParams, MyEnrolmentsParams } from './enrolments.schemas.js'
import { nextEnrolmentStatus } from './enrolments.status.js'

export interface EnrolmentsDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requirePermitted' | 'lockPermitted' | 'lockVisible' | 'visibleTo' | 'rules'>
  notifications: Pick<Notifications, 'notify'>
}

export type EnrolmentsService = ReturnType<typeof createEnrolmentsService>

type Actor = Viewer & Pick<Principal, 'username'>

/** Both lists have one order: the newest first. */
const sort = '-createdAt'

const unset = {
  pendingFor: null,
  queuedAt: null,
  message: null,
  reason: null,
  completedAt: null,
  expiresAt: null
}

export function createEnrolmentsService({ database, clock, courses, notifications }: EnrolmentsDeps) {
  const { mayEnrolOthers, mayReadEnrolments } = courses.rules

  /** Makes those active who are not. The course is locked: nobody else enrols anybody in it until the commit. */
  async function activate(
    tx: Tx,
    { courseId, userIds, createdBy }: { courseId: string; userIds: readonly string[]; createdBy: string }
  ): Promise<EnrolmentRow[]> {
    const now = clock.now()
    const known = new Map((await lockEnrolments(database, tx, { courseId, userIds })).map((row) => [row.userId, row]))
    const added: EnrolmentRow[] = []
    const changed: EnrolmentRow[] = []
    for (const userId of userIds) {
      const enrolment = known.get(userId)
      const status = nextEnrolmentStatus('enrol', enrolment?.status)
      if (!status) continue
      const change = { ...unset, status, activatedAt: now, createdBy, updatedAt: now }
      if (enrolment) changed.push({ ...enrolment, ...change })
      else added.push({ ...change, id: createId('enrolment', now.getTime()), courseId, userId, createdAt: now })
    }
    await insertEnrolments(database, tx, added)
    const changes = { ...unset, status: 'active' as const, activatedAt: now, createdBy, updatedAt: now }
    await updateEnrolments(database, tx, { ids: changed.map(({ id }) => id), changes })
    return [...added, ...changed]
  }

  /** Last in the transaction. The mentor who does it themselves knows. */
  async function tellMentor(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, course, message }: { actor: Actor; course: CourseRow; message: string }
  ): Promise<void> {
    if (course.mentorId === null || course.mentorId === actor.userId) return
    const content = enrolmentNotice(course, { actorId: actor.userId, title: 'New enrolment', message })
    await notifications.notify(tx, afterCommit, content, { userIds: [course.mentorId] })
  }

  return {
    /** An invite-only course is seen by those alone who may enrol others. @throws 404; 409 ALREADY_ENROLLED, COURSE_NOT_OPEN */
    async enrolSelf(actor: Actor, ref: string): Promise<EnrolmentRow> {
      const { userId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockVisible(tx, actor, ref)
        if (!nextEnrolmentStatus('enrol', course.enrolmentStatus)) {
          throw conflict('ALREADY_ENROLLED', 'You are enrolled in this course already')
        }
        if (course.status !== 'published') throw notOpen()
        const [enrolment] = await activate(tx, { courseId: course.id, userIds: [userId], createdBy: userId })
        if (!enrolment) throw new Error('an enrolment changed although its course is locked')
        const message = `${actor.username} enrolled in “${course.title}”.`
        await tellMentor(tx, afterCommit, { actor, course, message })
        return enrolment
      })
    },

    /** Drafts too, so that a course can start with its learners. @throws 403; 404; 409 COURSE_NOT_OPEN; 422 */
    async enrolOthers(
      actor: Actor,
      ref: string,
      ids: readonly string[]
    ): Promise<{ enrolments: EnrolmentRow[]; alreadyEnrolled: string[] }> {
      const userIds = [...new Set(ids)]
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: mayEnrolOthers })
        if (course.status === 'archived') throw notOpen()
        if ((await countUsers(database, tx, userIds)) < userIds.length) {
          throw unprocessable('UNKNOWN_USERS', 'userIds', 'must name users that there are')
        }
        const enrolments = await activate(tx, { courseId: course.id, userIds, createdBy: actor.userId })
        const enrolled = new Set(enrolments.map(({ userId }) => userId))
        const told = [...enrolled].filter((userId) => userId !== actor.userId)
        if (told.length > 0) {
          const message = `You were enrolled in “${course.title}”.`
          const content = enrolmentNotice(course, { actorId: actor.userId, title: 'You are enrolled', message })
          await notifications.notify(tx, afterCommit, content, { userIds: told })
        }
        if (enrolled.size > 0) {
          const who = enrolled.size === 1 ? 'A learner was' : `${enrolled.size} learners were`
          await tellMentor(tx, afterCommit, { actor, course, message: `${who} enrolled in “${course.title}”.` })
        }
        return { enrolments, alreadyEnrolled: userIds.filter((userId) => !enrolled.has(userId)) }
      })
    },

    /** One's own, or that of somebody else in a course where one may. @throws 403; 404 */
    async cancel(actor: Viewer, ref: string, userId: string): Promise<void> {
      const isOwn = actor.userId === userId
      const { id: courseId } = await courses.requirePermitted(actor, {
        ref,
        rule: (viewer, course) => isOwn || mayEnrolOthers(viewer, course)
      })
      await database.transaction(async (tx) => {
        const [enrolment] = await lockEnrolments(database, tx, { courseId, userIds: [userId] })
        const status = enrolment && nextEnrolmentStatus('cancel', enrolment.status)
        if (!status) throw notFound('Enrolment')
        await updateEnrolments(database, tx, { ids: [enrolment.id], changes: { status, updatedAt: clock.now() } })
      })
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

function notOpen(): Error {
  return conflict('COURSE_NOT_OPEN', 'The course is not open for enrolment')
}
