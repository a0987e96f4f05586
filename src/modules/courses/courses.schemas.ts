import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, line, listQuery, Nullable, OneOf, PageOf, searchQuery } from '../../http/schemas.js'
import type { Page } from '../../lib/pages.js'
import { type CourseListRow, type CourseSort, courseSorts } from './courses.list.repository.js'
import type { CourseRow } from './courses.repository.js'

export const maxTagLength = 40
export const maxTitleLength = 200

const statuses = ['draft', 'published', 'archived'] as const
const visibilities = ['public', 'internal', 'invite_only'] as const
const enrolmentModes = ['open', 'approval', 'invite', 'closed'] as const
const levels = ['beginner', 'intermediate', 'advanced'] as const
/** An address of the web or a path of ours; never `javascript:`, never the `//host` of somebody else. */
const imageAddress = '^(https?://[^\\s\\\\"<>]+|/([^/\\s\\\\"<>][^\\s\\\\"<>]*)?)$'
const visibilityMeaning =
  'Who finds it once it is published: `public` anybody, `internal` the members of its organisation, `invite_only` only who was enrolled'

const Title = Type.String({ minLength: 1, maxLength: maxTitleLength, pattern: line })
const Slug = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  description: 'Names the course in addresses. Made from the title when absent'
})
const Description = Type.String({ maxLength: 20_000, description: 'Markdown' })
const Category = Nullable(Type.String({ minLength: 1, maxLength: 80, pattern: line }))
const Tags = Type.Array(Type.String({ minLength: 1, maxLength: maxTagLength, pattern: line }), {
  maxItems: 20,
  description: 'Kept in lower case, each once'
})
const Level = Nullable(OneOf(levels))
const ThumbnailUrl = Nullable(
  Type.String({
    minLength: 1,
    maxLength: 2_000,
    pattern: imageAddress,
    description: 'A web address, or a path of ours'
  })
)
const DurationWeeks = Nullable(Type.Integer({ minimum: 1, maximum: 520 }))
const Visibility = OneOf(visibilities, { description: visibilityMeaning })
const EnrolmentMode = OneOf(enrolmentModes, {
  description:
    'How one gets in: `open` by oneself, `approval` by a request that is approved, `invite` by a link, `closed` not at all. Who may enrol others always can'
})
const settings = {
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'In whose calendar its days are counted, by its name; at first `Asia/Jakarta`'
  }),
  enrolmentMode: EnrolmentMode,
  capacity: Nullable(
    Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many take it at a time; others wait for a place' })
  ),
  endsAt: Nullable(DateTime({ description: 'When it ends for all who have not completed it' })),
  accessDays: Nullable(
    Type.Integer({ minimum: 1, maximum: 3_650, description: 'How many days each learner has from their enrolment on' })
  )
}

const optionalFields = {
  slug: Type.Optional(Slug),
  description: Type.Optional(Description),
  category: Type.Optional(Category),
  tags: Type.Optional(Tags),
  level: Type.Optional(Level),
  thumbnailUrl: Type.Optional(ThumbnailUrl),
  durationWeeks: Type.Optional(DurationWeeks),
  visibility: Type.Optional(Visibility),
  timeZone: Type.Optional(settings.timeZone),
  enrolmentMode: Type.Optional(settings.enrolmentMode),
  capacity: Type.Optional(settings.capacity),
  endsAt: Type.Optional(settings.endsAt),
  accessDays: Type.Optional(settings.accessDays),
  mentorId: Type.Optional(Nullable(Id('user', { description: 'Who may mentor there. At first: who creates it' }))),
  organizationId: Type.Optional(Id('organization', { description: 'At first: the default organisation' }))
}

const bodyExample = {
  title: 'Membangun API dengan Fastify',
  description: '## Yang akan dibangun\n\nSebuah API kecil yang *benar-benar* dipakai.',
  category: 'Pemrograman',
  tags: ['backend', 'typescript'],
  level: 'beginner',
  durationWeeks: 8,
  visibility: 'public' as const
}

const settingsExample = {
  timeZone: 'Asia/Jakarta',
  enrolmentMode: 'open' as const,
  capacity: 30,
  endsAt: '2027-06-30T17:00:00.000Z',
  accessDays: null
}

