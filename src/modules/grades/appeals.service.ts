import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { toHundredths } from '../../lib/points.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Reviewers } from '../reviewers/index.js'
import {
  type AppealRow,
  countAppeals,
  findAppeal,
  insertAppeal,
  type ListedAppeal,
  listAppeals,
  lockAppeal,
  type SeenAppeal,
  updateAppeal
} from './appeals.repository.js'
import type { AppealAnswer, AppealsParams } from './appeals.schemas.js'
import type { GradebookAccess } from './gradebook.access.js'
import { countingPoints } from './gradebook.js'
import { findGrade } from './grades.repository.js'
import { invalidPoints } from './grading.changes.js'
import type { Grading } from './grading.service.js'

export interface AppealsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview' | 'reviewersOf'>
  access: Pick<GradebookAccess, 'isStaff' | 'requireStaff'>
  grading: Pick<Grading, 'set'>
  events: Pick<Events, 'emit'>
}

export type AppealsService = ReturnType<typeof createAppealsService>

const sort = 'id'

/** Learners who ask for a second look at a grade. */
export function createAppealsService(deps: AppealsDeps) {
  const { database, clock, audit, courses, reviewers, access, grading, events } = deps
  const { mayReadEnrolments } = courses.rules

  /** Whether the viewer sees the course decides nothing here. */
  const courseOf = (viewer: Viewer, ref: string): Promise<FoundCourse> =>
    courses.requirePermitted(viewer, { ref, rule: () => true })

  /** Its reviewers, or where it has none those who run the organisation. */
  async function tellReviewers(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, actor, appealId }: { course: CourseRow; actor: Actor; appealId: string }
  ): Promise<void> {
    const appeal = await findAppeal(database, tx, appealId)
    if (!appeal) throw notFound('Appeal')
    const userIds = (await reviewers.reviewersOf(tx, course.id)).filter((id) => id !== actor.userId)
    await events.emit(tx, afterCommit, {
      type: 'grade_appeal',
      data: { ...concerned(course, appeal), learnerUsername: actor.username },
      audience: userIds.length > 0 ? { userIds } : { role: 'org_admin', organizationId: course.organizationId },
      actorId: actor.userId,
      courseId: course.id
    })
  }

  /** Of the answer, and with it of the grade. */
  async function tellLearner(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, appeal, actorId }: { course: CourseRow; appeal: ListedAppeal; actorId: string }
  ): Promise<void> {
    await events.emit(tx, afterCommit, {
      type: 'appeal_answered',
      data: { ...concerned(course, appeal), isChanged: appeal.status === 'changed' },
      audience: { userIds: [appeal.userId] },
      actorId,
      courseId: course.id
    })
  }

  return {
    /** Of one's own grade, once it is released, and once. @throws 403; 404; 409 APPEAL_EXISTS */
    async create(actor: Actor, gradeId: string, reason: string): Promise<SeenAppeal> {
      const grade = await findGrade(database, gradeId)
      if (!grade) throw notFound('Grade')
      const course = await courseOf(actor, grade.courseId)
      if (grade.userId !== actor.userId) {
        throw (await access.isStaff(actor, course))
          ? forbidden('Only its learner may appeal a grade')
          : notFound('Grade')
      }
      if (grade.releasedAt === null) throw notFound('Grade')
      const now = clock.now()
      const row: AppealRow = {
        ...{ id: createId('gradeAppeal', now.getTime()), gradeId, courseId: course.id, userId: actor.userId },
        ...{ reason: reason.trim(), status: 'open', answer: '', answeredBy: null, answeredAt: null },
        ...{ version: 1, createdAt: now }
      }
      await database.transaction(async (tx, afterCommit) => {
        if (!(await insertAppeal(database, tx, row))) throw conflict('APPEAL_EXISTS', 'This grade was appealed already')
        await tellReviewers(tx, afterCommit, { course, actor, appealId: row.id })
      })
      return { ...row, answerer: null }
    },

    /** For staff. @throws 400; 403; 404 */
    async list(
      viewer: Viewer,
      courseRef: string,
      { limit = defaultPageSize, cursor, status, total }: AppealsParams
    ): Promise<Page<ListedAppeal>> {
      const course = await access.requireStaff(viewer, courseRef)
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const request = { courseId: course.id, status }
      const rows = await listAppeals(database, request, { limit: limit + 1, afterId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countAppeals(database, request) } : page
    },

    /**
     * By who manages or reviews the course, once; nobody answers their own. A changed grade is set by hand with the answer
     * as its reason.
     * @throws 403 OWN_WORK; 404; 409 ALREADY_ANSWERED; 422
     */
    async answer(actor: Viewer, id: string, { outcome, answer, points }: AppealAnswer): Promise<ListedAppeal> {
      const seen = await findAppeal(database, database.read, id)
      if (!seen) throw notFound('Appeal')
      const { courseId, userId } = seen
      const course = await courseOf(actor, courseId)
      const isOwn = userId === actor.userId
      if (!(await reviewers.mayReview(actor, course))) {
        throw isOwn || mayReadEnrolments(actor, course) ? forbidden() : notFound('Appeal')
      }
      if (isOwn) throw forbidden('Somebody else answers your appeal', 'OWN_WORK')
      const wanted = readPoints(outcome, points, seen.grade.maxPoints)
      return database.transaction(async (tx, afterCommit) => {
        await courses.lock(tx, courseId) // before the grade, as whoever records one does
        const appeal = await lockAppeal(database, tx, id)
        if (!appeal) throw notFound('Appeal')
        if (appeal.status !== 'open') throw conflict('ALREADY_ANSWERED', 'This appeal is answered already')
        const grade = (await findAppeal(database, tx, id))?.grade ?? seen.grade
        if (wanted !== null) {
          if (wanted === countingPoints(grade)) {
            throw unprocessable('POINTS_UNCHANGED', 'points', 'are those that count already: the grade is upheld')
          }
          const { kind, itemId } = grade
          const place = { courseId, userId, kind, itemId }
          const cause = { source: 'appeal', reason: answer.trim(), actorId: actor.userId } as const
          await grading.set(tx, afterCommit, { ...place, ...cause, points: wanted, isSilent: true })
        }
        const answered = { answer: answer.trim(), answeredBy: actor.userId, answeredAt: clock.now() }
        await updateAppeal(database, tx, { id, changes: { ...answered, status: outcome, version: appeal.version + 1 } })
        audit.record(tx, {
          action: 'grade.answer_appeal',
          resource: { type: 'gradeAppeal', id },
          courseId,
          before: { status: appeal.status },
          after: { status: outcome, answer: answered.answer, user: userId }
        })
        const after = await findAppeal(database, tx, id)
        if (!after) throw notFound('Appeal')
        await tellLearner(tx, afterCommit, { course, appeal: after, actorId: actor.userId })
        return after
      })
    }
  }
}

type Actor = Viewer & Pick<Principal, 'username'>

/** In hundredths; null where the grade stays as it is. @throws 422 naming `points` */
function readPoints(outcome: AppealAnswer['outcome'], points: number | undefined, maxPoints: number): number | null {
  if (outcome === 'upheld') {
    if (points !== undefined) throw unprocessable('POINTS_NOT_TAKEN', 'points', 'are for a grade that is changed')
    return null
  }
  if (points === undefined) throw unprocessable('POINTS_REQUIRED', 'points', 'must say what counts from now on')
  const hundredths = toHundredths(points)
  if (hundredths === undefined) throw invalidPoints(maxPoints, 'points')
  return hundredths
}

/** What is said of it, whoever is told. */
function concerned(course: CourseRow, { id: appealId, gradeId, userId, title }: ListedAppeal) {
  const where = { courseId: course.id, courseTitle: course.title }
  return { ...where, learnerId: userId, appealId, gradeId, itemTitle: title }
}
