import { conflict } from '../../lib/errors.js'
import type { QuizRow } from './quizzes.repository.js'

export type QuizStatus = QuizRow['status']

/** A quiz that learners have seen does not become a draft again by mistake: archived first, it may. */
const moves: Record<QuizStatus, readonly QuizStatus[]> = {
  draft: ['published', 'archived'],
  published: ['archived'],
  archived: ['draft', 'published']
}

/** That status, when a quiz may come to it from where it is. @throws 409 ILLEGAL_TRANSITION */
export function nextQuizStatus(from: QuizStatus, to: QuizStatus): QuizStatus {
  if (from !== to && !moves[from].includes(to)) {
    throw conflict('ILLEGAL_TRANSITION', `A quiz that is ${from} cannot become ${to}`)
  }
  return to
}
