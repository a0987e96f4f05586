import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { Problem } from '../../../api/problem.js'
import { queryClient } from '../../../api/queries.js'
import { refreshOutline } from '../outline.js'

export type Quiz = Schema<'Quiz'>

export const quizKey = (lessonId: string) => ['/api/lessons/{id}/quiz', lessonId] as const

/** Null: the lesson has none. */
async function fetchQuiz(lessonId: string): Promise<Quiz | null> {
  try {
    return await take(api.GET('/api/lessons/{id}/quiz', { params: { path: { id: lessonId } } }))
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null
    throw error
  }
}

export function useQuiz(lessonId: string) {
  return useQuery({ queryKey: quizKey(lessonId), queryFn: () => fetchQuiz(lessonId) })
}

/** As it is now. */
export async function readQuiz(lessonId: string): Promise<Quiz> {
  const quiz = await queryClient.fetchQuery({
    queryKey: quizKey(lessonId),
    queryFn: () => fetchQuiz(lessonId),
    staleTime: 0
  })
  if (!quiz) throw new Problem({ statusCode: 404, code: 'NOT_FOUND', message: '' })
  return quiz
}

export function keepQuiz(quiz: Quiz): void {
  queryClient.setQueryData(quizKey(quiz.lessonId), quiz)
  void refreshOutline(quiz.courseId)
}
