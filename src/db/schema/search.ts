import type { Columns } from '../columns.js'

/** What can be found. */
export function defineSearch(c: Columns) {
  /**
   * The numbers under which the full-text index knows rows of other tables, which have texts for ids. It holds no text: the
   * index does, and is kept by triggers, as this table is (see search-index-sqlite.ts). No code of ours writes it.
   */
  const searchEntries = c.table(
    'search_entries',
    {
      id: c.rowNumber('id'),
      kind: c.oneOf('kind', ['course', 'lesson', 'person'] as const).notNull(),
      /** Of the course, lesson or user. No foreign key: it may be any of three. */
      refId: c.text('ref_id').notNull()
    },
    (t) => [c.uniqueIndex('search_entries_ref').on(t.refId, t.kind)]
  )

  return { searchEntries }
}
