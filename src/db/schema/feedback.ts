import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { SubmissionTables } from './submissions.js'

/** What is said about the attempts of a submission. */
export function defineFeedback(
  c: Columns,
  { users, submissions }: AccountTables & Pick<SubmissionTables, 'submissions'>
) {
  const authorOf = () => c.text('author_id').references(() => users.id, { onDelete: 'set null' })

  /** On an attempt, one of its deliverables, or a line of it. What is open when the next attempt comes is carried to it. */
  const commentThreads = c.table(
    'comment_threads',
    {
      id: c.text('id').primaryKey(),
      submissionId: c
        .text('submission_id')
        .notNull()
        .references(() => submissions.id, { onDelete: 'cascade' }),
      /** The attempt that it began on. */
      attemptNumber: c.int('attempt_number').notNull(),
      /** The last attempt that it is about. */
      carriedTo: c.int('carried_to').notNull(),
      deliverableId: c.text('deliverable_id'),
      /** Of the text, from 1. */
      line: c.int('line'),
      resolvedAt: c.time('resolved_at'),
      resolvedBy: c.text('resolved_by').references(() => users.id, { onDelete: 'set null' }),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.index('comment_threads_submission').on(t.submissionId, t.id),
      c.index('comment_threads_resolved_by').on(t.resolvedBy),
      c.index('comment_threads_created_by').on(t.createdBy),
      c.check('comment_threads_carried', sql`${t.carriedTo} >= ${t.attemptNumber}`)
    ]
  )

  const comments = c.table(
    'comments',
    {
      id: c.text('id').primaryKey(),
      threadId: c
        .text('thread_id')
        .notNull()
        .references(() => commentThreads.id, { onDelete: 'cascade' }),
      authorId: authorOf(),
      /** Markdown, and the same rendered and sanitised. Empty once it is deleted. */
      text: c.text('text').notNull(),
      html: c.text('html').notNull(),
      editedAt: c.time('edited_at'),
      deletedAt: c.time('deleted_at'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [c.index('comments_thread').on(t.threadId, t.id), c.index('comments_author').on(t.authorId)]
  )

  /** What a reviewer says often. */
  const savedComments = c.table(
    'saved_comments',
    {
      id: c.text('id').primaryKey(),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      title: c.text('title').notNull(),
      text: c.text('text').notNull(),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.index('saved_comments_user').on(t.userId, t.id)]
  )

  return { commentThreads, comments, savedComments }
}

export type FeedbackTables = ReturnType<typeof defineFeedback>
