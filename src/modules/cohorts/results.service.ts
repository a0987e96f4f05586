import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Grades } from '../grades/index.js'
import type { Progress } from '../progress/index.js'
import { lockCheckpoint, type ResultRow } from './checkpoints.repository.js'
import type { CheckpointsService, SeenCheckpoint } from './checkpoints.service.js'
import { type CohortTelling, checkpointFacts } from './cohorts.telling.js'
import {
  countMissing,
  countResults,
  findResult,
  type ListedResult,
  listMissing,
  listResults,
  saveResult
} from './results.repository.js'
import type { ResultsParams, ReviewFields } from './results.schemas.js'
import { nextResultStatus } from './results.status.js'

export interface ResultsDeps {
  database: Database
  clock: Clock
  checkpoints: Pick<CheckpointsService, 'requireSeen'>
  telling: CohortTelling
  courses: Pick<Courses, 'lock'>
  grades: Pick<Grades, 'record'>
  progress: Pick<Progress, 'recheckLearner'>
}

export type ResultsService = ReturnType<typeof createResultsService>

type Actor = Viewer & Pick<Principal, 'username'>

/** A result with the checkpoint that it is of. */
export interface SeenResult extends SeenCheckpoint {
  result: ResultRow
}

const sort = 'userId'
/** Of a checkpoint, in hundredths: it is approved or it is not. */
const maxPoints = 100
/** What `If-Match` is compared with when there is no result yet. */
const none = { version: 0 }

/** What learners do for the checkpoints of their cohort, and what is said of it. */
export function createResultsService(deps: ResultsDeps) {
  const { database, clock, checkpoints, telling, courses, grades, progress } = deps

  /** The result as it stays until the commit: all of a checkpoint are changed under its lock. @throws 404 */
  async function lockResult(tx: Tx, checkpointId: string, userId: string): Promise<ResultRow | undefined> {
    if (!(await lockCheckpoint(database, tx, checkpointId))) throw notFound('Checkpoint')
    return findResult(database, tx, { checkpointId, userId })
  }

  /** Who runs the cohort, or else the mentor of the course. */
  async function tellReviewer(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, seen }: { actor: Actor; seen: SeenCheckpoint }
  ): Promise<void> {
    const { checkpoint, cohort } = seen
    const { userId, username } = actor
    const { facilitatorId, course, courseId } = cohort
    const data = { ...checkpointFacts(checkpoint, cohort), learnerId: userId, username }
    const event = { type: 'checkpoint_done', data, actorId: userId, courseId } as const
    await telling.staff(tx, afterCommit, { anyOf: [facilitatorId, course.mentorId], course, event })
  }

  /** What is approved earns its point, until it is returned; the learner may have the pass mark of the course by it. */
  async function recordGrade(
    tx: Tx,
    afterCommit: AfterCommit,
    { row, courseId, actorId }: { row: ResultRow; courseId: string; actorId: string }
  ): Promise<void> {
    const { checkpointId: itemId, userId, status } = row
    const earned = { points: status === 'approved' ? maxPoints : null, maxPoints }
    const cause = { source: 'checkpoint', reason: `Checkpoint ${status}`, actorId } as const
    await courses.lock(tx, courseId) // before the grade, as whoever records one does
    await grades.record(tx, afterCommit, { courseId, userId, kind: 'checkpoint', itemId, ...earned, ...cause })
    await progress.recheckLearner(tx, afterCommit, { courseId, userId })
  }

  return {
    /**
     * For members, once or again as long as it is not approved. A changed note is no news; doing it again after it was
     * returned is. @throws 403 NOT_A_MEMBER; 404; 409 ILLEGAL_TRANSITION; 412
     */
    async save(actor: Actor, id: string, { note, check }: { note: string; check: Precondition }): Promise<SeenResult> {
      const seen = await checkpoints.requireSeen(actor, id, 'requireInside')
      if (!seen.cohort.isMember) throw forbidden('This is for the members of the cohort', 'NOT_A_MEMBER')
      const result = await database.transaction(async (tx, afterCommit) => {
        const before = await lockResult(tx, id, actor.userId)
        check(before ?? none)
        const status = nextResultStatus('do', before?.status)
        const isNews = before?.status !== status
        if (before && !isNews && before.note === note) return before
        const row: ResultRow = {
          ...{ checkpointId: id, userId: actor.userId, feedback: null, reviewedBy: null, reviewedAt: null },
          ...before,
          ...{ status, note, version: (before?.version ?? 0) + 1 },
          doneAt: before && !isNews ? before.doneAt : clock.now()
        }
        await saveResult(database, tx, row)
        if (isNews) await tellReviewer(tx, afterCommit, { actor, seen })
        return row
      })
      return { ...seen, result }
    },

    /** Not of one's own work. The learner is told of a decision, not of other words for it. @throws 403; 404; 412; 422 */
    async review(
      actor: Viewer,
      { id, userId }: { id: string; userId: string },
      { review, check }: { review: ReviewFields; check: Precondition }
    ): Promise<SeenResult> {
      const { decision, feedback } = review
      const seen = await checkpoints.requireSeen(actor, id, 'requireRun')
      if (userId === actor.userId) throw forbidden('Somebody else reviews what you have done')
      if (decision === 'return' && feedback.trim() === '') {
        throw unprocessable('FEEDBACK_REQUIRED', 'feedback', 'must say what is to be done')
      }
      const result = await database.transaction(async (tx, afterCommit) => {
        const before = await lockResult(tx, id, userId)
        if (!before) throw notFound('Result')
        check(before)
        const status = nextResultStatus(decision, before.status)
        const isNews = before.status !== status
        if (!isNews && before.feedback === feedback) return before
        const reviewed = { status, feedback, reviewedBy: actor.userId, reviewedAt: clock.now() }
        const row = { ...before, ...reviewed, version: before.version + 1 }
        await saveResult(database, tx, row)
        if (isNews) {
          const { checkpoint, cohort } = seen
          const isGraded = status === 'approved' || before.status === 'approved'
          if (isGraded) await recordGrade(tx, afterCommit, { row, courseId: cohort.course.id, actorId: actor.userId })
          const type = status === 'approved' ? 'checkpoint_approved' : 'checkpoint_returned'
          const data = { ...checkpointFacts(checkpoint, cohort), learnerId: userId }
          const event = { type, data, actorId: actor.userId, courseId: cohort.courseId } as const
          await telling.users(tx, afterCommit, { userIds: [userId], event })
        }
        return row
      })
      return { ...seen, result }
    },

    /** For staff. @throws 403; 404 */
    async list(
      actor: Viewer,
      id: string,
      { limit = defaultPageSize, cursor, status, total }: ResultsParams
    ): Promise<SeenCheckpoint & { page: Page<ListedResult> }> {
      const seen = await checkpoints.requireSeen(actor, id, 'requireRead')
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const slice = { limit: limit + 1, afterId }
      const cut = (rows: ListedResult[]) =>
        toPage(rows, limit, { sort, key: ({ user }) => [user.id], present: (row) => row })
      if (status === 'missing') {
        const request = { checkpointId: id, cohortId: seen.cohort.id, now: clock.now() }
        const page = cut(await listMissing(database, request, slice))
        return { ...seen, page: total ? { ...page, total: await countMissing(database, request) } : page }
      }
      const request = { checkpointId: id, status }
      const page = cut(await listResults(database, request, slice))
      return { ...seen, page: total ? { ...page, total: await countResults(database, request) } : page }
    }
  }
}
