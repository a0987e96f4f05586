import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Closing, gradedOf, newlyPassed } from './attempts.closing.js'
import { type AttemptHead, listHeads } from './attempts.repository.js'
import type { QuizRow } from './quizzes.repository.js'
import { scoreOf, toPercent } from './scoring.js'

/** Whoever starts and submits all day long fills the disk: a quiz without a limit has this one. */
const mostAttempts = 500

/** How a learner stands to a quiz. */
export interface Standing {
  attempts: AttemptHead[]
  /** Null: as many as they like. */
  attemptsLeft: number | null
  /** Of the attempts that are graded; null without one. */
  percent: number | null
  isPassed: boolean
}

export interface StandingDeps {
  database: Database
  closing: Closing
}

export type Standings = ReturnType<typeof createStandings>

export function createStandings({ database, closing }: StandingDeps) {
  const read = (quizId: string, userId: string) => listHeads(database, database.read, { quizId, userId })

  return {
    /**
     * As it is now: what is overdue is closed first, and whoever passes by rules that were made milder since has passed.
     */
    async of(quiz: QuizRow, userId: string): Promise<Standing> {
      let attempts = await read(quiz.id, userId)
      const overdue = attempts.find(closing.isOverdue)
      if (overdue) await closing.close(overdue.id)
      else if (newlyPassed(quiz, attempts).length > 0) {
        await database.transaction((tx: Tx, afterCommit: AfterCommit) =>
          closing.settle(tx, afterCommit, { quiz, userId })
        )
      } else return standing(quiz, attempts)
      attempts = await read(quiz.id, userId)
      return standing(quiz, attempts)
    }
  }
}

/** How many more there may be after so many; null: as many as they like. */
export function attemptsLeft({ maxAttempts }: Pick<QuizRow, 'maxAttempts'>, used: number): number | null {
  if (maxAttempts === null) return used < mostAttempts ? null : 0
  return Math.max(0, maxAttempts - used)
}

/** Whether the right answers of an attempt may be seen by whose it is. */
export function mayReveal(
  { reveal }: Pick<QuizRow, 'reveal'>,
  attempt: Pick<AttemptHead, 'status'>,
  { attempts, attemptsLeft: left, isPassed }: Standing
): boolean {
  if (attempt.status === 'in_progress') return false
  switch (reveal) {
    case 'after_submit':
      return true
    case 'after_pass':
      return isPassed
    case 'after_last_attempt':
      return left === 0 && attempts.every(({ status }) => status !== 'in_progress')
    case 'never':
      return false
  }
}

function standing(quiz: QuizRow, attempts: AttemptHead[]): Standing {
  const score = scoreOf(quiz.scoring, gradedOf(attempts))
  return {
    attempts,
    attemptsLeft: attemptsLeft(quiz, attempts.length),
    percent: score === null ? null : toPercent(score),
    isPassed: attempts.some(({ isPassed }) => isPassed)
  }
}
