import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'
import type { FileTables } from './files.js'

/** What a course consists of, and when learners get to see it. */
export function defineContent(c: Columns, { users, courses, files }: AccountTables & CourseTables & FileTables) {
  const courseOf = () =>
    c
      .text('course_id')
      .notNull()
      .references(() => courses.id, { onDelete: 'restrict' })
  const status = () => c.oneOf('status', ['draft', 'published', 'archived'] as const).notNull()
  /** One rule, in columns, so that the job that tells of releases finds what is due by an index. */
  const release = () => ({
    releaseKind: c
      .oneOf('release_kind', ['immediately', 'date', 'after_enrolment', 'cohort_week', 'after_lesson'] as const)
      .notNull(),
    releaseAt: c.time('release_at'),
    /** Days since the enrolment, or the week of the cohort (1 is the first). */
    releaseNumber: c.int('release_number'),
    /** No foreign key: lessons are archived, never deleted, and modules come before them. */
    releaseLessonId: c.text('release_lesson_id')
  })

  const modules = c.table(
    'modules',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      title: c.text('title').notNull(),
      summary: c.text('summary').notNull(),
      /** From 0, within its course; of archived ones it means nothing. */
      position: c.int('position').notNull(),
      isFree: c.bool('is_free').notNull(),
      status: status(),
      ...release(),
      /** When the learners were told that it is there: once. */
      announcedAt: c.time('announced_at'),
      version: c.int('version').notNull(),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('modules_course').on(t.courseId, t.position),
      c.index('modules_created_by').on(t.createdBy),
      c.index('modules_timed').on(t.releaseKind, t.releaseAt).where(sql`${t.releaseKind} <> 'immediately'`)
    ]
  )

  const lessons = c.table(
    'lessons',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      moduleId: c
        .text('module_id')
        .notNull()
        .references(() => modules.id, { onDelete: 'restrict' }),
      title: c.text('title').notNull(),
      position: c.int('position').notNull(),
      isFree: c.bool('is_free').notNull(),
      /** Whether it counts for the progress of the course. */
      isRequired: c.bool('is_required').notNull(),
      status: status(),
      /** Markdown, as it was written. */
      content: c.text('content').notNull(),
      /** The same, rendered and sanitised when it was saved. */
      contentHtml: c.text('content_html').notNull(),
      /** The same, words alone: what a search looks through. */
      contentText: c.text('content_text').notNull(),
      /** Estimated. */
      minutes: c.int('minutes'),
      ...release(),
      version: c.int('version').notNull(),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [
      c.index('lessons_course').on(t.courseId),
      c.index('lessons_module').on(t.moduleId, t.position),
      c.index('lessons_created_by').on(t.createdBy),
      c.index('lessons_timed').on(t.releaseKind, t.releaseAt).where(sql`${t.releaseKind} <> 'immediately'`)
    ]
  )

  /** The texts that a lesson has had, from its first change on: each with the version that it came with. */
  const lessonVersions = c.table(
    'lesson_versions',
    {
      lessonId: c
        .text('lesson_id')
        .notNull()
        .references(() => lessons.id, { onDelete: 'cascade' }),
      number: c.int('number').notNull(),
      title: c.text('title').notNull(),
      content: c.text('content').notNull(),
      /** Who wrote this text, and when. */
      savedBy: c.text('saved_by').references(() => users.id, { onDelete: 'set null' }),
      savedAt: c.time('saved_at').notNull()
    },
    (t) => [c.primaryKey({ columns: [t.lessonId, t.number] }), c.index('lesson_versions_saved_by').on(t.savedBy)]
  )

  const materials = c.table(
    'materials',
    {
      id: c.text('id').primaryKey(),
      lessonId: c
        .text('lesson_id')
        .notNull()
        .references(() => lessons.id, { onDelete: 'cascade' }),
      position: c.int('position').notNull(),
      kind: c.oneOf('kind', ['text', 'video', 'link', 'file'] as const).notNull(),
      title: c.text('title').notNull(),
      /** Of a text: Markdown, and the same rendered and sanitised. */
      body: c.text('body'),
      bodyHtml: c.text('body_html'),
      /** Of a link, and of a video that lies elsewhere. */
      url: c.text('url'),
      fileId: c.text('file_id').references(() => files.id, { onDelete: 'restrict' }),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.index('materials_lesson').on(t.lessonId, t.position), c.index('materials_file').on(t.fileId)]
  )

  /** Every file that a lesson shows: of its materials and in its text. Who may read the lesson may read them. */
  const lessonFiles = c.table(
    'lesson_files',
    {
      lessonId: c
        .text('lesson_id')
        .notNull()
        .references(() => lessons.id, { onDelete: 'cascade' }),
      fileId: c
        .text('file_id')
        .notNull()
        .references(() => files.id, { onDelete: 'restrict' })
    },
    (t) => [c.primaryKey({ columns: [t.lessonId, t.fileId] }), c.index('lesson_files_file').on(t.fileId)]
  )

  /** Raised by every change of the tree that its readers may notice: what was read under the same version is still true. */
  const courseOutlines = c.table('course_outlines', {
    courseId: c
      .text('course_id')
      .primaryKey()
      .references(() => courses.id, { onDelete: 'restrict' }),
    version: c.int('version').notNull()
  })

  /** A module or a lesson that is open for one learner whatever its rule. */
  const releaseExceptions = c.table(
    'release_exceptions',
    {
      id: c.text('id').primaryKey(),
      courseId: courseOf(),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      moduleId: c.text('module_id').references(() => modules.id, { onDelete: 'cascade' }),
      lessonId: c.text('lesson_id').references(() => lessons.id, { onDelete: 'cascade' }),
      reason: c.text('reason').notNull(),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.uniqueIndex('release_exceptions_module').on(t.userId, t.moduleId).where(sql`${t.moduleId} is not null`),
      c.uniqueIndex('release_exceptions_lesson').on(t.userId, t.lessonId).where(sql`${t.lessonId} is not null`),
      c.index('release_exceptions_course').on(t.courseId, t.userId),
      c.index('release_exceptions_user').on(t.userId),
      c.index('release_exceptions_module_id').on(t.moduleId),
      c.index('release_exceptions_lesson_id').on(t.lessonId),
      c.index('release_exceptions_created_by').on(t.createdBy),
      c.check('release_exceptions_one', sql`(${t.moduleId} is null) <> (${t.lessonId} is null)`)
    ]
  )

  /** Up to when releases have been told. */
  const releaseWatermarks = c.table('release_watermarks', {
    name: c.text('name').primaryKey(),
    at: c.time('at').notNull()
  })

  return {
    modules,
    lessons,
    lessonVersions,
    materials,
    lessonFiles,
    courseOutlines,
    releaseExceptions,
    releaseWatermarks
  }
}

export type ContentTables = ReturnType<typeof defineContent>
