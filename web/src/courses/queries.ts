import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import type { Me } from '../session/session.js'

export type Outline = Schema<'Outline'>
export type OutlineLesson = Schema<'OutlineLesson'>
export type EnrolmentStatus = Schema<'Enrolment'>['status']

/** A course holds few of most things: one page is all there is. */
const whole = { limit: 100 }

/** @param id the id of the course, or its slug */
export function courseQuery(id: string) {
  return {
    queryKey: ['/api/courses/{id}', id],
    queryFn: () => take(api.GET('/api/courses/{id}', { params: { path: { id } } }))
  }
}

/** @param id the id of the course, or its slug */
export function outlineQuery(id: string) {
  return {
    queryKey: ['/api/courses/{id}/outline', id],
    queryFn: () => take(api.GET('/api/courses/{id}/outline', { params: { path: { id } } }))
  }
}

/** For who learns there, and for its staff. */
export function projectsQuery(id: string) {
  return {
    queryKey: ['/api/courses/{id}/projects', id, whole],
    queryFn: () => take(api.GET('/api/courses/{id}/projects', { params: { path: { id }, query: whole } }))
  }
}

export const continueQuery = {
  queryKey: ['/api/me/continue'],
  queryFn: () => take(api.GET('/api/me/continue'))
}

export const myCohortsQuery = {
  queryKey: ['/api/me/cohorts', whole],
  queryFn: () => take(api.GET('/api/me/cohorts', { params: { query: whole } }))
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
