import type { AfterCommit, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { CourseRow } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { EnrolmentRow } from './enrolments.repository.js'

/** What becomes of many learners at once. */
type ManyType =
  | 'enrolment_created'
  | 'enrolment_waiting'
  | 'enrolment_moved_up'
  | 'enrolment_expired'
  | 'enrolment_cancelled'
  | 'enrolment_completed'

interface Many {
  course: Pick<CourseRow, 'id' | 'title'>
  rows: readonly EnrolmentRow[]
  /** Null: it happened by itself. */
  actorId?: string | null
}

interface One {
  course: CourseRow
  enrolment: EnrolmentRow
  actorId: string
}

interface OfActor {
  course: CourseRow
  actor: Pick<Principal, 'userId' | 'username'>
}

/** One event names no more: Standard Webhooks asks for payloads below 20 kB. */
const namedLearners = 500

export type Telling = ReturnType<typeof createTelling>

/** Tells those whom an enrolment concerns. Who did it themselves knows it; other systems hear of it all the same. */
export function createTelling(events: Pick<Events, 'emit'>) {
  async function learners(
    tx: Tx,
    afterCommit: AfterCommit,
    { type, course, rows, actorId = null }: Many & { type: ManyType }
  ): Promise<void> {
    for (let i = 0; i < rows.length; i += namedLearners) {
      const learnerIds = rows.slice(i, i + namedLearners).map(({ userId }) => userId)
      const data = { ...dataOf(course), learnerIds }
      await events.emit(tx, afterCommit, { type, data, ...toOthers(course, learnerIds, actorId) })
    }
  }

  /** Who enrolled by themselves, or how many somebody else did. */
  async function newLearners(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, actorId, ...who }: { course: CourseRow; actorId: string; username: string | null; count: number }
  ): Promise<void> {
    if (who.count === 0) return
    const data = { ...dataOf(course), ...who }
    const told = toOthers(course, course.mentorId === null ? [] : [course.mentorId], actorId)
    await events.emit(tx, afterCommit, { type: 'enrolment_new', data, ...told })
  }

  return {
    learners,

    /** Each that they are in, or that they wait for a place; the mentor, of those who are in. */
    async enrolled(
      tx: Tx,
      afterCommit: AfterCommit,
      {
        course,
        actorId,
        entered,
        queued
      }: Record<'entered' | 'queued', readonly EnrolmentRow[]> & { course: CourseRow; actorId: string }
    ): Promise<void> {
      await learners(tx, afterCommit, { type: 'enrolment_created', course, rows: entered, actorId })
      await learners(tx, afterCommit, { type: 'enrolment_waiting', course, rows: queued, actorId })
      await newLearners(tx, afterCommit, { course, actorId, username: null, count: entered.length })
    },

    /** The same of one who enrolled by themselves. */
    async enrolledSelf(
      tx: Tx,
      afterCommit: AfterCommit,
      { course, actor, enrolment }: OfActor & { enrolment: EnrolmentRow }
    ): Promise<void> {
      const { userId: actorId, username } = actor
      const isIn = enrolment.status === 'active'
      const type = isIn ? 'enrolment_created' : 'enrolment_waiting'
      await learners(tx, afterCommit, { type, course, rows: [enrolment], actorId })
      await newLearners(tx, afterCommit, { course, actorId, username, count: isIn ? 1 : 0 })
    },

    /** The mentor, or where there is none those who run the organisation: somebody has to answer. */
    async requested(tx: Tx, afterCommit: AfterCommit, { course, actor }: OfActor): Promise<void> {
      const { userId, username } = actor
      const told =
        course.mentorId === null
          ? { role: 'org_admin', organizationId: course.organizationId }
          : toOthers(course, [course.mentorId], userId).audience
      await events.emit(tx, afterCommit, {
        type: 'enrolment_requested',
        data: { ...dataOf(course), learnerId: userId, username },
        audience: told,
        actorId: userId,
        courseId: course.id
      })
    },

    async approved(tx: Tx, afterCommit: AfterCommit, { course, enrolment, actorId }: One): Promise<void> {
      const { userId: learnerId, status } = enrolment
      const data = { ...dataOf(course), learnerId, isWaiting: status !== 'active' }
      await events.emit(tx, afterCommit, {
        type: 'enrolment_approved',
        data,
        ...toOthers(course, [learnerId], actorId)
      })
    },

    async rejected(
      tx: Tx,
      afterCommit: AfterCommit,
      { course, enrolment, actorId, reason }: One & { reason: string }
    ): Promise<void> {
      const { userId: learnerId } = enrolment
      const data = { ...dataOf(course), learnerId, reason }
      await events.emit(tx, afterCommit, {
        type: 'enrolment_rejected',
        data,
        ...toOthers(course, [learnerId], actorId)
      })
    },

    /** Of a user who is deleted: to nobody in person. */
    async withdrawn(
      tx: Tx,
      afterCommit: AfterCommit,
      { rows, titles }: { rows: readonly EnrolmentRow[]; titles: ReadonlyMap<string, string> }
    ): Promise<void> {
      for (const { courseId, userId, status } of rows) {
        const type = status === 'expired' ? 'enrolment_expired' : 'enrolment_cancelled'
        const data = { courseId, courseTitle: titles.get(courseId) ?? '', learnerIds: [userId] }
        await events.emit(tx, afterCommit, { type, data, audience: null, actorId: null, courseId })
      }
    },

    async endChanged(tx: Tx, afterCommit: AfterCommit, { course, enrolment, actorId }: One): Promise<void> {
      const { userId: learnerId, expiresAt } = enrolment
      const data = { ...dataOf(course), learnerId, expiresAt: expiresAt?.toISOString() ?? null }
      const told = toOthers(course, [learnerId], actorId)
      await events.emit(tx, afterCommit, { type: 'enrolment_end_changed', data, ...told })
    }
  }
}

function dataOf({ id, title }: Pick<CourseRow, 'id' | 'title'>) {
  return { courseId: id, courseTitle: title }
}

/** Of a course, to those of them who did not do it. */
function toOthers({ id }: Pick<CourseRow, 'id'>, ids: readonly string[], actorId: string | null) {
  const userIds = ids.filter((userId) => userId !== actorId)
  return { audience: userIds.length > 0 ? { userIds } : null, actorId, courseId: id }
}
