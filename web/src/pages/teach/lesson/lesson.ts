import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { refreshOutline } from '../outline.js'

export type Lesson = Schema<'Lesson'>

export const lessonKey = (id: string) => ['/api/lessons/{id}', id] as const

const fetchLesson = (id: string) => take(api.GET('/api/lessons/{id}', { params: { path: { id } } }))

export function useLesson(id: string) {
  return useQuery({ queryKey: lessonKey(id), queryFn: () => fetchLesson(id) })
}

/** As it is now. */
export function readLesson(id: string): Promise<Lesson> {
  return queryClient.fetchQuery({ queryKey: lessonKey(id), queryFn: () => fetchLesson(id), staleTime: 0 })
}

export function keepLesson(lesson: Lesson): void {
  queryClient.setQueryData(lessonKey(lesson.id), lesson)
  void queryClient.invalidateQueries({ queryKey: ['/api/lessons/{id}/versions', lesson.id] })
  void refreshOutline(lesson.courseId)
}

/** What the form of a lesson shows. */
export function editableOf({ title, content = '', minutes, isRequired, isFree, status = 'draft', release }: Lesson) {
  return { title, content, minutes, isRequired, isFree, status, release: release ?? { kind: 'immediately' as const } }
}
export type LessonDraft = ReturnType<typeof editableOf>
