import type { Database, Tx } from '../../db/database.js'
import { type Clock, secondMs } from '../../lib/clock.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Lessons } from '../content/index.js'
import type { Viewer } from '../courses/index.js'
import { areKept, readAnswersFor } from './attempts.answers.js'
import type { Closing } from './attempts.closing.js'
import {
  type AttemptListRow,
  type AttemptRow,
  countAttempts,
  insertAttempt,
  listAttempts,
  listHeads,
  lockAttempt,
  prepareFindAttempt,
  readAnswers,
  saveAnswers
} from './attempts.repository.js'
import type { AttemptsParams, AttemptView, GivenAnswers } from './attempts.schemas.js'
import { attemptsLeft, mayReveal, type Standings } from './attempts.standing.js'
import { nextAttemptStatus } from './attempts.status.js'
import { drawPaper, paperPoints } from './papers.js'
import type { QuizAccess } from './quizzes.access.js'
import { type FoundQuiz, readForPaper } from './quizzes.repository.js'

export interface AttemptsDeps {
  database: Database
  clock: Clock
  access: QuizAccess
  closing: Closing
  standings: Standings
  lessons: Pick<Lessons, 'requireLearnable'>
}

export type AttemptsService = ReturnType<typeof createAttemptsService>

/** The order of the list: by learner, and each one's attempts in their order. */
const sort = 'learner'