/** Of `POST` and `PUT`. */
export const CourseBody = Body(
  { title: Title, ...optionalFields },
  {
    examples: [{ ...bodyExample, ...settingsExample }]
  }
)
export const CoursePatchBody = Body(
  { title: Type.Optional(Title), ...optionalFields },
  { examples: [{ tags: ['backend', 'fastify', 'typescript'], durationWeeks: 10 }] }
)
export type CourseFields = Static<typeof CourseBody>
export type CoursePatch = Static<typeof CoursePatchBody>

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export const CourseListQuery = Type.Object({
  ...listQuery,
  ...searchQuery,
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: maxTagLength })),
  status: Type.Optional(OneOf(statuses)),
  level: Type.Optional(OneOf(levels)),
  visibility: Type.Optional(OneOf(visibilities)),
  mentor: Type.Optional(Id('user', { description: 'The id of the mentor' })),
  organization: Type.Optional(Id('organization', { description: 'The id of the organisation' })),
  sort: Type.Optional(OneOf(Object.keys(courseSorts) as CourseSort[], { default: '-createdAt' }))
})
export type CourseListParams = Static<typeof CourseListQuery>

export const DeleteCourseQuery = Type.Object({
  force: Type.Optional(Type.Boolean({ default: false, description: 'Also with learners; needs `course.force`' }))
})

const summaryProperties = {
  id: Id('course'),
  organizationId: Id('organization'),
  slug: Type.String(),
  title: Type.String(),
  category: Nullable(Type.String()),
  tags: Type.Array(Type.String()),
  level: Level,
  thumbnailUrl: Nullable(Type.String()),
  durationWeeks: Nullable(Type.Integer()),
  status: OneOf(statuses, { description: 'Changed by publishing and archiving alone' }),
  visibility: Visibility,
  enrolmentMode: EnrolmentMode,
  mentorId: Nullable(Id('user')),
  createdBy: Nullable(Id('user')),
  version: Type.Integer({ description: 'Raised by every change; the `ETag` is made of it' }),
  createdAt: DateTime(),
  updatedAt: DateTime(),
  publishedAt: Nullable(DateTime({ description: 'When it was published first' })),
  archivedAt: Nullable(DateTime())
}

const summaryExample = {
  id: 'crs_01jd3w8q2k0000abcdefghjkmn',
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  slug: 'membangun-api-dengan-fastify',
  title: bodyExample.title,
  category: bodyExample.category,
  tags: bodyExample.tags,
  level: bodyExample.level,
  thumbnailUrl: null,
  durationWeeks: bodyExample.durationWeeks,
  status: 'published',
  visibility: 'public',
  enrolmentMode: 'open',
  mentorId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  version: 3,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-21T08:00:00.000Z',
  publishedAt: '2026-11-21T08:00:00.000Z',
  archivedAt: null
}

export const CourseSchema = Type.Object(
  { ...summaryProperties, ...settings, description: Description },
  { $id: 'Course', examples: [{ ...summaryExample, ...settingsExample, description: bodyExample.description }] }
)

export const CourseSummarySchema = Type.Object(summaryProperties, {
  $id: 'CourseSummary',
  description: 'A course without its description',
  examples: [summaryExample]
})

export const CoursePageSchema = PageOf(CourseSummarySchema, 'CoursePage')

export const courseSchemas = [CourseSchema, CourseSummarySchema, CoursePageSchema]

export function presentCourse(course: CourseRow): Static<typeof CourseSchema> {
  const { description, timeZone, capacity, endsAt, accessDays } = course
  return {
    ...presentSummary(course),
    description,
    timeZone,
    capacity,
    endsAt: endsAt?.toISOString() ?? null,
    accessDays
  }
}

const summaryTexts = new WeakMap<CourseListRow, string>()

/** Rows of lists are kept as long as they are the same, and so is their text: most of a page has been written before. */
export function writeCoursePage({ data, ...page }: Page<CourseListRow>): string {
  const texts = data.map((row) => {
    const known = summaryTexts.get(row)
    if (known !== undefined) return known
    const text = JSON.stringify(presentSummary(row))
    summaryTexts.set(row, text)
    return text
  })
  return `{"data":[${texts.join(',')}],${JSON.stringify(page).slice(1)}`
}

function presentSummary(course: CourseRow | CourseListRow): Static<typeof CourseSummarySchema> {
  return {
    id: course.id,
    organizationId: course.organizationId,
    slug: course.slug,
    title: course.title,
    category: course.category,
    tags: course.tags,
    level: course.level,
    thumbnailUrl: course.thumbnailUrl,
    durationWeeks: course.durationWeeks,
    status: course.status,
    visibility: course.visibility,
    enrolmentMode: course.enrolmentMode,
    mentorId: course.mentorId,
    createdBy: course.createdBy,
    version: course.version,
    createdAt: course.createdAt.toISOString(),
    updatedAt: course.updatedAt.toISOString(),
    publishedAt: course.publishedAt?.toISOString() ?? null,
    archivedAt: course.archivedAt?.toISOString() ?? null
  }
}
