import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'

export type Outline = Schema<'Outline'>

export const outlineKey = (courseId: string) => ['/api/courses/{id}/outline', courseId] as const

const fetchOutline = (id: string) => take(api.GET('/api/courses/{id}/outline', { params: { path: { id } } }))

export function useOutline(courseId: string) {
  return useQuery({ queryKey: outlineKey(courseId), queryFn: () => fetchOutline(courseId) })
}

/** As it is now. */
export function readOutline(courseId: string): Promise<Outline> {
  return queryClient.fetchQuery({
    queryKey: outlineKey(courseId),
    queryFn: () => fetchOutline(courseId),
    staleTime: 0
  })
}

export function keepOutline(outline: Outline): void {
  queryClient.setQueryData(outlineKey(outline.courseId), outline)
  void queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/publish-check', outline.courseId] })
}

/** Something in the tree has changed. */
export async function refreshOutline(courseId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: outlineKey(courseId) }),
    queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/publish-check', courseId] })
  ])
}
