import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'

/** By how much the clock of the server is ahead of ours when the attempt came: the deadline is told by the server's. */
export type TimedAttempt = Schema<'QuizAttempt'> & { clockAheadMs: number }

export function attemptKey(id: string) {
  return ['/api/quiz-attempts/{id}', id]
}

export async function fetchAttempt(id: string): Promise<TimedAttempt> {
  return timed(await take(api.GET('/api/quiz-attempts/{id}', { params: { path: { id } } })))
}

/** The API has just answered with it: it need not be asked for. What shows it elsewhere is. */
export function keepAttempt(attempt: Schema<'QuizAttempt'>): void {
  queryClient.setQueryData(attemptKey(attempt.id), timed(attempt))
  void queryClient.invalidateQueries({ queryKey: ['/api/lessons/{id}/quiz'] })
  void queryClient.invalidateQueries({ queryKey: ['/api/quizzes/{id}', attempt.quizId] })
}

function timed(attempt: Schema<'QuizAttempt'>): TimedAttempt {
  return { ...attempt, clockAheadMs: Date.parse(attempt.serverTime) - Date.now() }
}
