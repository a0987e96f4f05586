import type { Database } from '../../db/database.js'
import { lastMomentMs } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { invalid } from '../../lib/errors.js'
import { type CursorValues, decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import { sightOf, type Viewer } from './courses.access.js'
import { normalizeTag } from './courses.fields.js'
import { type CourseListRow, type CourseSort, courseSorts, createCourseLister } from './courses.list.repository.js'
import type { CourseListParams } from './courses.schemas.js'

/** The courses that a viewer sees, page by page. */
export function createCourseList(database: Database, clock: Clock) {
  const lister = createCourseLister(database)

  return async (viewer: Viewer | null, query: CourseListParams): Promise<Page<CourseListRow>> => {
    const { limit = defaultPageSize, sort = '-createdAt', cursor, q = '', total, tag, category, ...filters } = query
    const { column } = courseSorts[sort]
    const request = {
      sight: viewer && sightOf(viewer, clock.now()),
      filters: {
        ...filters,
        words: searchWords(q),
        ...(tag !== undefined && { tag: normalizeTag(tag) }),
        ...(category !== undefined && { category: category.trim() })
      },
      sort,
      limit,
      after: cursor === undefined ? undefined : decodePosition(cursor, sort)
    }
    const key = (row: CourseListRow) =>
      column === 'titleKey'
        ? [row.titleKey, row.id]
        : column === 'updatedAt'
          ? [row.updatedAt.getTime(), row.id]
          : [row.id]
    const page = toPage(await lister.list(request), limit, { sort, key, present: (row) => row })
    return total ? { ...page, total: await lister.count(request) } : page
  }
}

/** What the cursor says of the last row of the page before. @throws 400 naming `cursor` */
function decodePosition(cursor: string, sort: CourseSort): CursorValues {
  const { column } = courseSorts[sort]
  if (column === undefined) return decodeCursor(cursor, sort, ['string'])
  if (column === 'titleKey') return decodeCursor(cursor, sort, ['string', 'string'])
  const values = decodeCursor(cursor, sort, ['number', 'string'])
  // A date that PostgreSQL does not know was never one of ours.
  if (Number(values[0]) < 0 || Number(values[0]) > lastMomentMs) throw invalid('cursor', 'is not a cursor of this list')
  return values
}
