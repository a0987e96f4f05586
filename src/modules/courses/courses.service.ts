import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, unprocessable } from '../../lib/errors.js'
import { holds } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import type { Events } from '../events/index.js'
import type { Organizations } from '../organizations/index.js'
import { mayDelete, mayManage, type Viewer } from './courses.access.js'
import type { Drafts } from './courses.drafts.service.js'
import { type CourseEdit, changedFields, normalize, searchKeys, wholeContent } from './courses.fields.js'
import { createCourseList } from './courses.list.service.js'
import type { CourseLookup } from './courses.lookup.js'
import {
  type CourseChanges,
  type CourseRow,
  deleteTags,
  prepareInsertTags,
  updateCourse
} from './courses.repository.js'
import type { CourseFields, CoursePatch } from './courses.schemas.js'
import { type CourseMove, nextCourseStatus } from './courses.status.js'
import { countActiveLearners } from './learners.repository.js'

export type { CourseListRow } from './courses.list.repository.js'

export interface CoursesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  lookup: CourseLookup
  drafts: Drafts
  organizations: Pick<Organizations, 'require'>
  events: Pick<Events, 'emit'>
  onTermsChanged: OnTermsChanged
}

/** What a locked course was and what it has become, where that says how many may take it, or until when. */
export type OnTermsChanged = (
  tx: Tx,
  afterCommit: AfterCommit,
  course: { before: CourseRow; after: CourseRow }
) => Promise<void>

export type CoursesService = ReturnType<typeof createCoursesService>

const terms = ['capacity', 'endsAt', 'accessDays', 'timeZone'] as const
/** Of no concern to those who are in already. */
const ofTheDoor = new Set(['capacity', 'enrolmentMode'])

