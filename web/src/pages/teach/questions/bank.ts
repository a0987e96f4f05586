import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { type QuestionKind, questionKinds } from './question.js'

export interface BankFilter {
  kind: string
  tag: string
  archived: boolean
}

/** The questions of a course, the newest first. */
export function useBank(courseId: string, { kind, tag, archived }: BankFilter) {
  const wanted = { ...(isKind(kind) && { kind }), ...(tag && { tag }), archived }
  return useInfiniteQuery({
    queryKey: ['/api/courses/{id}/questions', courseId, wanted],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/questions', {
          params: { path: { id: courseId }, query: { ...wanted, cursor: pageParam } }
        })
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
}

function isKind(text: string): text is QuestionKind {
  return questionKinds.some((kind) => kind === text)
}
