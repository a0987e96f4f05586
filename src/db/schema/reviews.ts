import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CohortTables } from './cohorts.js'
import type { CourseTables } from './courses.js'
import type { ProjectTables } from './projects.js'
import type { SubmissionTables } from './submissions.js'

/** What a reviewer gave for one criterion. Points are in hundredths. */
export interface CriterionScore {
  criterionId: string
  /** The best level that the points reach; null: they reach none. */
  levelId: string | null
  /** Null: it is commented, and not scored (yet). */
  points: number | null
  comment: string
}

/** Not by the status: what is claimed stays in the indexes of what is open as it is, and a claim changes none of them. */
const isOpen = ({ decidedAt }: { decidedAt: SQLWrapper }) => sql`${decidedAt} is null`

/** Who reviews what, and what came of it. */
export function defineReviews(
  c: Columns,
  {
    users,
    courses,
    cohorts,
    projects,
    submissions,
    attempts
  }: AccountTables &
    CourseTables &
    Pick<CohortTables, 'cohorts'> &
    Pick<ProjectTables, 'projects'> &
    Pick<SubmissionTables, 'submissions' | 'attempts'>
) {
  const courseOf = () =>
    c
      .text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' })

  /** Who reviews a course besides its mentor. */
  const courseReviewers = c.table(
    'course_reviewers',
    {
      courseId: courseOf(),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.courseId, t.userId] }),
      c.index('course_reviewers_user').on(t.userId),
      c.index('course_reviewers_created_by').on(t.createdBy)
    ]
  )

  /** One review that an attempt waits for, or has got: the queue. */
  const reviewRequests = c.table(
    'review_requests',
    {
      id: c.text('id').primaryKey(),
      attemptId: c
        .text('attempt_id')
        .notNull()
        .references(() => attempts.id, { onDelete: 'restrict' }),
      submissionId: c
        .text('submission_id')
        .notNull()
        .references(() => submissions.id, { onDelete: 'restrict' }),
      projectId: c
        .text('project_id')
        .notNull()
        .references(() => projects.id, { onDelete: 'restrict' }),
      courseId: courseOf(),
      /** Where the learner was when they handed it in. */
      cohortId: c.text('cohort_id').references(() => cohorts.id, { onDelete: 'set null' }),
      /** The learner: nobody reviews their own work. */
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      /** 1, or 2 for the second review of the same attempt. */
      round: c.int('round').notNull(),
      status: c.oneOf('status', ['waiting', 'claimed', 'decided', 'cancelled'] as const).notNull(),
      queuedAt: c.time('queued_at').notNull(),
      /** When the review is to be there. */
      dueAt: c.time('due_at').notNull(),
      /** For whom it is meant first; nobody else is kept from it. */
      assignedTo: c.text('assigned_to').references(() => users.id, { onDelete: 'set null' }),
      claimedBy: c.text('claimed_by').references(() => users.id, { onDelete: 'set null' }),
      claimedAt: c.time('claimed_at'),
      claimExpiresAt: c.time('claim_expires_at'),
      /** Or cancelled; null as long as it is open. */
      decidedAt: c.time('decided_at'),
      /** When the reviewers were told that it will be late: once. */
      warnedAt: c.time('warned_at'),
      version: c.int('version').notNull()
    },
    (t) => [
      c.uniqueIndex('review_requests_round').on(t.attemptId, t.round),
      c.uniqueIndex('review_requests_one_open').on(t.submissionId).where(isOpen(t)),
      c.index('review_requests_submission').on(t.submissionId, t.id),
      // What is open, by the order and the filters of the queue: each page is read from one of these, whatever has been
      // decided. With the learner, because nobody's queue has their own work: so it is counted without reading the rows.
      c.index('review_requests_open').on(t.queuedAt, t.id, t.userId).where(isOpen(t)),
      c.index('review_requests_open_course').on(t.courseId, t.queuedAt, t.id, t.userId).where(isOpen(t)),
      c.index('review_requests_open_cohort').on(t.cohortId, t.queuedAt, t.id).where(isOpen(t)),
      c.index('review_requests_open_project').on(t.projectId, t.queuedAt, t.id).where(isOpen(t)),
      c.index('review_requests_due').on(t.dueAt, t.id).where(isOpen(t)),
      c.index('review_requests_due_course').on(t.courseId, t.dueAt, t.id).where(isOpen(t)),
      c.index('review_requests_due_project').on(t.projectId, t.dueAt, t.id).where(isOpen(t)),
      // What is next for somebody in a course, and what is meant for nobody.
      c
        .index('review_requests_waiting')
        .on(t.courseId, t.assignedTo, t.queuedAt, t.id)
        .where(sql`${t.status} = 'waiting'`),
      c.index('review_requests_assigned').on(t.assignedTo, t.queuedAt, t.id).where(sql`${t.status} = 'waiting'`),
      c.index('review_requests_turns').on(t.assignedTo, t.queuedAt),
      c.index('review_requests_claimed_course').on(t.courseId, t.queuedAt, t.id).where(sql`${t.status} = 'claimed'`),
      c.index('review_requests_expiry').on(t.claimExpiresAt).where(sql`${t.status} = 'claimed'`),
      c
        .index('review_requests_unwarned')
        .on(t.dueAt, t.id)
        .where(sql`${t.decidedAt} is null and ${t.warnedAt} is null`),
      // What was handed in and decided last, and in a time, on the whole platform.
      c.index('review_requests_queued_at').on(t.queuedAt, t.id),
      c.index('review_requests_decided_at').on(t.decidedAt, t.id).where(sql`${t.decidedAt} is not null`),
      c.index('review_requests_decided').on(t.courseId, t.decidedAt, t.id).where(sql`${t.decidedAt} is not null`),
      c.index('review_requests_course').on(t.courseId),
      c.index('review_requests_project').on(t.projectId),
      c.index('review_requests_user').on(t.userId),
      c.index('review_requests_by_cohort').on(t.cohortId),
      c.index('review_requests_by_claimer').on(t.claimedBy, t.claimExpiresAt),
      c.check('review_requests_closed', sql`(${t.status} in ('waiting', 'claimed')) = (${t.decidedAt} is null)`),
      c.check('review_requests_claim', sql`(${t.status} = 'claimed') = (${t.claimExpiresAt} is not null)`)
    ]
  )

  /** What one reviewer writes for one request: a draft until it is decided. */
  const reviews = c.table(
    'reviews',
    {
      id: c.text('id').primaryKey(),
      requestId: c
        .text('request_id')
        .notNull()
        .references(() => reviewRequests.id, { onDelete: 'cascade' }),
      attemptId: c
        .text('attempt_id')
        .notNull()
        .references(() => attempts.id, { onDelete: 'restrict' }),
      reviewerId: c.text('reviewer_id').references(() => users.id, { onDelete: 'set null' }),
      /** Null: a draft. */
      decision: c.oneOf('decision', ['accept', 'request_changes', 'reject'] as const),
      decidedAt: c.time('decided_at'),
      /** Of the criteria, before anything is taken off for being late; null without a rubric. */
      points: c.int('points'),
      maxPoints: c.int('max_points'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      /** Markdown, and the same rendered and sanitised. */
      summary: c.text('summary').notNull(),
      summaryHtml: c.text('summary_html').notNull(),
      scores: c.json<CriterionScore[]>()('scores').notNull()
    },
    (t) => [
      c.uniqueIndex('reviews_once').on(t.requestId, t.reviewerId),
      c.uniqueIndex('reviews_one_decision').on(t.requestId).where(sql`${t.decision} is not null`),
      c.index('reviews_attempt').on(t.attemptId, t.id),
      c.index('reviews_reviewer').on(t.reviewerId, t.decidedAt),
      c.check('reviews_decided', sql`(${t.decision} is null) = (${t.decidedAt} is null)`)
    ]
  )

  return { courseReviewers, reviewRequests, reviews }
}

export type ReviewTables = ReturnType<typeof defineReviews>
