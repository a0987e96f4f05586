import type { Database } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { CourseAccess } from './courses.access.js'
import { findCourseOfCohort, findCourseOfProject } from './places.repository.js'
import type { QueueFilters, QueueOrder, QueueQuery, QueueState } from './queue.conditions.repository.js'
import { createQueueLister, type QueueScope } from './queue.repository.js'
import type { QueueRow } from './queue.rows.repository.js'
import type { QueueListParams } from './queue.schemas.js'

export interface QueueDeps {
  database: Database
  clock: Clock
  courses: Pick<CourseAccess, 'requireReviewer'>
  reviewers: Pick<Reviewers, 'reviewedBy'>
}

/** A course, a cohort or a project, and all of them where more than one is named. */
export interface NamedPlace {
  courseId?: string | undefined
  cohortId?: string | undefined
  projectId?: string | undefined
}

export type QueueService = ReturnType<typeof createQueueService>

/** What waits for those who review. */
export function createQueueService({ database, clock, courses, reviewers }: QueueDeps) {
  const lister = createQueueLister(database)

  /** Whether a place is named; the viewer reviews it then. @throws 403; 404 */
  async function requirePlace(viewer: Viewer, { courseId, cohortId, projectId }: NamedPlace): Promise<boolean> {
    const courseIds = new Map<string, string>()
    if (courseId !== undefined) courseIds.set(courseId, 'Course')
    if (cohortId !== undefined) courseIds.set(await findCourseOfCohort(database, cohortId), 'Cohort')
    if (projectId !== undefined) courseIds.set(await findCourseOfProject(database, projectId), 'Project')
    for (const [id, what] of courseIds) await courses.requireReviewer(viewer, { courseId: id, what })
    return courseIds.size > 0
  }

  async function scopeOf(viewer: Viewer, state: QueueState, place: NamedPlace): Promise<QueueScope> {
    if (await requirePlace(viewer, place)) return { kind: 'anywhere' }
    const by = reviewers.reviewedBy(viewer)
    if (by.condition === undefined) return { kind: 'anywhere' }
    return { kind: state === 'open' || state === 'waiting' ? 'courses' : 'checked', by }
  }

  return {
    requirePlace,

    /** In the courses that the viewer reviews, but for their own work. @throws 400; 403; 404 */
    async list(viewer: Viewer, params: QueueListParams): Promise<Page<QueueRow>> {
      const { limit = defaultPageSize, cursor, total, state = 'open', courseId, cohortId, projectId } = params
      const now = clock.now()
      const filters: QueueFilters = { courseId, cohortId, projectId, ...momentsOf(params, now) }
      const order: QueueOrder = filters.dueUntil ? 'dueAt' : 'queuedAt'
      const after = cursor === undefined ? undefined : readCursor(cursor, order)
      const query: QueueQuery = { viewerId: viewer.userId, now, state, order, filters, after }
      const scope = await scopeOf(viewer, state, filters)
      const rows = await lister.list(query, scope, limit + 1)
      const key = (row: QueueRow) => [row[order].getTime(), row.id]
      const page = toPage(rows, limit, { sort: order, key, present: (row) => row })
      return total ? { ...page, total: await lister.count({ ...query, after: undefined }, scope) } : page
    }
  }
}

function momentsOf({ olderThanHours, overdue, dueWithinHours }: QueueListParams, now: Date) {
  const after = (hours: number) => new Date(now.getTime() + hours * hourMs)
  const isWithin = dueWithinHours !== undefined
  return {
    queuedUntil: olderThanHours === undefined ? undefined : after(-olderThanHours),
    dueFrom: overdue === false || (isWithin && overdue === undefined) ? now : undefined,
    dueUntil: isWithin ? after(dueWithinHours) : overdue ? now : undefined
  }
}

/** @throws 400 */
function readCursor(cursor: string, order: QueueOrder): { at: Date; id: string } {
  const [ms, id] = decodeCursor(cursor, order, ['time', 'string']) as [number, string]
  return { at: new Date(ms), id }
}
