import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { useMe } from '../../session/session.js'
import { type Standing, standingIn } from '../../session/standing.js'

export type Course = Schema<'Course'>

export const courseKey = (id: string) => ['/api/courses/{id}', id] as const

export function useCourse(id: string) {
  return useQuery({
    queryKey: courseKey(id),
    queryFn: () => take(api.GET('/api/courses/{id}', { params: { path: { id } } }))
  })
}

/** The course has changed, and the API has said how it is now. */
export function keepCourse(course: Course): void {
  queryClient.setQueryData(courseKey(course.id), course)
  void queryClient.invalidateQueries({ queryKey: ['/api/courses'] })
}

/** What the caller may do with a course that is on the page already. */
export function useStanding(id: string): Standing {
  const { data: me } = useMe()
  const { data: course } = useCourse(id)
  return standingIn(me, course ?? { mentorId: null })
}
