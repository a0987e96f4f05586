import { isTimeZone, parseMoment } from '../../lib/calendar.js'
import { invalid } from '../../lib/errors.js'
import { foldText } from '../../lib/text.js'
import type { CourseChanges, CourseRow } from './courses.repository.js'
import { type CourseFields, type CoursePatch, maxTagLength } from './courses.schemas.js'

/** A cursor by title carries the key: it must fit. What is cut off, the id decides. */
const maxTitleKeyLength = 100

/** What is to become of a course, in the types of its row. */
export type CourseEdit = Omit<CoursePatch, 'endsAt'> & { endsAt?: Date | null }

type Content = Pick<CourseRow, 'description' | 'category' | 'tags' | 'level' | 'thumbnailUrl' | 'durationWeeks'>

const emptyContent: Content = {
  description: '',
  category: null,
  tags: [],
  level: null,
  thumbnailUrl: null,
  durationWeeks: null
}

/** How one gets into a course and how long one stays, when nobody has said. */
export const defaultSettings = {
  timeZone: 'Asia/Jakarta',
  enrolmentMode: 'open',
  capacity: null,
  endsAt: null,
  accessDays: null
} as const satisfies CourseEdit

/** What a course is at first, and what `PUT` makes of it: the content that is not named is empty. @throws as `normalize` */
export function wholeContent(fields: CourseFields): CourseEdit & Content & { title: string } {
  const { endsAt: _text, ...named } = fields
  return { ...emptyContent, ...named, ...normalize(fields), title: fields.title.trim() }
}

/** Trimmed; tags in lower case and each once. @throws 400 naming `tags`, `timeZone` or `endsAt` */
export function normalize({ endsAt, ...patch }: CoursePatch): CourseEdit {
  const { title, category, tags, timeZone } = patch
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalid('timeZone', 'must be the name of a time zone, such as Asia/Jakarta')
  }
  return {
    ...patch,
    ...(endsAt !== undefined && { endsAt: endsAt === null ? null : parseMoment('endsAt', endsAt) }),
    ...(title !== undefined && { title: title.trim() }),
    ...(typeof category === 'string' && { category: category.trim() }),
    ...(tags !== undefined && { tags: normalizeTags(tags) })
  }
}

export function normalizeTag(tag: string): string {
  return foldText(tag.trim())
}

/** The fields of the patch in which the course differs from it. */
export function changedFields(course: CourseRow, patch: CourseEdit): CourseEdit {
  return Object.fromEntries(
    Object.entries(patch).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(course[name as keyof CourseEdit])
    )
  )
}

/** What the course is sorted and found by. */
export function searchKeys({
  title,
  description,
  tags
}: Pick<CourseRow, 'title' | 'description' | 'tags'>): Required<Pick<CourseChanges, 'titleKey' | 'searchKey'>> {
  return {
    // A character of two units that was cut in half is none that a database takes.
    titleKey: foldText(title).slice(0, maxTitleKeyLength).toWellFormed(),
    searchKey: foldText([title, ...tags, description].join('\n'))
  }
}

function normalizeTags(tags: readonly string[]): string[] {
  const normalized = [...new Set(tags.map(normalizeTag))]
  if (normalized.some((tag) => [...tag].length > maxTagLength)) {
    throw invalid('tags', `must not have more than ${maxTagLength} characters each, also in their plain form`)
  }
  return normalized
}
