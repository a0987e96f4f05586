import { api, take } from './client.js'

/** What pages need first, in a file of its own: it is asked for while their code comes. */
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

export function lessonQuery(id: string) {
  return {
    queryKey: ['/api/lessons/{id}', id],
    queryFn: () => take(api.GET('/api/lessons/{id}', { params: { path: { id } } }))
  }
}

export function reviewQuery(id: string) {
  return {
    queryKey: ['/api/reviews/{id}', id],
    queryFn: () => take(api.GET('/api/reviews/{id}', { params: { path: { id } } }))
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
