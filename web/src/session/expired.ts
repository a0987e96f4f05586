import { signal } from '@preact/signals'

/** Whether somebody was signed in and is no more: the page stays as it is, and asks them to sign in again. */
export const isSignedOut = signal(false)

/** Set by the session once somebody is known: who never signed in is sent to the form instead. */
export const wasSignedIn = signal(false)

export function noteSignedOut(): void {
  if (wasSignedIn.value) isSignedOut.value = true
}
