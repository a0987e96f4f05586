import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'
import type { FileTables } from './files.js'
import type { ProjectTables } from './projects.js'

export const submissionStatuses = [
  'draft',
  'submitted',
  'in_review',
  'changes_requested',
  'accepted',
  'rejected',
  'withdrawn'
] as const

/** What is handed in for one deliverable; of a file what it was then, so that a change shows. */
export type HandedIn =
  | { deliverableId: string; kind: 'link'; url: string }
  | { deliverableId: string; kind: 'repository'; url: string; commit: string | null }
  | { deliverableId: string; kind: 'file'; files: { id: string; name: string; size: number; sha256: string }[] }
  | { deliverableId: string; kind: 'text'; text: string }

/** What a learner has prepared and not handed in. */
export interface SubmissionDraft {
  items: HandedIn[]
  /** Ids of the checklist's items that are ticked. */
  checklist: string[]
  /** To the reviewer. */
  note: string
}

/** What learners hand in: one submission for each learner and project, and every attempt at it. */
export function defineSubmissions(
  c: Columns,
  {
    users,
    courses,
    files,
    projects,
    rubricVersions
  }: AccountTables & CourseTables & FileTables & Pick<ProjectTables, 'projects' | 'rubricVersions'>
) {
  const projectOf = () =>
    c
      .text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'restrict' })
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

  const submissions = c.table(
    'submissions',
    {
      id: c.text('id').primaryKey(),
      projectId: projectOf(),
      courseId: courseOf(),
      userId: userOf(),
      status: c.oneOf('status', submissionStatuses).notNull(),
      /** How many attempts there are, withdrawn ones too: the number of the last one. */
      attempts: c.int('attempts').notNull(),
      /** How many of them count against the most that there may be. */
      countedAttempts: c.int('counted_attempts').notNull(),
      startedAt: c.time('started_at').notNull(),
      submittedAt: c.time('submitted_at'),
      decidedAt: c.time('decided_at'),
      version: c.int('version').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      draft: c.json<SubmissionDraft>()('draft').notNull()
    },
    (t) => [
      c.uniqueIndex('submissions_once').on(t.projectId, t.userId),
      // What a course's completion asks of a learner.
      c.index('submissions_course').on(t.courseId, t.userId, t.projectId, t.status),
      c.index('submissions_user').on(t.userId, t.id)
    ]
  )

  /** Written once, when it is handed in. Only that it was withdrawn is noted later. */
  const attempts = c.table(
    'attempts',
    {
      id: c.text('id').primaryKey(),
      submissionId: c
        .text('submission_id')
        .notNull()
        .references(() => submissions.id, { onDelete: 'restrict' }),
      projectId: projectOf(),
      courseId: courseOf(),
      userId: userOf(),
      /** From 1, within its submission. */
      number: c.int('number').notNull(),
      /** By which it is judged, whatever the project says later. */
      rubricVersionId: c.text('rubric_version_id').references(() => rubricVersions.id, { onDelete: 'restrict' }),
      submittedAt: c.time('submitted_at').notNull(),
      /** When it was due for this learner. */
      dueAt: c.time('due_at'),
      isLate: c.bool('is_late').notNull(),
      /** Days begun since it was due. */
      daysLate: c.int('days_late').notNull(),
      /** Per cent that are taken off its points. */
      latePercent: c.int('late_percent').notNull(),
      withdrawnAt: c.time('withdrawn_at'),
      /** What its work took, as it was logged, in minutes. */
      minutes: c.int('minutes').notNull(),
      content: c.json<SubmissionDraft>()('content').notNull()
    },
    (t) => [
      c.uniqueIndex('attempts_number').on(t.submissionId, t.number),
      c.index('attempts_project').on(t.projectId, t.id),
      c.index('attempts_course').on(t.courseId, t.id),
      c.index('attempts_user').on(t.userId, t.id),
      c.index('attempts_rubric_version').on(t.rubricVersionId),
      c.check('attempts_late_percent', sql`${t.latePercent} between 0 and 100`)
    ]
  )

  /** Which files an attempt holds: they can no longer be deleted, and its readers may read them. */
  const attemptFiles = c.table(
    'attempt_files',
    {
      attemptId: c
        .text('attempt_id')
        .notNull()
        .references(() => attempts.id, { onDelete: 'restrict' }),
      fileId: c
        .text('file_id')
        .notNull()
        .references(() => files.id, { onDelete: 'restrict' })
    },
    (t) => [c.primaryKey({ columns: [t.attemptId, t.fileId] }), c.index('attempt_files_file').on(t.fileId)]
  )

  /** Every step of the state machine: who, when, why. Rows are added, never changed. */
  const submissionEvents = c.table(
    'submission_events',
    {
      id: c.text('id').primaryKey(),
      submissionId: c
        .text('submission_id')
        .notNull()
        .references(() => submissions.id, { onDelete: 'restrict' }),
      move: c.text('move').notNull(),
      fromStatus: c.oneOf('from_status', submissionStatuses),
      toStatus: c.oneOf('to_status', submissionStatuses).notNull(),
      attemptNumber: c.int('attempt_number'),
      /** Null: it happened by itself. */
      actorId: c.text('actor_id').references(() => users.id, { onDelete: 'set null' }),
      reason: c.text('reason').notNull(),
      at: c.time('at').notNull()
    },
    (t) => [
      c.index('submission_events_submission').on(t.submissionId, t.id),
      c.index('submission_events_actor').on(t.actorId)
    ]
  )

  /** What came out on the way, as the learner logs it. */
  const submissionOutputs = c.table(
    'submission_outputs',
    {
      id: c.text('id').primaryKey(),
      submissionId: c
        .text('submission_id')
        .notNull()
        .references(() => submissions.id, { onDelete: 'cascade' }),
      what: c.text('what').notNull(),
      link: c.text('link'),
      minutes: c.int('minutes').notNull(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.index('submission_outputs_submission').on(t.submissionId, t.id),
      c.check('submission_outputs_minutes', sql`${t.minutes} >= 0`)
    ]
  )

  return { submissions, attempts, attemptFiles, submissionEvents, submissionOutputs }
}

export type SubmissionTables = ReturnType<typeof defineSubmissions>
