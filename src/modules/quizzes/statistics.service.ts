import type { Database } from '../../db/database.js'
import type { Viewer } from '../courses/index.js'
import type { Answer } from './grading.js'
import type { QuestionRow } from './questions.repository.js'
import type { QuizAccess } from './quizzes.access.js'
import { listPlacedQuestions } from './quizzes.repository.js'
import { reaches, shareOf } from './scoring.js'
import { discrimination, facility, mean, median } from './statistics.js'
import {
  countGraded,
  countPicks,
  type ItemRow,
  listFirstScores,
  listQuestionsByIds,
  type PickRow,
  sumItems
} from './statistics.repository.js'

export interface QuestionStatistics {
  question: QuestionRow
  answers: number
  facility: number | null
  discrimination: number | null
  /** By the id of the option. */
  picked: ReadonlyMap<string, number>
}

export interface QuizStatistics {
  attempts: number
  learners: number
  /** Shares, 0 to 1. */
  mean: number | null
  median: number | null
  passRate: number | null
  questions: QuestionStatistics[]
}

export interface StatisticsDeps {
  database: Database
  access: Pick<QuizAccess, 'requireManaged'>
}

export type StatisticsService = ReturnType<typeof createStatisticsService>

export function createStatisticsService({ database, access }: StatisticsDeps) {
  return {
    /** Of the first graded attempt of each learner. @throws 403; 404 */
    async of(viewer: Viewer, quizId: string): Promise<QuizStatistics> {
      const { passMark } = await access.requireManaged(viewer, quizId)
      const attempts = await countGraded(database, quizId)
      const scores = await listFirstScores(database, quizId)
      const items = await sumItems(database, quizId)
      const picks = await countPicks(database, quizId)
      const placed = await listPlacedQuestions(database, database.read, quizId)
      const shares = scores.map(shareOf)
      const removed = items.map(({ questionId }) => questionId).filter((id) => !placed.some((row) => row.id === id))
      const questions = [...placed, ...(removed.length > 0 ? await listQuestionsByIds(database, removed) : [])]
      return {
        attempts,
        learners: shares.length,
        mean: mean(shares),
        median: median(shares),
        passRate: mean(shares.map((share) => (reaches(share, passMark) ? 1 : 0))),
        questions: questions.map((question) => statisticsOf(question, items, picks))
      }
    }
  }
}

function statisticsOf(question: QuestionRow, items: readonly ItemRow[], picks: readonly PickRow[]): QuestionStatistics {
  const sums = items.find(({ questionId }) => questionId === question.id)
  const picked = new Map(question.options.map(({ id }) => [id, 0]))
  for (const { questionId, answer, times } of picks) {
    if (questionId !== question.id) continue
    for (const id of idsOf(answer)) picked.set(id, (picked.get(id) ?? 0) + times)
  }
  return {
    question,
    answers: sums?.count ?? 0,
    facility: sums ? facility(sums) : null,
    discrimination: sums ? discrimination(sums) : null,
    picked
  }
}

function idsOf(answer: Answer): readonly string[] {
  return Array.isArray(answer) ? answer : typeof answer === 'string' ? [answer] : []
}
