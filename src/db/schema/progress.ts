import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { ContentTables } from './content.js'
import type { CourseTables } from './courses.js'

/** How far learners have come, and what they wrote for themselves. */
export function defineProgress(c: Columns, { users, courses, lessons }: AccountTables & CourseTables & ContentTables) {
  const places = () => ({
    userId: c
      .text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    lessonId: c
      .text('lesson_id')
      .notNull()
      .references(() => lessons.id, { onDelete: 'restrict' }),
    courseId: c
      .text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' })
  })

  /** The facts that every percentage is made of. Neither value ever goes back. */
  const lessonProgress = c.table(
    'lesson_progress',
    {
      ...places(),
      /** How far a player has come, at most. */
      positionMs: c.int('position_ms').notNull(),
      /** Where it was last: where it goes on. */
      resumeMs: c.int('resume_ms').notNull(),
      completedAt: c.time('completed_at'),
      startedAt: c.time('started_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.userId, t.lessonId] }),
      // All that a course's list of learners reads of them.
      c.index('lesson_progress_course').on(t.courseId, t.userId, t.lessonId, t.completedAt),
      c.index('lesson_progress_lesson').on(t.lessonId),
      c.check('lesson_progress_position', sql`${t.positionMs} >= 0 and ${t.resumeMs} >= 0`)
    ]
  )

  const notes = c.table(
    'notes',
    {
      id: c.text('id').primaryKey(),
      ...places(),
      text: c.text('text').notNull(),
      /** The time in the video that it is about. */
      positionMs: c.int('position_ms'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('notes_user').on(t.userId, t.id),
      c.index('notes_lesson').on(t.lessonId, t.userId, t.id),
      c.index('notes_course').on(t.courseId)
    ]
  )

  /** What completes a course besides its required lessons; a course without a row does what the defaults say. */
  const completionRules = c.table(
    'completion_rules',
    {
      courseId: c
        .text('course_id')
        .primaryKey()
        .references(() => courses.id, { onDelete: 'restrict' }),
      /** Every required lesson that is published. */
      needsLessons: c.bool('needs_lessons').notNull(),
      /** Every published quiz passed, those of optional lessons too. */
      needsQuizzes: c.bool('needs_quizzes').notNull(),
      /** Every required project accepted. */
      needsProjects: c.bool('needs_projects').notNull(),
      /** The pass mark of the gradebook. */
      needsPassMark: c.bool('needs_pass_mark').notNull(),
      version: c.int('version').notNull(),
      updatedBy: c.text('updated_by').references(() => users.id, { onDelete: 'set null' }),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.index('completion_rules_updated_by').on(t.updatedBy)]
  )

  return { lessonProgress, notes, completionRules }
}

export type ProgressTables = ReturnType<typeof defineProgress>
