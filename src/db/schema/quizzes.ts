import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { ContentTables } from './content.js'
import type { CourseTables } from './courses.js'

/** The bank of a course, the quizzes of its lessons, and what learners answered. Points are in hundredths everywhere. */
export function defineQuizzes(c: Columns, { users, courses, lessons }: AccountTables & CourseTables & ContentTables) {
  const courseOf = () =>
    c
      .text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' })
  const createdBy = () => c.text('created_by').references(() => users.id, { onDelete: 'set null' })

  const questions = c.table(
    'questions',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      kind: c
        .oneOf('kind', ['single_choice', 'multiple_choice', 'short_text', 'numeric', 'ordering', 'essay'] as const)
        .notNull(),
      /** Markdown, and the same rendered and sanitised. */
      prompt: c.text('prompt').notNull(),
      promptHtml: c.text('prompt_html').notNull(),
      /** What a learner may see of it (options), and what never leaves the server before it may (answers). */
      options: c.json<unknown>()('options').notNull(),
      key: c.json<unknown>()('key').notNull(),
      /** Markdown; shown with the answers. */
      explanation: c.text('explanation').notNull(),
      tags: c.json<string[]>()('tags').notNull(),
      isArchived: c.bool('is_archived').notNull(),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.index('questions_course').on(t.courseId, t.id), c.index('questions_created_by').on(t.createdBy)]
  )

  const quizzes = c.table(
    'quizzes',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      /** One quiz per lesson: to pass it completes the lesson. */
      lessonId: c
        .text('lesson_id')
        .notNull()
        .unique()
        .references(() => lessons.id, { onDelete: 'restrict' }),
      title: c.text('title').notNull(),
      /** Markdown. */
      instructions: c.text('instructions').notNull(),
      status: c.oneOf('status', ['draft', 'published', 'archived'] as const).notNull(),
      /** Null: as many as one likes. */
      maxAttempts: c.int('max_attempts'),
      timeLimitSeconds: c.int('time_limit_seconds'),
      isShuffled: c.bool('is_shuffled').notNull(),
      /** How many of its questions each attempt gets, drawn at random; null: all. */
      drawCount: c.int('draw_count'),
      /** Per cent of the points, 0 to 100. */
      passMark: c.int('pass_mark').notNull(),
      scoring: c.oneOf('scoring', ['best', 'last', 'average'] as const).notNull(),
      /** When a learner sees the right answers and the explanations. */
      reveal: c.oneOf('reveal', ['after_submit', 'after_pass', 'after_last_attempt', 'never'] as const).notNull(),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('quizzes_course').on(t.courseId, t.id),
      c.index('quizzes_created_by').on(t.createdBy),
      c.check('quizzes_pass_mark', sql`${t.passMark} between 0 and 100`)
    ]
  )

  const quizQuestions = c.table(
    'quiz_questions',
    {
      quizId: c
        .text('quiz_id')
        .notNull()
        .references(() => quizzes.id, { onDelete: 'cascade' }),
      questionId: c
        .text('question_id')
        .notNull()
        .references(() => questions.id, { onDelete: 'restrict' }),
      position: c.int('position').notNull(),
      points: c.int('points').notNull()
    },
    (t) => [c.primaryKey({ columns: [t.quizId, t.questionId] }), c.index('quiz_questions_question').on(t.questionId)]
  )

  const quizAttempts = c.table(
    'quiz_attempts',
    {
      id: c.text('id').primaryKey(),
      quizId: c
        .text('quiz_id')
        .notNull()
        .references(() => quizzes.id, { onDelete: 'restrict' }),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      /** From 1, per learner and quiz. */
      number: c.int('number').notNull(),
      /** `submitted`: an essay of it is not graded yet. */
      status: c.oneOf('status', ['in_progress', 'submitted', 'graded'] as const).notNull(),
      startedAt: c.time('started_at').notNull(),
      /** When the server closes it. */
      deadlineAt: c.time('deadline_at'),
      submittedAt: c.time('submitted_at'),
      gradedAt: c.time('graded_at'),
      points: c.int('points'),
      maxPoints: c.int('max_points').notNull(),
      isPassed: c.bool('is_passed').notNull(),
      /**
       * The questions as this learner got them, in their order, with their keys: later changes do not reach it. The last
       * column: SQLite reads through a large one to come to those behind it.
       */
      paper: c.json<unknown>()('paper').notNull()
    },
    (t) => [
      c.uniqueIndex('quiz_attempts_number').on(t.quizId, t.userId, t.number),
      c.uniqueIndex('quiz_attempts_one_open').on(t.quizId, t.userId).where(sql`${t.status} = 'in_progress'`),
      c.index('quiz_attempts_user').on(t.userId, t.id),
      c.index('quiz_attempts_ungraded').on(t.quizId, t.submittedAt, t.id).where(sql`${t.status} = 'submitted'`),
      c.index('quiz_attempts_deadline').on(t.deadlineAt).where(sql`${t.status} = 'in_progress'`)
    ]
  )

  const quizAnswers = c.table(
    'quiz_answers',
    {
      attemptId: c
        .text('attempt_id')
        .notNull()
        .references(() => quizAttempts.id, { onDelete: 'cascade' }),
      questionId: c
        .text('question_id')
        .notNull()
        .references(() => questions.id, { onDelete: 'restrict' }),
      answer: c.json<unknown>()('answer').notNull(),
      savedAt: c.time('saved_at').notNull(),
      /** Null until it is graded. */
      points: c.int('points'),
      maxPoints: c.int('max_points').notNull(),
      gradedBy: c.text('graded_by').references(() => users.id, { onDelete: 'set null' }),
      gradedAt: c.time('graded_at'),
      feedback: c.text('feedback')
    },
    (t) => [
      c.primaryKey({ columns: [t.attemptId, t.questionId] }),
      c.index('quiz_answers_question').on(t.questionId),
      c.index('quiz_answers_graded_by').on(t.gradedBy)
    ]
  )

  return { questions, quizzes, quizQuestions, quizAttempts, quizAnswers }
}

export type QuizTables = ReturnType<typeof defineQuizzes>
