import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { CourseRow, Courses, FoundCourse, Viewer } from '../courses/index.js'
import { type CohortRules, facilitatedPlaces } from './cohorts.access.js'
import { changedFields, normalize, requireOrder } from './cohorts.fields.js'
import type { CohortLookup, SeenCohort } from './cohorts.lookup.js'
import {
  type CohortChanges,
  type CohortFilter,
  type CohortRow,
  cohortsOfCourse,
  cohortsOfUser,
  countCohorts,
  deleteCohort,
  hasResults,
  insertCohort,
  listCohorts,
  lockCohort,
  updateCohort
} from './cohorts.repository.js'
import type { CohortFields, CohortPatch, CohortsParams, MyCohortsParams } from './cohorts.schemas.js'
import { type CohortTelling, cohortFacts } from './cohorts.telling.js'
import { countMembers, deleteEndedMembers } from './members.repository.js'
import { mayFacilitate } from './staff.repository.js'

export interface CohortsDeps {
  database: Database
  clock: Clock
  rules: CohortRules
  lookup: CohortLookup
  courses: Pick<Courses, 'requireVisible' | 'requirePermitted' | 'lockPermitted' | 'visibleTo' | 'rules'>
  telling: CohortTelling
}

export type CohortsService = ReturnType<typeof createCohortsService>

/** Both lists have one order: the newest first. */
const sort = '-createdAt'

