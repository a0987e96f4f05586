import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Courses } from '../courses/index.js'
import type { Grades } from '../grades/index.js'
import { type AttemptHead, listGraded } from './attempts.repository.js'
import type { QuizRow } from './quizzes.repository.js'
import { type EarnedPoints, earnedPoints, type Scoring } from './scoring.js'

export interface RecordingDeps {
  database: Database
  courses: Pick<Courses, 'lock'>
  /** The gradebook keeps what quizzes are worth. */
  grades: Pick<Grades, 'record'>
}

type RecordedQuiz = Pick<QuizRow, 'id' | 'courseId' | 'scoring'>
interface Scored {
  quiz: RecordedQuiz
  userId: string
  actorId: string | null
}
type Graded = AttemptHead & { points: number }

export type Recording = ReturnType<typeof createRecording>

/** What quizzes are worth, as the gradebook of the course has it. */
export function createRecording({ database, courses, grades }: RecordingDeps) {
  async function record(
    tx: Tx,
    afterCommit: AfterCommit,
    { quiz, userId, actorId, earned, reason }: Scored & { earned: EarnedPoints; reason: string }
  ): Promise<void> {
    const place = { courseId: quiz.courseId, userId, kind: 'quiz', itemId: quiz.id } as const
    await grades.record(tx, afterCommit, { ...place, ...earned, source: 'quiz', reason, actorId })
  }

  return {
    /**
     * The score of a learner, of all of their attempts that are wholly graded. `actorId` null: nobody graded it. Whoever
     * has read them holds the lock of the course.
     */
    async recordScore(
      tx: Tx,
      afterCommit: AfterCommit,
      { attempts, ...score }: Scored & { attempts: readonly Graded[] }
    ): Promise<void> {
      const { quiz } = score
      const earned = earnedPoints(quiz.scoring, attempts)
      if (!earned) return
      await record(tx, afterCommit, { ...score, earned, reason: reasonOf(quiz.scoring, attempts.length) })
    },

    /** After the rule of a quiz has changed that makes one score of many attempts. */
    async recordAll(
      tx: Tx,
      afterCommit: AfterCommit,
      { quiz, from, actorId }: { quiz: RecordedQuiz; from: Scoring; actorId: string }
    ): Promise<void> {
      await courses.lock(tx, quiz.courseId)
      for (const [userId, attempts] of await listGraded(database, tx, quiz.id)) {
        const earned = earnedPoints(quiz.scoring, attempts)
        if (!earned || isSame(earned, earnedPoints(from, attempts))) continue
        const reason = reasonOf(quiz.scoring, attempts.length)
        await record(tx, afterCommit, { quiz, userId, actorId, earned, reason })
      }
    }
  }
}

function isSame(a: EarnedPoints, b: EarnedPoints | null): boolean {
  return a.points === b?.points && a.maxPoints === b.maxPoints
}

const words: Record<Scoring, string> = { best: 'Best', last: 'Last', average: 'Average' }

function reasonOf(scoring: Scoring, count: number): string {
  return count === 1 ? 'First attempt' : `${words[scoring]} of ${count} attempts`
}
