import type { Columns } from '../columns.js'

/** What can be found. */
export function defineSearch(c: Columns) {
  /**
   * What the full-text index knows of rows of other tables beside their words: which they are, and of a lesson what decides
   * who may read it. The index names its rows by integers. Kept by triggers, as the index is (see search-index-sqlite.ts): no
   * code of ours writes it.
   */
  const searchEntries = c.table(
    'search_entries',
    {
      id: c.rowNumber('id'),
      kind: c.oneOf('kind', ['course', 'lesson', 'person'] as const).notNull(),
      /** Of the course, lesson or user. No foreign key: it may be any of three. */
      refId: c.text('ref_id').notNull(),
      /** The rest is for lessons alone. */
      courseId: c.text('course_id'),
      organizationId: c.text('organization_id'),
      /** The lesson or its module. */
      isFree: c.bool('is_free')
    },
    (t) => [c.uniqueIndex('search_entries_ref').on(t.refId, t.kind)]
  )

  return { searchEntries }
}