export function createCohortsService({ database, clock, rules, lookup, courses, telling }: CohortsDeps) {
  /** @throws 422 NOT_A_FACILITATOR */
  async function requireFacilitator(
    tx: Tx,
    facilitatorId: string,
    course: Pick<CourseRow, 'organizationId' | 'mentorId'>
  ): Promise<void> {
    if (await mayFacilitate(database, tx, facilitatorId, course)) return
    throw unprocessable('NOT_A_FACILITATOR', 'facilitatorId', 'must be an active user who may run a cohort there')
  }

  async function tellFacilitator(
    tx: Tx,
    afterCommit: AfterCommit,
    { cohort, actorId, course }: { cohort: CohortRow; actorId: string; course: Pick<CourseRow, 'title'> }
  ): Promise<void> {
    const { facilitatorId, courseId } = cohort
    if (facilitatorId === null) return
    const data = { ...cohortFacts(cohort), courseTitle: course.title, facilitatorId }
    const event = { type: 'cohort_facilitator_assigned', data, actorId, courseId } as const
    await telling.users(tx, afterCommit, { userIds: [facilitatorId], event })
  }

  /** Of a completed cohort nobody needs to know. */
  async function tellOfNewDays(
    tx: Tx,
    afterCommit: AfterCommit,
    { cohort, actorId }: { cohort: CohortRow; actorId: string }
  ): Promise<void> {
    const { startsOn, endsOn, timeZone, courseId } = cohort
    const data = { ...cohortFacts(cohort), startsOn, endsOn, timeZone }
    const event = { type: 'cohort_dates_changed', data, actorId, courseId } as const
    if (cohort.status === 'completed') await telling.users(tx, afterCommit, { userIds: [], event })
    else await telling.members(tx, afterCommit, { cohortId: cohort.id, event })
  }

  /** Staff may read of the cohorts of a draft that they do not see: so whether the viewer sees it, the caller asks. @throws 404 */
  function requireCourse(viewer: Viewer | null, ref: string): Promise<FoundCourse> {
    return viewer ? courses.requirePermitted(viewer, { ref, rule: () => true }) : courses.requireVisible(viewer, ref)
  }

  async function pageOf(
    filter: CohortFilter,
    { limit = defaultPageSize, cursor, total }: { limit?: number; cursor?: string; total?: boolean }
  ): Promise<Page<SeenCohort>> {
    const now = clock.now()
    const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
    const rows = await listCohorts(database, filter, { limit: limit + 1, beforeId })
    const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => lookup.asSeen(row, now) })
    return total ? { ...page, total: await countCohorts(database, filter) } : page
  }

  return {
    /** @throws 404 */
    get: (viewer: Viewer | null, id: string): Promise<SeenCohort> => lookup.requireVisible(viewer, id),

    /** Its staff sees all of them, others those that are open, and their own. @throws 404 */
    async list(viewer: Viewer | null, ref: string, query: CohortsParams): Promise<Page<SeenCohort>> {
      const course = await requireCourse(viewer, ref)
      const seesAll = viewer !== null && rules.mayReadAll(viewer, course)
      if (!seesAll && !courses.rules.maySee(viewer, course, course.enrolmentStatus)) throw notFound('Course')
      const { status, ...slice } = query
      const runsOwn = viewer !== null && rules.mayRun(viewer, { facilitatorId: viewer.userId, course })
      const request = { courseId: course.id, viewerId: viewer?.userId, now: clock.now(), seesAll, runsOwn, status }
      return pageOf(cohortsOfCourse(database, request), slice)
    },

    listOwn(actor: Viewer, { as = 'member', status, ...query }: MyCohortsParams): Promise<Page<SeenCohort>> {
      const { userId } = actor
      const which = as === 'member' ? { visible: courses.visibleTo(actor) } : { runsIn: facilitatedPlaces(actor) }
      const request = { userId, now: clock.now(), status, as: which }
      return pageOf(cohortsOfUser(database, request), query)
    },

    /** @throws 400; 403; 404; 409 COURSE_NOT_OPEN; 422 COHORT_DATES, NOT_A_FACILITATOR */
    async create(actor: Viewer, ref: string, fields: CohortFields): Promise<SeenCohort> {
      const { name = fields.name, ...rest } = normalize(fields)
      const id = await database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: rules.mayCreate })
        if (course.status === 'archived') throw conflict('COURSE_NOT_OPEN', 'The course is archived')
        const now = clock.now()
        const cohort: CohortRow = {
          id: createId('cohort', now.getTime()),
          courseId: course.id,
          timeZone: course.timeZone,
          facilitatorId: null,
          capacity: null,
          isOpen: true,
          ...rest,
          name,
          startsOn: fields.startsOn,
          endsOn: fields.endsOn,
          status: 'upcoming',
          version: 1,
          createdBy: actor.userId,
          createdAt: now,
          updatedAt: now
        }
        requireOrder(cohort)
        if (cohort.facilitatorId !== null) await requireFacilitator(tx, cohort.facilitatorId, course)
        await insertCohort(database, tx, cohort)
        await tellFacilitator(tx, afterCommit, { cohort, actorId: actor.userId, course })
        return cohort.id
      })
      return lookup.requireVisible(actor, id)
    },

    /** Its members are told of new dates, a new facilitator of the cohort. @throws 400; 403; 404; 412; 422 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: CohortPatch; check: Precondition }
    ): Promise<SeenCohort> {
      const wanted = normalize(patch)
      const seen = await lookup.requireRun(actor, id)
      const { course } = seen
      const cohort = await database.transaction(async (tx, afterCommit) => {
        const cohort = await lockCohort(database, tx, id)
        if (!cohort) throw notFound('Cohort')
        check(cohort)
        const changed = changedFields(cohort, wanted)
        if (Object.keys(changed).length === 0) return cohort
        const stamp = { version: cohort.version + 1, updatedAt: clock.now() }
        const changes = { ...changed, ...stamp } as CohortChanges
        const saved = { ...cohort, ...changes } as CohortRow
        requireOrder(saved)
        if (typeof changed.facilitatorId === 'string') await requireFacilitator(tx, changed.facilitatorId, course)
        await updateCohort(database, tx, { id, changes })
        const { startsOn, endsOn, timeZone, facilitatorId } = changed
        if (startsOn !== undefined || endsOn !== undefined || timeZone !== undefined) {
          await tellOfNewDays(tx, afterCommit, { cohort: saved, actorId: actor.userId })
        }
        if (facilitatorId !== undefined) {
          await tellFacilitator(tx, afterCommit, { cohort: saved, actorId: actor.userId, course })
        }
        return saved
      })
      // As it was found: who gave it to another facilitator may not see it any more.
      return lookup.asSeen({ ...seen, ...cohort }, clock.now())
    },

    /** Not what learners have done for it. @throws 403; 404; 409 COHORT_HAS_MEMBERS, COHORT_HAS_RESULTS; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      const { course } = await lookup.requireVisible(actor, id)
      if (!rules.mayCreate(actor, course)) throw forbidden()
      await database.transaction(async (tx) => {
        const cohort = await lockCohort(database, tx, id)
        if (!cohort) throw notFound('Cohort')
        check(cohort)
        await deleteEndedMembers(database, tx, { cohortId: id, now: clock.now() })
        if ((await countMembers(database, tx, id)) > 0) throw conflict('COHORT_HAS_MEMBERS', 'The cohort has members')
        if (await hasResults(database, tx, id)) {
          throw conflict('COHORT_HAS_RESULTS', 'Learners have done checkpoints of the cohort')
        }
        await deleteCohort(database, tx, id)
      })
    }
  }
}
