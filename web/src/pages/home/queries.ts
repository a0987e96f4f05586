import { api, take } from '../../api/client.js'

/** The newest of each: home shows what is at hand, the pages of the parts the rest. */
const few = { limit: 5 }
const many = { limit: 50 }

export const newsQuery = {
  queryKey: ['/api/notifications', few],
  queryFn: () => take(api.GET('/api/notifications', { params: { query: few } }))
}

export const mySubmissionsQuery = {
  queryKey: ['/api/me/submissions', many],
  queryFn: () => take(api.GET('/api/me/submissions', { params: { query: many } }))
}

export const reviewQueueQuery = {
  queryKey: ['/api/reviews/queue', few],
  queryFn: () => take(api.GET('/api/reviews/queue', { params: { query: few } }))
}

/** Those changed last first. */
export function taughtQuery(mentor: string) {
  const wanted = { mentor, limit: 6, sort: '-updatedAt' as const }
  return {
    queryKey: ['/api/courses', 'taught', wanted],
    queryFn: () => take(api.GET('/api/courses', { params: { query: wanted } }))
  }
}
