import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { everyRow } from '../../api/lists.js'
import { queryClient } from '../../api/queries.js'

export type Organization = Schema<'Organization'>
export type Role = Schema<'Role'>

const mostAtOnce = 100

/** Those that the caller is a member of, or all: for choices, and for their names. */
export function useOrganizations() {
  return useQuery({
    queryKey: ['/api/organizations', 'every'],
    queryFn: () =>
      everyRow((cursor) =>
        take(api.GET('/api/organizations', { params: { query: { limit: mostAtOnce, sort: 'slug', cursor } } }))
      )
  })
}

/** @param isWanted not for who may not see them */
export function useRoles(isWanted = true) {
  return useQuery({
    queryKey: ['/api/roles', 'every'],
    queryFn: () =>
      everyRow((cursor) => take(api.GET('/api/roles', { params: { query: { limit: mostAtOnce, cursor } } }))),
    enabled: isWanted
  })
}

/** Asks for what is shown of these anew, whatever else the keys say. */
export async function refresh(...paths: readonly string[]): Promise<void> {
  await Promise.all(paths.map((path) => queryClient.invalidateQueries({ queryKey: [path] })))
}
