import { api, take } from '../api/client.js'
import { Problem } from '../api/problem.js'
import { forgetReading } from '../offline/forget-reading.js'
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

/**
 * Whether somebody has signed out and the server does not know it yet, after trying to tell it; `ended` when it has just
 * learned it: what was asked for before that, as a page does while its code comes, is of who is gone.
 */
export async function settleSignOut(): Promise<'none' | 'ended' | 'due'> {
  if (!isSignOutNoted()) return 'none'
  await signOut().catch(() => {})
  if (isSignOutNoted()) return 'due'
  forgetReading()
  return 'ended'
}

/** Somebody has signed in since, which ended the session before theirs. */
export function forgetSignOut(): void {
  noteSignOutDue(false)
}

addEventListener('online', () => void settleSignOut())
