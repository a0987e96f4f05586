import { QueryClient } from '@tanstack/preact-query'
import { Problem } from './problem.js'

const maxTries = 3
const freshForMs = 30_000

/**
 * The answers of the API that are kept. Keys begin with the path of the contract, then its parameters:
 * `['/api/courses/{id}', id]`.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshForMs,
      // The service worker may have it when the network does not.
      networkMode: 'offlineFirst',
      retry: (count, error) => count < maxTries && error instanceof Problem && error.isTemporary && navigator.onLine,
      retryDelay: (count, error) => (error instanceof Problem && error.retryAfterMs) || 500 * 2 ** count
    },
    mutations: { networkMode: 'always' }
  }
})

/** Something has happened elsewhere: what is on the screen is asked for again, what is not when it is looked at. */
export function refreshAll(): Promise<void> {
  return queryClient.invalidateQueries()
}