export function createAttemptsService({ database, clock, access, closing, standings, lessons }: AttemptsDeps) {
  const find = prepareFindAttempt(database)

  /**
   * As it is now: closed, if its time is up. Other learners do not learn that it is there.
   * @throws 404; 403 for staff who do not manage the course
   */
  async function requireSeen(
    viewer: Viewer,
    id: string
  ): Promise<{ attempt: AttemptRow; quiz: FoundQuiz; isOwner: boolean }> {
    const attempt = await find(id)
    if (!attempt) throw notFound('Attempt')
    const quiz = await access.requireFound(attempt.quizId)
    const isOwner = attempt.userId === viewer.userId
    if (!isOwner && !access.mayManage(viewer, quiz)) {
      throw access.mayReadAttempts(viewer, quiz) ? forbidden() : notFound('Attempt')
    }
    if (!closing.isOverdue(attempt)) return { attempt, quiz, isOwner }
    await closing.close(id)
    return { attempt: (await find(id)) ?? attempt, quiz, isOwner }
  }

  /** The same for whoever answers: a lesson that was locked meanwhile is locked. @throws as above; 403; 409 */
  async function requireOwn(actor: Viewer, id: string): Promise<{ attempt: AttemptRow; quiz: FoundQuiz }> {
    const { attempt, quiz, isOwner } = await requireSeen(actor, id)
    if (!isOwner) throw forbidden('It is the attempt of somebody else')
    if (attempt.status === 'in_progress') await lessons.requireLearnable(actor, quiz.lessonId)
    return { attempt, quiz }
  }

  async function view(viewer: Viewer, id: string): Promise<AttemptView> {
    const { attempt, quiz, isOwner } = await requireSeen(viewer, id)
    if (isOwner && attempt.status === 'in_progress') await lessons.requireLearnable(viewer, quiz.lessonId)
    const isRevealed = !isOwner || mayReveal(quiz, attempt, await standings.of(quiz, attempt.userId))
    const answers = await readAnswers(database, database.read, id)
    return { attempt, answers, isRevealed, now: clock.now() }
  }

  /** The one that runs, or a new one. @throws 404; 409 NO_ATTEMPTS_LEFT */
  async function startIn(tx: Tx, quizId: string, userId: string): Promise<{ id: string; isNew: boolean }> {
    const found = await readForPaper(database, tx, quizId)
    if (!found) throw notFound('Quiz')
    const { quiz, questions } = found
    for (;;) {
      const heads = await listHeads(database, tx, { quizId, userId })
      const running = heads.find(({ status }) => status === 'in_progress')
      if (running) return { id: running.id, isNew: false }
      if (attemptsLeft(quiz, heads.length) === 0) {
        throw conflict('NO_ATTEMPTS_LEFT', 'You have used all attempts at this quiz')
      }
      const paper = drawPaper(questions, quiz)
      const now = clock.now()
      const { timeLimitSeconds } = quiz
      const attempt: AttemptRow = {
        id: createId('quizAttempt', now.getTime()),
        quizId,
        userId,
        number: heads.length + 1,
        status: 'in_progress',
        paper,
        startedAt: now,
        deadlineAt: timeLimitSeconds === null ? null : new Date(now.getTime() + timeLimitSeconds * secondMs),
        submittedAt: null,
        gradedAt: null,
        points: null,
        maxPoints: paperPoints(paper),
        isPassed: false
      }
      // Of two that begin at once the database takes one; the other comes here again, and finds it.
      if (await insertAttempt(database, tx, attempt)) return { id: attempt.id, isNew: true }
    }
  }

  return {
    /**
     * An attempt that runs is given again: an answer that was lost on the way must not cost one.
     * @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, QUIZ_NOT_OPEN, NO_ATTEMPTS_LEFT
     */
    async start(actor: Viewer, quizId: string): Promise<AttemptView & { isNew: boolean }> {
      const { userId } = actor
      await access.requireTakeable(actor, quizId)
      await closing.closeOverdue({ quizId, userId })
      const { id, isNew } = await database.transaction((tx) => startIn(tx, quizId, userId))
      return { ...(await view(actor, id)), isNew }
    },

    /** @throws 404; 403; 409 LESSON_LOCKED */
    get: view,

    /** One that has ended, of somebody else. @throws 404; 403; 409 ILLEGAL_TRANSITION */
    async requireGradable(actor: Viewer, id: string): Promise<void> {
      const { attempt, isOwner } = await requireSeen(actor, id)
      if (isOwner) throw forbidden('Nobody grades their own attempt')
      nextAttemptStatus('grade', attempt.status, false)
    },

    /** All or none of them. @throws 404; 403; 409 ATTEMPT_CLOSED, LESSON_LOCKED; 422 */
    async save(
      actor: Viewer,
      id: string,
      given: GivenAnswers
    ): Promise<{ savedAt: Date; deadlineAt: Date | null; now: Date }> {
      await requireOwn(actor, id)
      return database.transaction(async (tx) => {
        const attempt = await lockAttempt(database, tx, id)
        if (attempt?.status !== 'in_progress' || closing.isOverdue(attempt)) throw closed()
        const now = clock.now()
        const answers = readAnswersFor(attempt.paper, given)
        await saveAnswers(database, tx, { attemptId: id, answers, savedAt: now })
        return { savedAt: now, deadlineAt: attempt.deadlineAt, now }
      })
    },

    /**
     * Once; again it answers the same. After its time an attempt has what was saved, and takes nothing else.
     * @throws 404; 403; 409 ATTEMPT_CLOSED for answers that came too late, LESSON_LOCKED; 422
     */
    async submit(actor: Viewer, id: string, given: GivenAnswers = []): Promise<AttemptView> {
      const { quiz } = await requireOwn(actor, id)
      await database.transaction(async (tx, afterCommit) => {
        const attempt = await lockAttempt(database, tx, id)
        if (!attempt) throw notFound('Attempt')
        const answers = readAnswersFor(attempt.paper, given)
        const kept = await readAnswers(database, tx, id)
        if (attempt.status !== 'in_progress' || closing.isOverdue(attempt)) {
          if (!areKept(answers, kept)) throw closed()
          return
        }
        const now = clock.now()
        const last = answers.map(({ questionId, answer }) => [questionId, { answer, savedAt: now }] as const)
        await closing.finish(tx, afterCommit, {
          attempt,
          quiz,
          answers: new Map([...kept, ...last]),
          submittedAt: now
        })
      })
      return view(actor, id)
    },

    /** One's own; for staff those of all. @throws 400; 404; 401; 403; 409 */
    async list(viewer: Viewer, quizId: string, query: AttemptsParams): Promise<Page<AttemptListRow>> {
      const { quiz, isStaff } = await access.requireSeen(viewer, quizId)
      const { limit = defaultPageSize, cursor, status, user, total } = query
      if (!isStaff && user !== undefined && user !== viewer.userId) throw forbidden()
      const userId = isStaff ? user : viewer.userId
      if (userId === viewer.userId) await standings.of(quiz, userId)
      else await closing.closeOverdue({ quizId, ...(userId !== undefined && { userId }) })
      const request = { quizId, userId, status }
      const after = cursor === undefined ? undefined : decodePosition(cursor)
      const page = toPage(await listAttempts(database, request, { limit: limit + 1, after }), limit, {
        sort,
        key: (row) => [row.userId, row.number],
        present: (row) => row
      })
      return total ? { ...page, total: await countAttempts(database, request) } : page
    }
  }
}

function decodePosition(cursor: string): { userId: string; number: number } {
  const [userId, number] = decodeCursor(cursor, sort, ['string', 'number'])
  return { userId: String(userId), number: Number(number) }
}

function closed(): Error {
  return conflict('ATTEMPT_CLOSED', 'The attempt is closed: it has the answers that were saved in time')
}
