import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { holds, memberOrganizations } from '../../lib/permissions.js'
import { slugify } from '../../lib/text.js'
import type { Organizations } from '../organizations/index.js'
import type { Viewer } from './courses.access.js'
import { defaultSettings, searchKeys, wholeContent } from './courses.fields.js'
import {
  type CourseRow,
  findTakenSlugs,
  isPossibleMentor,
  type NewDraft,
  prepareInsertCourse,
  prepareInsertTags,
  slugTaken
} from './courses.repository.js'
import { type CourseFields, maxTitleLength } from './courses.schemas.js'

export interface DraftsDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
}

export type Drafts = ReturnType<typeof createDrafts>

/** What of a draft is not the same for all of them. */
type DraftContent = Omit<
  CourseRow,
  'id' | 'slug' | 'status' | 'version' | 'createdAt' | 'updatedAt' | 'publishedAt' | 'archivedAt'
>

export interface CourseCopy {
  course: CourseRow
  title?: string
  slug?: string
  /** That of the course when absent. */
  organizationId?: string
}

/** How many numbers are tried behind a slug that is taken: `-2` to `-21`. */
const numberedSlugs = 20

/** How courses come to be: as drafts, new or copied. */
export function createDrafts({ database, clock, organizations }: DraftsDeps) {
  const insertCourse = prepareInsertCourse(database)
  const insertTags = prepareInsertTags(database)

  /** @throws 422 naming `mentorId` */
  async function requireMentor(
    queries: Queries,
    actor: Viewer,
    { mentorId, organizationId }: { mentorId: string; organizationId: string }
  ): Promise<void> {
    const isPossible =
      mentorId === actor.userId
        ? holds(actor.grants, 'course.create', organizationId)
        : await isPossibleMentor(database, queries, { userId: mentorId, organizationId })
    if (!isPossible) {
      throw unprocessable('NOT_A_MENTOR', 'mentorId', 'must be an active user who may create courses there')
    }
  }

  /** With the slug that was asked for, or else one made of the title. @throws 409 SLUG_TAKEN */
  async function insert(tx: Tx, course: Omit<NewDraft, 'slug'>, wanted: string | undefined): Promise<string> {
    const isInserted = (slug: string) => insertCourse(tx, { ...course, slug })
    const base = wanted ?? (slugify(course.title) || 'course')
    if (await isInserted(base)) return base
    if (wanted !== undefined) throw slugTaken()
    const numbered = Array.from({ length: numberedSlugs }, (_, i) => `${base}-${i + 2}`)
    const taken = await findTakenSlugs(database, tx, numbered)
    const free = numbered.find((slug) => !taken.has(slug))
    if (free !== undefined && (await isInserted(free))) return free
    const unlikely = `${base}-${course.id.slice(-8)}` // the random end of the id
    if (await isInserted(unlikely)) return unlikely
    throw slugTaken()
  }

  /** A draft of this content. @throws 409 SLUG_TAKEN */
  async function insertDraft(tx: Tx, content: DraftContent, slug: string | undefined): Promise<CourseRow> {
    const now = clock.now()
    const course = {
      ...content,
      id: createId('course', now.getTime()),
      status: 'draft' as const,
      version: 1,
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
      archivedAt: null
    }
    const saved = { ...course, slug: await insert(tx, { ...course, ...searchKeys(course) }, slug) }
    await insertTags(tx, { courseId: course.id, tags: course.tags })
    return saved
  }

  return {
    requireMentor,

    /** A draft, mentored by who creates it unless another is named. @throws 403; 404; 409 SLUG_TAKEN; 422 */
    async create(actor: Viewer, fields: CourseFields): Promise<CourseRow> {
      const { userId, grants } = actor
      const { id: organizationId } = await organizations.require(database.read, fields.organizationId)
      if (!holds(grants, 'course.create', organizationId)) throw mayNotCreate(actor, organizationId)
      const { slug, mentorId = userId, visibility = 'public', ...content } = wholeContent(fields)
      if (mentorId !== null) await requireMentor(database.read, actor, { mentorId, organizationId })
      const draft = { ...defaultSettings, ...content, organizationId, mentorId, visibility, createdBy: userId }
      return database.transaction((tx) => insertDraft(tx, draft, slug))
    },

    /** The same but for its dates, as a draft of the actor, who mentors it. @throws 403; 404; 409 SLUG_TAKEN */
    async copy(
      tx: Tx,
      actor: Viewer,
      { course, title = `${course.title} (copy)`, slug, ...fields }: CourseCopy
    ): Promise<CourseRow> {
      const { id: organizationId } = await organizations.require(tx, fields.organizationId ?? course.organizationId)
      if (!holds(actor.grants, 'course.create', organizationId)) throw mayNotCreate(actor, organizationId)
      const own = { title: title.trim().slice(0, maxTitleLength).toWellFormed(), organizationId, endsAt: null }
      return insertDraft(tx, { ...course, ...own, mentorId: actor.userId, createdBy: actor.userId }, slug)
    }
  }
}

/** Who does not see the organisation does not learn that there is one. */
function mayNotCreate({ grants }: Viewer, organizationId: string): Error {
  const isVisible = memberOrganizations(grants).includes(organizationId) || holds(grants, 'organization.read', null)
  return isVisible ? forbidden('You may not create courses in this organisation') : notFound('Organisation')
}
