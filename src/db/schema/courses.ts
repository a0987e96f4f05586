import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccessTables } from './access.js'
import type { AccountTables } from './accounts.js'

const isNoDraft = ({ status }: { status: SQLWrapper }) => sql`${status} <> 'draft'`

/** The catalogue. */
export function defineCourses(c: Columns, { users, organizations }: AccountTables & AccessTables) {
  const courses = c.table(
    'courses',
    {
      id: c.text('id').primaryKey(),
      organizationId: c
        .text('organization_id')
        .notNull()
        .references(() => organizations.id, { onDelete: 'restrict' }),
      slug: c.text('slug').notNull().unique(),
      title: c.text('title').notNull(),
      /** The title folded: what a list sorted by title is in order of. */
      titleKey: c.text('title_key').notNull(),
      /** Markdown. */
      description: c.text('description').notNull(),
      category: c.text('category'),
      /** In the row for reading; `course_tags` holds the same for finding. */
      tags: c.json<string[]>()('tags').notNull(),
      level: c.oneOf('level', ['beginner', 'intermediate', 'advanced'] as const),
      thumbnailUrl: c.text('thumbnail_url'),
      durationWeeks: c.int('duration_weeks'),
      status: c.oneOf('status', ['draft', 'published', 'archived'] as const).notNull(),
      visibility: c.oneOf('visibility', ['public', 'internal', 'invite_only'] as const).notNull(),
      /** In whose calendar its days are counted, `Asia/Jakarta`. */
      timeZone: c.text('time_zone').notNull().default('Asia/Jakarta'),
      enrolmentMode: c
        .oneOf('enrolment_mode', ['open', 'approval', 'invite', 'closed'] as const)
        .notNull()
        .default('open'),
      /** How many may take it at a time; null: as many as like. */
      capacity: c.int('capacity'),
      /** When it ends for all who have not completed it. */
      endsAt: c.time('ends_at'),
      /** Days that each learner has from their enrolment on. */
      accessDays: c.int('access_days'),
      mentorId: c.text('mentor_id').references(() => users.id, { onDelete: 'set null' }),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      /** Title, description and tags folded: what a search looks through. */
      searchKey: c.text('search_key').notNull(),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      publishedAt: c.time('published_at'),
      archivedAt: c.time('archived_at')
    },
    (t) => [
      c.index('courses_title').on(t.titleKey, t.id),
      c.index('courses_updated').on(t.updatedAt, t.id),
      c.index('courses_category').on(t.category, t.id),
      c.index('courses_organization').on(t.organizationId, t.id),
      c.index('courses_mentor').on(t.mentorId, t.id),
      c.index('courses_created_by').on(t.createdBy),
      // Those who manage nothing read the catalogue by these alone: lists do not walk over drafts, however many there are.
      c.index('courses_open').on(t.id, t.status, t.visibility, t.organizationId, t.version).where(isNoDraft(t)),
      c
        .index('courses_open_title')
        .on(t.titleKey, t.id, t.status, t.visibility, t.organizationId, t.version)
        .where(isNoDraft(t)),
      c
        .index('courses_open_updated')
        .on(t.updatedAt, t.id, t.status, t.visibility, t.organizationId, t.version)
        .where(isNoDraft(t)),
      c.check('courses_duration', sql`${t.durationWeeks} between 1 and 520`)
    ]
  )

  const courseTags = c.table(
    'course_tags',
    {
      tag: c.text('tag').notNull(),
      courseId: c
        .text('course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'cascade' })
    },
    (t) => [c.primaryKey({ columns: [t.courseId, t.tag] }), c.index('course_tags_tag').on(t.tag, t.courseId)]
  )

  return { courses, courseTags }
}

export type CourseTables = ReturnType<typeof defineCourses>
