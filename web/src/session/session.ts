import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import { queryClient } from '../api/queries.js'
import { setLanguage } from '../messages/language.js'
import { isSignedOut, noteSignedOut, returns, wasSignedIn } from './expired.js'
import { noteOtherUser, noteUser } from './of-browser.js'
import { forgetSignOut, settleSignOut, signOut } from './sign-out.js'

export type Me = Schema<'Me'>
export type Permission = Me['permissions'][number]

export const meKey = ['/api/auth/session'] as const

let hasAsked = false

/**
 * What the page has asked for before its code came (index.html) is for a request of the same credentials mode alone, and good
 * for the first one: later ones have another mode, which means the same within one origin.
 *
 * @param isFresh as it is now: neither from there nor from the service worker
 */
function askWho(isFresh: boolean) {
  const credentials = hasAsked || isFresh ? 'include' : 'same-origin'
  hasAsked = true
  return api.GET('/api/auth/session', { credentials, cache: isFresh ? 'no-store' : 'default' })
}

/**
 * Who is signed in; null for nobody. Whose session has ended meanwhile stays who they are on this page, which asks them to
 * sign in again: as nobody they would be sent away from it, with what they have typed. Who finds somebody else's page leaves
 * it, and until they have, it is of who it was: nothing that stands on it is sent as theirs.
 */
async function fetchMe({ isFresh = false } = {}): Promise<Me | null> {
  const signingOut = await settleSignOut()
  if (signingOut === 'due') return null
  const { me } = await take(askWho(isFresh || signingOut === 'ended'))
  const former = queryClient.getQueryData<Me | null>(meKey)
  if (me && former && former.user.id !== me.user.id) {
    noteOtherUser(me.user.id)
    location.assign('/app/')
    return former
  }
  if (me) {
    noteUser(me.user.id)
    const isBack = isSignedOut.peek() && former?.user.id === me.user.id
    wasSignedIn.value = true
    isSignedOut.value = false
    if (isBack) returns.value += 1
    setLanguage(me.user.language)
    return me
  }
  noteSignedOut()
  return isSignedOut.value ? (former ?? null) : null
}

/** Who is signed in: `data` is undefined until it is known, null for nobody. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: () => fetchMe(), staleTime: 5 * 60_000 })
}

/** Whether they hold the permission somewhere; whether it holds for the object at hand, the API says. */
export function may(me: Me | null | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false
}

/**
 * Somebody has signed in, or signed up. What was kept for nobody is dropped; for the same one again it is asked for anew,
 * and the page stays as it is. Who it is the server says, and not what the service worker has kept of the one before.
 */
export async function startSession(): Promise<void> {
  forgetSignOut()
  await queryClient.cancelQueries({ queryKey: meKey })
  await queryClient.fetchQuery({ queryKey: meKey, queryFn: () => fetchMe({ isFresh: true }), staleTime: 0 })
  const isOther = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== meKey[0]
  queryClient.removeQueries({ predicate: isOther, type: 'inactive' })
  void queryClient.invalidateQueries({ predicate: isOther })
}

/** Signs out here. The page is loaded anew, so that nothing is left of what was shown. */
export async function endSession(): Promise<void> {
  wasSignedIn.value = false
  try {
    await signOut()
  } catch (error) {
    wasSignedIn.value = true
    throw error
  }
  isSignedOut.value = false
  await queryClient.cancelQueries({ queryKey: meKey })
  queryClient.setQueryData(meKey, null)
  location.assign('/app/login')
}

/** The caller has changed themselves: what is shown of them is asked for anew. */
export function refreshMe(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: meKey })
}