export function createCoursesService(deps: CoursesDeps) {
  const { database, clock, audit, lookup, drafts, organizations, events, onTermsChanged } = deps
  const list = createCourseList(database, clock)
  const insertTags = prepareInsertTags(database)

  /** Who moves a course to an organisation may have it there, and so may its mentor. @throws 403, 404, 422 */
  async function requirePlace(tx: Tx, actor: Viewer, course: CourseRow, changed: CourseEdit): Promise<void> {
    const { organizationId = course.organizationId, mentorId = course.mentorId } = changed
    if (changed.organizationId !== undefined) {
      const { grants } = actor
      if (!holds(grants, 'course.create', organizationId) && !holds(grants, 'course.update', organizationId)) {
        throw forbidden('You may not move courses to this organisation')
      }
      await organizations.require(tx, organizationId)
    }
    if (mentorId !== null && (changed.mentorId !== undefined || changed.organizationId !== undefined)) {
      await drafts.requireMentor(tx, actor, { mentorId, organizationId })
    }
  }

  async function save(tx: Tx, course: CourseRow, changed: Partial<CourseRow>): Promise<CourseRow> {
    const saved = { ...course, ...changed, updatedAt: clock.now(), version: course.version + 1 }
    const { title, description, tags } = changed
    const isFoundByOther = title !== undefined || description !== undefined || tags !== undefined
    const changes: CourseChanges = {
      ...changed,
      ...(isFoundByOther && searchKeys(saved)),
      updatedAt: saved.updatedAt
    }
    await updateCourse(database, tx, { id: course.id, version: course.version, changes })
    if (tags) {
      await deleteTags(database, tx, course.id)
      await insertTags(tx, { courseId: course.id, tags })
    }
    return saved
  }

  async function change(
    actor: Viewer,
    ref: string,
    { patch, check }: { patch: CourseEdit; check: Precondition }
  ): Promise<CourseRow> {
    return database.transaction(async (tx, afterCommit) => {
      const course = await lookup.lockPermitted(tx, actor, { ref, rule: mayManage })
      check(course)
      const changed = changedFields(course, patch)
      if (Object.keys(changed).length === 0) return course
      await requirePlace(tx, actor, course, changed)
      const saved = await save(tx, course, changed as Partial<CourseRow>)
      const names = Object.keys(changed)
      if (terms.some((name) => names.includes(name))) {
        await onTermsChanged(tx, afterCommit, { before: course, after: saved })
      }
      if (saved.status === 'published') {
        const audience = names.some((name) => !ofTheDoor.has(name)) ? { courseId: course.id } : null
        const data = { ...dataOf(saved), fields: names }
        const { userId: actorId } = actor
        await events.emit(tx, afterCommit, { type: 'course_changed', data, audience, actorId, courseId: course.id })
      }
      return saved
    })
  }

  /** Of a locked course. @throws 409 ILLEGAL_TRANSITION, 422 */
  async function moveLocked(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, course, move }: { actor: Viewer; course: CourseRow; move: CourseMove }
  ): Promise<CourseRow> {
    const status = nextCourseStatus(move, course.status)
    const now = clock.now()
    audit.record(tx, {
      action: `course.${move}`,
      resource: { type: 'course', id: course.id },
      organizationId: course.organizationId,
      before: { status: course.status },
      after: { status }
    })
    const told = { data: dataOf(course), actorId: actor.userId, courseId: course.id }
    if (status === 'published') {
      requirePublishable(course)
      const saved = await save(tx, course, { status, publishedAt: course.publishedAt ?? now, archivedAt: null })
      await onTermsChanged(tx, afterCommit, { before: course, after: saved })
      await events.emit(tx, afterCommit, { type: 'course_published', ...told, audience: { courseId: course.id } })
      return saved
    }
    const saved = await save(tx, course, { status, archivedAt: now })
    // Of a draft no learner has heard yet.
    const audience = course.status === 'published' ? { courseId: course.id } : null
    await events.emit(tx, afterCommit, { type: 'course_archived', ...told, audience })
    return saved
  }

  return {
    get: lookup.requireVisible,
    getHead: lookup.requireVisibleHead,

    list,
    create: drafts.create,

    /** The content that is not named becomes empty; slug, visibility, mentor and organisation stay. @throws as `change` */
    replace: (actor: Viewer, ref: string, { fields, check }: { fields: CourseFields; check: Precondition }) =>
      change(actor, ref, { patch: wholeContent(fields), check }),

    /** @throws 400; 403; 404; 409 SLUG_TAKEN; 412; 422 */
    change: (actor: Viewer, ref: string, { patch, check }: { patch: CoursePatch; check: Precondition }) =>
      change(actor, ref, { patch: normalize(patch), check }),

    /** @throws 403; 404; 409 ILLEGAL_TRANSITION; 412; 422 */
    async move(
      actor: Viewer,
      ref: string,
      { move, check }: { move: CourseMove; check: Precondition }
    ): Promise<CourseRow> {
      return database.transaction(async (tx, afterCommit) => {
        const course = await lookup.lockPermitted(tx, actor, { ref, rule: mayManage })
        check(course)
        return moveLocked(tx, afterCommit, { actor, course, move })
      })
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 409 COURSE_HAS_LEARNERS; 412 */
    async remove(actor: Viewer, ref: string, { force, check }: { force: boolean; check: Precondition }): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        const course = await lookup.lockPermitted(tx, actor, { ref, rule: mayDelete })
        check(course)
        if (course.status === 'archived') return
        if ((await countActiveLearners(database, tx, course.id)) > 0) {
          if (!force) throw conflict('COURSE_HAS_LEARNERS', 'The course has learners')
          if (!holds(actor.grants, 'course.force', course.organizationId)) throw forbidden()
        }
        await moveLocked(tx, afterCommit, { actor, course, move: 'archive' })
      })
    }
  }
}

/** What an event says of a course. */
function dataOf({ id, title }: CourseRow) {
  return { courseId: id, courseTitle: title }
}

/** The title is never empty: the database would not have the course. */
function requirePublishable({ description }: CourseRow): void {
  if (description.trim() === '') {
    throw unprocessable('NOT_PUBLISHABLE', 'description', 'must say what the course is about before it is published')
  }
}
