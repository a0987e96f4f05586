import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'

export const gradedKinds = ['project', 'quiz', 'checkpoint'] as const

/** What learners got for their work, and how it came about. Points are in hundredths everywhere. */
export function defineGrades(c: Columns, { users, courses }: AccountTables & CourseTables) {
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
  /** No foreign key for the item: it is in the table of its kind. */
  const item = () => ({
    kind: c.oneOf('kind', gradedKinds).notNull(),
    itemId: c.text('item_id').notNull()
  })

  /** How a course grades; a course without a row does what the defaults of the service say. */
  const gradebooks = c.table(
    'gradebooks',
    {
      courseId: courseOf().primaryKey(),
      /** What the share of an item in the whole is: its points, or a weight. */
      mode: c.oneOf('mode', ['points', 'weights'] as const).notNull(),
      /** The minimum that one passes with (KKM), in per cent. */
      passMark: c.int('pass_mark').notNull(),
      /** When learners see the grades of projects and checkpoints. A quiz says itself what it shows. */
      release: c.oneOf('release', ['at_once', 'by_hand'] as const).notNull(),
      version: c.int('version').notNull(),
      updatedBy: c.text('updated_by').references(() => users.id, { onDelete: 'set null' }),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('gradebooks_updated_by').on(t.updatedBy),
      c.check('gradebooks_pass_mark', sql`${t.passMark} between 0 and 100`)
    ]
  )

  /** What is said of single items; one without a row counts by its own points, or with the weight 1. */
  const gradeItems = c.table(
    'grade_items',
    {
      courseId: courseOf(),
      ...item(),
      /** In hundredths, of points or of a weight, by the mode of the gradebook; null: its own points, or 1. */
      weight: c.int('weight'),
      isCounted: c.bool('is_counted').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.courseId, t.kind, t.itemId] }),
      c.check('grade_items_weight', sql`${t.weight} is null or ${t.weight} >= 0`)
    ]
  )

  const grades = c.table(
    'grades',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      userId: userOf(),
      ...item(),
      /** What the work earned; null when somebody gave a grade without any. */
      earnedPoints: c.int('earned_points'),
      maxPoints: c.int('max_points').notNull(),
      /** What somebody set by hand: it counts instead, until it is taken away. */
      setPoints: c.int('set_points'),
      setBy: c.text('set_by').references(() => users.id, { onDelete: 'set null' }),
      /** Since when the learner sees it; null: not yet. */
      releasedAt: c.time('released_at'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.uniqueIndex('grades_once').on(t.courseId, t.userId, t.kind, t.itemId),
      c.index('grades_item').on(t.courseId, t.kind, t.itemId, t.userId),
      c.index('grades_user').on(t.userId, t.id),
      c.index('grades_set_by').on(t.setBy),
      c.check('grades_points', sql`${t.earnedPoints} is null or ${t.earnedPoints} >= 0`),
      c.check('grades_set', sql`${t.setPoints} is null or ${t.setPoints} >= 0`)
    ]
  )

  /** Every change of what counts: rows are added, never changed. */
  const gradeChanges = c.table(
    'grade_changes',
    {
      id: c.text('id').primaryKey(),
      gradeId: c
        .text('grade_id')
        .notNull()
        .references(() => grades.id, { onDelete: 'restrict' }),
      /** What counted before and after; null: nothing. */
      beforePoints: c.int('before_points'),
      beforeMaxPoints: c.int('before_max_points'),
      afterPoints: c.int('after_points'),
      afterMaxPoints: c.int('after_max_points'),
      source: c.oneOf('source', ['review', 'quiz', 'checkpoint', 'manual', 'csv', 'appeal'] as const).notNull(),
      reason: c.text('reason').notNull(),
      /** Null: it happened by itself. */
      actorId: c.text('actor_id').references(() => users.id, { onDelete: 'set null' }),
      at: c.time('at').notNull()
    },
    (t) => [c.index('grade_changes_grade').on(t.gradeId, t.id), c.index('grade_changes_actor').on(t.actorId)]
  )

  /** A learner asks for a second look at a grade: once, and is answered once. */
  const gradeAppeals = c.table(
    'grade_appeals',
    {
      id: c.text('id').primaryKey(),
      gradeId: c
        .text('grade_id')
        .notNull()
        .unique()
        .references(() => grades.id, { onDelete: 'restrict' }),
      courseId: courseOf(),
      userId: userOf(),
      reason: c.text('reason').notNull(),
      status: c.oneOf('status', ['open', 'upheld', 'changed'] as const).notNull(),
      answer: c.text('answer').notNull(),
      answeredBy: c.text('answered_by').references(() => users.id, { onDelete: 'set null' }),
      answeredAt: c.time('answered_at'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.index('grade_appeals_course').on(t.courseId, t.id),
      c.index('grade_appeals_open').on(t.courseId, t.id).where(sql`${t.status} = 'open'`),
      c.index('grade_appeals_user').on(t.userId, t.id),
      c.index('grade_appeals_answered_by').on(t.answeredBy)
    ]
  )

  return { gradebooks, gradeItems, grades, gradeChanges, gradeAppeals }
}

export type GradeTables = ReturnType<typeof defineGrades>
