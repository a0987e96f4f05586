import { api, take } from '../api/client.js'
import { Problem } from '../api/problem.js'
import { isSignOutNoted, noteNobody, noteSignOutDue } from './of-browser.js'

/**
 * Ends the session. Without a network it is ended as soon as there is one, and until then nobody is signed in on this
 * device: phones are shared.
 */
export async function signOut(): Promise<void> {
  try {
    await take(api.POST('/api/auth/logout'))
    noteSignOutDue(false)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.status === 0) noteSignOutDue(true)
    // At 401 it was over already.
    else if (error.status === 401) noteSignOutDue(false)
    else throw error
  }
  noteNobody()
}

/** Whether somebody has signed out and the server does not know it yet, after trying to tell it. */
export async function isSignOutDue(): Promise<boolean> {
  if (!isSignOutNoted()) return false
  await signOut().catch(() => {})
  return isSignOutNoted()
}

/** Somebody has signed in since, which ended the session before theirs. */
export function forgetSignOut(): void {
  noteSignOutDue(false)
}

addEventListener('online', () => void isSignOutDue())
