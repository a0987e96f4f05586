import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, secondMs } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import type { Progress } from '../progress/index.js'
import type { Recording } from './attempts.recording.js'
import {
  type AnswerRow,
  type AttemptHead,
  type AttemptRow,
  listHeads,
  listOverdue,
  lockAttempt,
  readAnswers,
  updateAttempts,
  writeGrades
} from './attempts.repository.js'
import { nextAttemptStatus } from './attempts.status.js'
import { type Answer, gradeAnswer } from './grading.js'
import { type QuizRow, readQuiz } from './quizzes.repository.js'
import { passingAttempts } from './scoring.js'

/** What was sent in time may come a little later. */
export const graceMs = 5 * secondMs
const batch = 200

export interface ClosingDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock'>
  progress: Pick<Progress, 'completeLesson' | 'recheckLearner'>
  recording: Pick<Recording, 'recordScore'>
}

export type Closing = ReturnType<typeof createClosing>
type QuizPlace = Pick<QuizRow, 'id' | 'courseId'>

/** How attempts end: by their learner or by the clock, with their grades, and with what follows from these. */
export function createClosing({ database, clock, courses, progress, recording }: ClosingDeps) {
  const isOverdue = ({ status, deadlineAt }: AttemptHead) =>
    status === 'in_progress' && deadlineAt !== null && clock.now().getTime() > deadlineAt.getTime() + graceMs

  /**
   * Notes by which attempts the quiz is passed, and completes its lesson the first time: what was passed once stays so. The
   * gradebook is told of the score. `actorId` is who graded, if somebody did.
   *
   * Rules and attempts are read under the lock of the course: of two that end at once the second one counts both.
   */
  async function settle(
    tx: Tx,
    afterCommit: AfterCommit,
    { quiz: { id, courseId }, userId, actorId = null }: { quiz: QuizPlace; userId: string; actorId?: string | null }
  ): Promise<void> {
    await courses.lock(tx, courseId) // before the grade, as whoever records one does
    const quiz = await readQuiz(database, tx, id)
    const { lessonId } = quiz
    const heads = await listHeads(database, tx, { quizId: quiz.id, userId })
    const ids = newlyPassed(quiz, heads).map(({ id }) => id)
    if (ids.length > 0) await updateAttempts(database, tx, { ids, changes: { isPassed: true } })
    await recording.recordScore(tx, afterCommit, { quiz, userId, actorId, attempts: gradedOf(heads) })
    const isPassedNow = ids.length > 0 && !heads.some(({ isPassed }) => isPassed)
    if (isPassedNow) await progress.completeLesson(tx, afterCommit, { userId, lessonId, courseId })
    else await progress.recheckLearner(tx, afterCommit, { courseId, userId }) // by the pass mark of the course
  }

  /** A locked attempt that is in progress, with these answers. */
  async function finish(
    tx: Tx,
    afterCommit: AfterCommit,
    {
      attempt,
      quiz,
      answers,
      submittedAt
    }: {
      attempt: AttemptRow
      quiz: QuizPlace
      answers: ReadonlyMap<string, { answer: Answer; savedAt: Date }>
      submittedAt: Date
    }
  ): Promise<void> {
    const now = clock.now()
    const graded = gradePaper(attempt, answers, submittedAt)
    const isWhollyGraded = graded.every(({ points }) => points !== null)
    const status = nextAttemptStatus('submit', attempt.status, isWhollyGraded)
    await writeGrades(database, tx, { attemptId: attempt.id, answers: graded })
    const changes = { status, submittedAt, points: sumOf(graded), ...(isWhollyGraded && { gradedAt: now }) }
    await updateAttempts(database, tx, { ids: [attempt.id], changes })
    if (isWhollyGraded) await settle(tx, afterCommit, { quiz, userId: attempt.userId })
  }

  /** With what was saved in time; nothing when somebody else was first. */
  async function close(id: string): Promise<void> {
    await database.transaction(async (tx, afterCommit) => {
      const attempt = await lockAttempt(database, tx, id)
      if (!attempt?.deadlineAt || !isOverdue(attempt)) return
      const quiz = await readQuiz(database, tx, attempt.quizId)
      const answers = await readAnswers(database, tx, id)
      await finish(tx, afterCommit, { attempt, quiz, answers, submittedAt: attempt.deadlineAt })
    })
  }

  const overdue = (of: { quizId?: string; userId?: string } = {}) =>
    listOverdue(database, { before: new Date(clock.now().getTime() - graceMs), ...of }, batch)

  return {
    isOverdue,
    close,
    settle,
    finish,

    /** Before somebody looks: what they see is how it stands. */
    async closeOverdue(of: { quizId: string; userId?: string }): Promise<void> {
      for (const id of await overdue(of)) await close(id)
    },

    /** The job. One that fails does not hold up the others. */
    async closeAll(): Promise<void> {
      const failed = new Map<string, unknown>()
      for (;;) {
        const ids = await overdue()
        const left = ids.filter((id) => !failed.has(id))
        for (const id of left) await close(id).catch((error) => failed.set(id, error))
        if (ids.length < batch || left.length === 0) break
      }
      if (failed.size > 0) throw new AggregateError(failed.values(), `${failed.size} attempts could not be closed`)
    }
  }
}

/** Graded attempts that pass the quiz by its rules as they are now, and are not noted as such. */
export function newlyPassed(quiz: Pick<QuizRow, 'scoring' | 'passMark'>, heads: readonly AttemptHead[]): AttemptHead[] {
  return passingAttempts(quiz, gradedOf(heads)).filter(({ isPassed }) => !isPassed)
}

/** Those whose points are final. */
export function gradedOf(heads: readonly AttemptHead[]): (AttemptHead & { points: number })[] {
  return heads.filter((head): head is AttemptHead & { points: number } => head.status === 'graded')
}

export function sumOf(answers: readonly Pick<AnswerRow, 'points'>[]): number {
  return answers.reduce((sum, { points }) => sum + (points ?? 0), 0)
}

/** Each question of the paper; one without an answer has 0, an essay has no points yet. */
function gradePaper(
  { paper }: AttemptRow,
  answers: ReadonlyMap<string, { answer: Answer; savedAt: Date }>,
  submittedAt: Date
): AnswerRow[] {
  return paper.questions.map((question) => {
    const { questionId, points: maxPoints } = question
    const { answer = null, savedAt = submittedAt } = answers.get(questionId) ?? {}
    const share = gradeAnswer(question, answer)
    const points = share === null ? null : Math.round(share * maxPoints)
    return { questionId, answer, savedAt, points, maxPoints, gradedBy: null, gradedAt: null, feedback: null }
  })
}
