import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccessTables } from './access.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'

/** What is known of the files whose bytes lie in the data directory, by their ids. */
export function defineFiles(
  c: Columns,
  { users, organizations, courses }: AccountTables & AccessTables & CourseTables
) {
  const files = c.table(
    'files',
    {
      id: c.text('id').primaryKey(),
      /** Whose quota it counts against. */
      organizationId: c
        .text('organization_id')
        .notNull()
        .references(() => organizations.id, { onDelete: 'restrict' }),
      /** Whose library it is in, once it is attached to something there. */
      courseId: c.text('course_id').references(() => courses.id, { onDelete: 'restrict' }),
      uploadedBy: c.text('uploaded_by').references(() => users.id, { onDelete: 'set null' }),
      /** As the uploader called it, without any path. */
      name: c.text('name').notNull(),
      /** What its bytes are, not what the uploader said. */
      contentType: c.text('content_type').notNull(),
      /** Bytes. */
      size: c.int('size').notNull(),
      /** Of the bytes, hexadecimal. */
      sha256: c.text('sha256').notNull(),
      /** When it was first used. What never is goes after a day. */
      attachedAt: c.time('attached_at'),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      c.index('files_organization').on(t.organizationId, t.size),
      c.index('files_course').on(t.courseId, t.id),
      c.index('files_uploader').on(t.uploadedBy, t.id),
      c.index('files_unattached').on(t.createdAt).where(sql`${t.attachedAt} is null`)
    ]
  )

  return { files }
}

export type FileTables = ReturnType<typeof defineFiles>
