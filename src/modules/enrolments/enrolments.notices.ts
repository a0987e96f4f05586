import type { AfterCommit, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { CourseRow } from '../courses/index.js'
import type { Audience, NotificationContent, Notifications } from '../notifications/index.js'
import type { EnrolmentRow } from './enrolments.repository.js'

/** What a learner is told of their enrolment. */
const texts = {
  enrolled: { title: 'You are enrolled', message: (course: string) => `You were enrolled in ${course}.` },
  waiting: { title: 'You are on the waiting list', message: (course: string) => `You wait for a place in ${course}.` },
  approved: { title: 'Your request is approved', message: (course: string) => `You may take ${course} now.` },
  approvedToWait: {
    title: 'Your request is approved',
    message: (course: string) => `You may take ${course} as soon as there is a place.`
  },
  rejected: {
    title: 'Your request is rejected',
    message: (course: string, reason?: string) => `Your request for ${course} was rejected: ${reason}`
  },
  movedUp: { title: 'A place is free', message: (course: string) => `A place in ${course} is yours.` },
  extended: {
    title: 'Your time has changed',
    message: (course: string) => `Until when you can take ${course} has changed.`
  },
  expired: { title: 'Your time is over', message: (course: string) => `Your time in ${course} is over.` },
  cancelled: { title: 'You are enrolled no more', message: (course: string) => `You were taken out of ${course}.` },
  completed: { title: 'Course completed', message: (course: string) => `You completed ${course}.` }
} as const satisfies Record<string, { title: string; message: (course: string, reason?: string) => string }>

/** Something to tell some learners, when all else in the transaction is done. */
export interface Notice {
  kind: keyof typeof texts
  userIds: readonly string[]
  reason?: string
}

interface OfActor {
  course: CourseRow
  actor: Pick<Principal, 'userId' | 'username'>
}

/** A notification names so many users at most. */
const batchSize = 500

export function noticeOf(kind: Notice['kind'], rows: readonly EnrolmentRow[]): Notice[] {
  return rows.length === 0 ? [] : [{ kind, userIds: rows.map(({ userId }) => userId) }]
}

export type Telling = ReturnType<typeof createTelling>

/** Tells those whom an enrolment concerns. Last in the transaction. */
export function createTelling(notifications: Pick<Notifications, 'notify'>) {
  async function notify(
    tx: Tx,
    afterCommit: AfterCommit,
    content: Omit<NotificationContent, 'type' | 'link'> & { course: CourseRow; audience: Audience }
  ): Promise<void> {
    const { course, audience, ...words } = content
    const link = `/app/courses/${course.id}`
    await notifications.notify(tx, afterCommit, { type: 'enrolment', ...words, link }, audience)
  }

  /** The mentor who does it themselves knows. Where there is no mentor, nobody is told, or `orElse`. */
  async function mentor(
    tx: Tx,
    afterCommit: AfterCommit,
    notice: { course: CourseRow; actorId: string; title: string; message: string; orElse?: Audience }
  ): Promise<void> {
    const { course, actorId, title, message, orElse } = notice
    const audience = course.mentorId === null ? orElse : { userIds: [course.mentorId] }
    if (audience === undefined || course.mentorId === actorId) return
    await notify(tx, afterCommit, { course, title, message, createdBy: actorId, audience })
  }

  return {
    /** Who did it themselves knows it. */
    async learners(
      tx: Tx,
      afterCommit: AfterCommit,
      { course, notices, actorId = null }: { course: CourseRow; notices: readonly Notice[]; actorId?: string | null }
    ): Promise<void> {
      for (const { kind, userIds, reason } of notices) {
        const others = userIds.filter((userId) => userId !== actorId)
        const content = {
          course,
          title: texts[kind].title,
          message: texts[kind].message(`“${course.title}”`, reason),
          createdBy: actorId
        }
        for (let i = 0; i < others.length; i += batchSize) {
          await notify(tx, afterCommit, { ...content, audience: { userIds: others.slice(i, i + batchSize) } })
        }
      }
    },

    /** The mentor, of one who got in by themselves. */
    async newLearner(tx: Tx, afterCommit: AfterCommit, { course, actor }: OfActor): Promise<void> {
      const message = `${actor.username} enrolled in “${course.title}”.`
      await mentor(tx, afterCommit, { course, actorId: actor.userId, title: 'New enrolment', message })
    },

    /** The mentor, of those whom somebody else enrolled. */
    async newLearners(tx: Tx, afterCommit: AfterCommit, { course, actor, count }: OfActor & { count: number }) {
      if (count === 0) return
      const who = count === 1 ? 'A learner was' : `${count} learners were`
      const message = `${who} enrolled in “${course.title}”.`
      await mentor(tx, afterCommit, { course, actorId: actor.userId, title: 'New enrolment', message })
    },

    /** The mentor, or where there is none those who run the organisation: somebody has to answer. */
    async newRequest(tx: Tx, afterCommit: AfterCommit, { course, actor }: OfActor): Promise<void> {
      const orElse = { role: 'org_admin', organizationId: course.organizationId }
      const message = `${actor.username} asks to take “${course.title}”.`
      await mentor(tx, afterCommit, { course, actorId: actor.userId, title: 'New request', message, orElse })
    }
  }
}
