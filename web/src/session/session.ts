import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import { Problem } from '../api/problem.js'
import { queryClient } from '../api/queries.js'
import { setLanguage } from '../messages/language.js'
import { isSignedOut, wasSignedIn } from './expired.js'

export type Me = Schema<'Me'>
export type Permission = Me['permissions'][number]

export const meKey = ['/api/auth/me'] as const

/** Who is signed in; null for nobody. */
async function fetchMe(): Promise<Me | null> {
  try {
    const me = await take(api.GET('/api/auth/me'))
    wasSignedIn.value = true
    isSignedOut.value = false
    setLanguage(me.user.language)
    return me
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

/** Who is signed in: `data` is undefined until it is known, null for nobody. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: fetchMe, staleTime: 5 * 60_000 })
}

/** Whether they hold the permission somewhere; whether it holds for the object at hand, the API says. */
export function may(me: Me | null | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false
}

/** Somebody has signed in, or signed up: what was kept for who was there before is dropped. */
export async function startSession(): Promise<void> {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meKey[0] })
  await queryClient.fetchQuery({ queryKey: meKey, queryFn: fetchMe, staleTime: 0 })
}

/** Signs out here, and forgets everything that was shown. */
export async function endSession(): Promise<void> {
  await take(api.POST('/api/auth/logout'))
  wasSignedIn.value = false
  isSignedOut.value = false
  queryClient.clear()
  queryClient.setQueryData(meKey, null)
}
