import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'

/** Who takes which course, and how one gets in. */
export function defineEnrolments(c: Columns, { users, courses }: AccountTables & CourseTables) {
  const courseOf = () =>
    c
      .text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' })
  const userOf = () =>
    c
      .text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' })
  const createdBy = () => c.text('created_by').references(() => users.id, { onDelete: 'set null' })

  const enrolments = c.table(
    'enrolments',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      userId: userOf(),
      status: c.oneOf('status', ['pending', 'active', 'completed', 'cancelled', 'expired'] as const).notNull(),
      /** Of a pending one: what it waits for. */
      pendingFor: c.oneOf('pending_for', ['approval', 'place'] as const),
      /** Since when it is pending: the waiting list is in this order. */
      queuedAt: c.time('queued_at'),
      /** What the learner wrote with their request. */
      message: c.text('message'),
      /** Why it was rejected or cancelled. */
      reason: c.text('reason'),
      /** Since when it is active: what is released by days counts from here. */
      activatedAt: c.time('activated_at'),
      completedAt: c.time('completed_at'),
      /** When an active one ends. A completed one never does. */
      expiresAt: c.time('expires_at'),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.uniqueIndex('enrolments_once').on(t.courseId, t.userId),
      c.index('enrolments_user').on(t.userId, t.id),
      c.index('enrolments_course').on(t.courseId, t.id),
      c.index('enrolments_created_by').on(t.createdBy),
      // Of whom a day has come that counts from their enrolment.
      c.index('enrolments_activated').on(t.courseId, t.activatedAt),
      // What happened last, and in a time, on the whole platform.
      c.index('enrolments_activated_at').on(t.activatedAt, t.id).where(sql`${t.activatedAt} is not null`),
      c.index('enrolments_completed_at').on(t.completedAt, t.id).where(sql`${t.completedAt} is not null`),
      c.index('enrolments_queue').on(t.courseId, t.queuedAt, t.id).where(sql`${t.status} = 'pending'`),
      c.index('enrolments_expiry').on(t.expiresAt).where(sql`${t.status} = 'active'`)
    ]
  )

  /** Links by which people get in. Only the hash of the token is kept. */
  const courseInvites = c.table(
    'course_invites',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      /** SHA-256 of the token, base64url. */
      tokenHash: c.text('token_hash').notNull().unique(),
      /** For whom it is, in the words of who made it. */
      label: c.text('label').notNull(),
      maxUses: c.int('max_uses'),
      uses: c.int('uses').notNull(),
      expiresAt: c.time('expires_at'),
      revokedAt: c.time('revoked_at'),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.index('course_invites_course').on(t.courseId, t.id),
      c.index('course_invites_created_by').on(t.createdBy),
      c.check('course_invites_uses', sql`${t.maxUses} is null or ${t.uses} <= ${t.maxUses}`)
    ]
  )

  /** Courses that must be completed before one gets into another. */
  const coursePrerequisites = c.table(
    'course_prerequisites',
    {
      courseId: courseOf(),
      requiredCourseId: c
        .text('required_course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'restrict' })
    },
    (t) => [
      c.primaryKey({ columns: [t.courseId, t.requiredCourseId] }),
      c.index('course_prerequisites_required').on(t.requiredCourseId)
    ]
  )

  /** Learners who get into the course without its prerequisites. */
  const prerequisiteExceptions = c.table(
    'prerequisite_exceptions',
    {
      courseId: courseOf(),
      userId: userOf(),
      reason: c.text('reason').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.courseId, t.userId] }),
      c.index('prerequisite_exceptions_user').on(t.userId),
      c.index('prerequisite_exceptions_created_by').on(t.createdBy)
    ]
  )

  return { enrolments, courseInvites, coursePrerequisites, prerequisiteExceptions }
}

export type EnrolmentTables = ReturnType<typeof defineEnrolments>
