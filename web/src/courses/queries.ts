import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import type { Me } from '../session/session.js'

export { continueQuery, courseQuery, myCohortsQuery, outlineQuery } from '../api/early-queries.js'

export type Outline = Schema<'Outline'>
export type OutlineLesson = Schema<'OutlineLesson'>
export type EnrolmentStatus = Schema<'Enrolment'>['status']

/** A course holds few of most things: one page is all there is. */
const whole = { limit: 100 }

/** For who learns there, and for its staff. */
export function projectsQuery(id: string) {
  return {
    queryKey: ['/api/courses/{id}/projects', id, whole],
    queryFn: () => take(api.GET('/api/courses/{id}/projects', { params: { path: { id }, query: whole } }))
  }
}

/** The hundred courses that were taken last: of older ones a list does not say that they were taken. */
export function useMyEnrolments(me: Me | null | undefined) {
  return useQuery({
    queryKey: ['/api/me/enrolments', whole],
    queryFn: () => take(api.GET('/api/me/enrolments', { params: { query: whole } })),
    enabled: Boolean(me)
  })
}

export function isTaking(status: EnrolmentStatus | null | undefined): boolean {
  return status === 'active' || status === 'completed'
}
