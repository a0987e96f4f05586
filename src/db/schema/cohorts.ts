import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'
import type { EnrolmentTables } from './enrolments.js'

/** Groups that go through a course together, week by week. */
export function defineCohorts(
  c: Columns,
  { users, courses, enrolments }: AccountTables & CourseTables & EnrolmentTables
) {
  const createdBy = () => c.text('created_by').references(() => users.id, { onDelete: 'set null' })

  const cohorts = c.table(
    'cohorts',
    {
      id: c.text('id').primaryKey(),
      courseId: c
        .text('course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'restrict' }),
      name: c.text('name').notNull(),
      /** Dates of the calendar of its time zone, `2026-11-23`: its weeks begin at midnight there. */
      startsOn: c.text('starts_on').notNull(),
      /** The last day. */
      endsOn: c.text('ends_on').notNull(),
      timeZone: c.text('time_zone').notNull(),
      facilitatorId: c.text('facilitator_id').references(() => users.id, { onDelete: 'set null' }),
      capacity: c.int('capacity'),
      /** Whether learners of the course may join by themselves. */
      isOpen: c.bool('is_open').notNull(),
      status: c.oneOf('status', ['upcoming', 'active', 'completed'] as const).notNull(),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('cohorts_course').on(t.courseId, t.id),
      c.index('cohorts_facilitator').on(t.facilitatorId),
      c.index('cohorts_created_by').on(t.createdBy),
      c.index('cohorts_unfinished').on(t.startsOn).where(sql`${t.status} <> 'completed'`),
      c.check('cohorts_dates', sql`${t.startsOn} <= ${t.endsOn}`)
    ]
  )

  /** One per enrolment. */
  const cohortMembers = c.table(
    'cohort_members',
    {
      enrolmentId: c
        .text('enrolment_id')
        .primaryKey()
        .references(() => enrolments.id, { onDelete: 'cascade' }),
      cohortId: c
        .text('cohort_id')
        .notNull()
        .references(() => cohorts.id, { onDelete: 'restrict' }),
      joinedAt: c.time('joined_at').notNull()
    },
    (t) => [c.index('cohort_members_cohort').on(t.cohortId, t.enrolmentId)]
  )

  /** What each learner of a cohort shows in a week. */
  const checkpoints = c.table(
    'checkpoints',
    {
      id: c.text('id').primaryKey(),
      cohortId: c
        .text('cohort_id')
        .notNull()
        .references(() => cohorts.id, { onDelete: 'cascade' }),
      week: c.int('week').notNull(),
      title: c.text('title').notNull(),
      /** Markdown. */
      instructions: c.text('instructions').notNull(),
      /** The last day, of the calendar of the cohort. */
      dueOn: c.text('due_on'),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('checkpoints_cohort').on(t.cohortId, t.week, t.id),
      c.index('checkpoints_created_by').on(t.createdBy),
      c.check('checkpoints_week', sql`${t.week} between 1 and 520`)
    ]
  )

  const checkpointResults = c.table(
    'checkpoint_results',
    {
      checkpointId: c
        .text('checkpoint_id')
        .notNull()
        .references(() => checkpoints.id, { onDelete: 'cascade' }),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      status: c.oneOf('status', ['done', 'approved', 'returned'] as const).notNull(),
      note: c.text('note').notNull(),
      doneAt: c.time('done_at').notNull(),
      feedback: c.text('feedback'),
      reviewedBy: c.text('reviewed_by').references(() => users.id, { onDelete: 'set null' }),
      reviewedAt: c.time('reviewed_at'),
      version: c.int('version').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.checkpointId, t.userId] }),
      c.index('checkpoint_results_user').on(t.userId),
      c.index('checkpoint_results_reviewer').on(t.reviewedBy)
    ]
  )

  return { cohorts, cohortMembers, checkpoints, checkpointResults }
}

export type CohortTables = ReturnType<typeof defineCohorts>
