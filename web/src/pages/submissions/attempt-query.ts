import { api, take } from '../../api/client.js'

/** One attempt with what was handed in: it never changes, only that it was withdrawn is noted. */
export function attemptQuery(id: string, n: number) {
  return {
    queryKey: ['/api/submissions/{id}/attempts/{n}', id, n],
    queryFn: () => take(api.GET('/api/submissions/{id}/attempts/{n}', { params: { path: { id, n } } }))
  }
}
