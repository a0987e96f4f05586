import { api, take } from '../api/client.js'
import { Problem } from '../api/problem.js'

const storageKey = 'naik-kelas.sign-out-due'

/**
 * Ends the session. Without a network it is ended as soon as there is one, and until then nobody is signed in on this
 * device: phones are shared.
 */
export async function signOut(): Promise<void> {
  try {
    await take(api.POST('/api/auth/logout'))
    localStorage.removeItem(storageKey)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 0) localStorage.setItem(storageKey, '1')
    // At 401 it was over already.
    else if (error.status === 401) localStorage.removeItem(storageKey)
    else throw error
  }
}

/** Whether somebody has signed out and the server does not know it yet, after trying to tell it. */
export async function isSignOutDue(): Promise<boolean> {
  if (localStorage.getItem(storageKey) === null) return false
  await signOut().catch(() => {})
  return localStorage.getItem(storageKey) !== null
}

/** Somebody has signed in since, which ended the session before theirs. */
export function forgetSignOut(): void {
  localStorage.removeItem(storageKey)
}

addEventListener('online', () => void isSignOutDue())
