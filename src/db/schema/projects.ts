import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccessTables } from './access.js'
import type { AccountTables } from './accounts.js'
import type { ContentTables } from './content.js'
import type { CourseTables } from './courses.js'

/** One line of a rubric. Points are in hundredths. */
export interface Criterion {
  id: string
  title: string
  description: string
  /** Whether no review is decided without it. */
  isRequired: boolean
  /** From the fewest points to the most, which are what the criterion is worth. */
  levels: { id: string; title: string; description: string; points: number }[]
}

/** What a learner hands in. */
export interface Deliverable {
  id: string
  title: string
  description: string
  kind: 'link' | 'repository' | 'file' | 'text'
  isRequired: boolean
}

export interface ChecklistItem {
  id: string
  text: string
  isRequired: boolean
}

/** What learners build, and how it is judged. Points are in hundredths everywhere. */
export function defineProjects(
  c: Columns,
  {
    users,
    organizations,
    courses,
    lessons
  }: AccountTables & AccessTables & CourseTables & Pick<ContentTables, 'lessons'>
) {
  const createdBy = () => c.text('created_by').references(() => users.id, { onDelete: 'set null' })

  const rubrics = c.table(
    'rubrics',
    {
      id: c.text('id').primaryKey(),
      /** Any course of it may use it. */
      organizationId: c
        .text('organization_id')
        .notNull()
        .references(() => organizations.id, { onDelete: 'restrict' }),
      title: c.text('title').notNull(),
      description: c.text('description').notNull(),
      isArchived: c.bool('is_archived').notNull(),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.index('rubrics_organization').on(t.organizationId, t.id), c.index('rubrics_created_by').on(t.createdBy)]
  )

  /** A published one never changes; of each rubric there is at most one draft. */
  const rubricVersions = c.table(
    'rubric_versions',
    {
      id: c.text('id').primaryKey(),
      rubricId: c
        .text('rubric_id')
        .notNull()
        .references(() => rubrics.id, { onDelete: 'restrict' }),
      /** From 1, within its rubric. */
      number: c.int('number').notNull(),
      /** Sum of the best levels. */
      maxPoints: c.int('max_points').notNull(),
      /** Null: a draft. */
      publishedAt: c.time('published_at'),
      publishedBy: c.text('published_by').references(() => users.id, { onDelete: 'set null' }),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      criteria: c.json<Criterion[]>()('criteria').notNull()
    },
    (t) => [
      c.uniqueIndex('rubric_versions_number').on(t.rubricId, t.number),
      c.uniqueIndex('rubric_versions_one_draft').on(t.rubricId).where(sql`${t.publishedAt} is null`),
      c.index('rubric_versions_published_by').on(t.publishedBy),
      c.index('rubric_versions_created_by').on(t.createdBy)
    ]
  )

  const projects = c.table(
    'projects',
    {
      id: c.text('id').primaryKey(),
      /** For people: `PRJ-202611-0001`, counted within the month. */
      number: c.text('number').notNull().unique(),
      courseId: c
        .text('course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'restrict' }),
      /** Opens and closes with this lesson; null: it is open to all who have access to the course. */
      lessonId: c.text('lesson_id').references(() => lessons.id, { onDelete: 'restrict' }),
      title: c.text('title').notNull(),
      position: c.int('position').notNull(),
      status: c.oneOf('status', ['draft', 'published', 'archived'] as const).notNull(),
      /** Whether it must be accepted to complete the course. */
      isRequired: c.bool('is_required').notNull(),
      /** A published version of a rubric of the organisation; null: it is judged without points. */
      rubricVersionId: c.text('rubric_version_id').references(() => rubricVersions.id, { onDelete: 'restrict' }),
      dueAt: c.time('due_at'),
      /** What is handed in late: taken and marked, taken with fewer points, or refused. */
      lateRule: c.oneOf('late_rule', ['accept', 'deduct', 'refuse'] as const).notNull(),
      /** Per cent of the points, for each day begun, in the course's calendar. */
      latePercentPerDay: c.int('late_percent_per_day'),
      /** Days after which nothing is taken any more; null: no end. */
      lateDays: c.int('late_days'),
      /** Null: as many as one likes. */
      maxAttempts: c.int('max_attempts'),
      /** When the learners were told that it is there: once. */
      announcedAt: c.time('announced_at'),
      /** Within how many hours a review is to be there. */
      reviewHours: c.int('review_hours').notNull(),
      version: c.int('version').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      deliverables: c.json<Deliverable[]>()('deliverables').notNull(),
      checklist: c.json<ChecklistItem[]>()('checklist').notNull(),
      /** Markdown, and the same rendered and sanitised. */
      brief: c.text('brief').notNull(),
      briefHtml: c.text('brief_html').notNull()
    },
    (t) => [
      c.index('projects_course').on(t.courseId, t.position, t.id),
      c.index('projects_lesson').on(t.lessonId),
      c.index('projects_rubric_version').on(t.rubricVersionId),
      c.index('projects_created_by').on(t.createdBy),
      c.check('projects_max_attempts', sql`${t.maxAttempts} is null or ${t.maxAttempts} > 0`),
      c.check('projects_late', sql`${t.latePercentPerDay} is null or ${t.latePercentPerDay} between 1 and 100`)
    ]
  )

  /** How many numbers a month has given out, `202611`. */
  const projectNumbers = c.table('project_numbers', {
    month: c.text('month').primaryKey(),
    last: c.int('last').notNull()
  })

  /** Learners who have longer. */
  const projectExtensions = c.table(
    'project_extensions',
    {
      projectId: c
        .text('project_id')
        .notNull()
        .references(() => projects.id, { onDelete: 'cascade' }),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'restrict' }),
      dueAt: c.time('due_at').notNull(),
      reason: c.text('reason').notNull(),
      createdBy: createdBy(),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.projectId, t.userId] }),
      c.index('project_extensions_user').on(t.userId),
      c.index('project_extensions_created_by').on(t.createdBy)
    ]
  )

  return { rubrics, rubricVersions, projects, projectNumbers, projectExtensions }
}

export type ProjectTables = ReturnType<typeof defineProjects>
