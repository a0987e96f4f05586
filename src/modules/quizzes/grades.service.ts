import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { type Closing, sumOf } from './attempts.closing.js'
import { type AnswerRow, lockAttempt, readAnswers, updateAttempts, writeGrades } from './attempts.repository.js'
import type { AttemptView } from './attempts.schemas.js'
import type { AttemptsService } from './attempts.service.js'
import { nextAttemptStatus } from './attempts.status.js'
import { gradesVersion } from './grades.etag.js'
import { countWaiting, listWaiting, type WaitingAttempt } from './grades.repository.js'
import type { GivenGrades, QueueParams } from './grades.schemas.js'
import { readQuiz } from './quizzes.repository.js'
import { fromHundredths, toHundredths } from './scoring.js'

export interface GradesDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requireManaged'>
  attempts: Pick<AttemptsService, 'get' | 'requireGradable'>
  closing: Closing
  events: Pick<Events, 'emit'>
}

export type GradesService = ReturnType<typeof createGradesService>

const sort = 'submittedAt'

/** What people grade: essays, and any answer that deserves another look. */
export function createGradesService({ database, clock, courses, attempts, closing, events }: GradesDeps) {
  return {
    /**
     * Others stay as they are. Once each answer has its points the attempt is graded and its learner told; later only of
     * points that changed. Of two graders at once the second waits for the first, and wins unless `check` says no.
     * @throws 403; 404; 409 ILLEGAL_TRANSITION; 412; 422
     */
    async grade(
      actor: Viewer,
      id: string,
      { grades, check }: { grades: GivenGrades; check: Precondition }
    ): Promise<AttemptView> {
      await attempts.requireGradable(actor, id)
      await database.transaction(async (tx, afterCommit) => {
        const attempt = await lockAttempt(database, tx, id)
        if (!attempt) throw notFound('Attempt')
        const before = await readAnswers(database, tx, id)
        check({ version: gradesVersion(attempt, before.values()) })
        const now = clock.now()
        const graded = gradedAnswers(before, grades, { gradedBy: actor.userId, gradedAt: now })
        const after = [...new Map([...before, ...graded.map((row) => [row.questionId, row] as const)]).values()]
        const isWhollyGraded = after.every(({ points }) => points !== null)
        const status = nextAttemptStatus('grade', attempt.status, isWhollyGraded)
        await writeGrades(database, tx, { attemptId: id, answers: graded })
        const changes = { status, points: sumOf(after), ...(isWhollyGraded && { gradedAt: now }) }
        await updateAttempts(database, tx, { ids: [id], changes })
        if (!isWhollyGraded) return
        const quiz = await readQuiz(database, tx, attempt.quizId)
        await closing.settle(tx, afterCommit, { quiz, userId: attempt.userId, actorId: actor.userId })
        if (graded.every((row) => row.points === before.get(row.questionId)?.points)) return
        const { courseId, title: quizTitle } = quiz
        await events.emit(tx, afterCommit, {
          type: 'quiz_graded',
          data: { courseId, quizId: quiz.id, quizTitle, attemptId: id, learnerId: attempt.userId },
          audience: { userIds: [attempt.userId] },
          actorId: actor.userId,
          courseId
        })
      })
      return attempts.get(actor, id)
    },

    /** Of the course, the one that has waited longest first. @throws 400; 403; 404 */
    async listWaiting(viewer: Viewer, courseRef: string, query: QueueParams): Promise<Page<WaitingAttempt>> {
      const { id: courseId } = await courses.requireManaged(viewer, courseRef)
      const { limit = defaultPageSize, cursor, quiz: quizId, total } = query
      const after = cursor === undefined ? undefined : decodePosition(cursor)
      const request = { courseId, quizId }
      const page = toPage(await listWaiting(database, request, { limit: limit + 1, after }), limit, {
        sort,
        key: (row) => [row.submittedAt.getTime(), row.id],
        present: (row) => row
      })
      return total ? { ...page, total: await countWaiting(database, request) } : page
    }
  }
}

/** @throws 422 naming the grade */
function gradedAnswers(
  before: ReadonlyMap<string, AnswerRow>,
  grades: GivenGrades,
  by: Pick<AnswerRow, 'gradedBy' | 'gradedAt'>
): AnswerRow[] {
  const seen = new Set<string>()
  return grades.map(({ questionId, points, feedback }, i) => {
    const row = before.get(questionId)
    const hundredths = toHundredths(points)
    if (!row) throw unprocessable('UNKNOWN_QUESTION', `grades.${i}.questionId`, 'is no question of this attempt')
    if (seen.has(questionId)) throw unprocessable('QUESTION_TWICE', `grades.${i}.questionId`, 'is graded twice')
    if (hundredths === undefined || hundredths > row.maxPoints) {
      const most = fromHundredths(row.maxPoints)
      throw unprocessable('INVALID_POINTS', `grades.${i}.points`, `must be 0 to ${most}, with at most two decimals`)
    }
    seen.add(questionId)
    return { ...row, ...by, points: hundredths, feedback: feedback === undefined ? row.feedback : feedback }
  })
}

function decodePosition(cursor: string): { submittedAt: Date; id: string } {
  const [ms, id] = decodeCursor(cursor, sort, ['time', 'string'])
  return { submittedAt: new Date(Number(ms)), id: String(id) }
}
