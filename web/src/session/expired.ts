import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

/** Whether somebody was signed in and is no more: the page stays as it is, and asks them to sign in again. */
export const isSignedOut = signal(false)

/** Set by the session once somebody is known: who never signed in is sent to the form instead. */
export const wasSignedIn = signal(false)

export function noteSignedOut(): void {
  if (wasSignedIn.value) isSignedOut.value = true
}

/** How often the one whose session had ended has signed in again, here or in another tab. */
export const returns = signal(0)

/** What could not be saved for want of a session is saved when the same one is back. */
export function useReturn(run: () => void): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const before = returns.peek()
    return returns.subscribe((now) => {
      if (now !== before) latest.current()
    })
  }, [])
}
