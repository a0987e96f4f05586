import type { Locks } from './ports.js'

export interface Leadership {
  /** Waits for its turn. */
  compete(): void
  /** Takes it from who has it and does not move. */
  steal(): void
  /** Gives it to the next one, or waits for it no more. */
  release(): void
  isHeld(): boolean
}

/** At most one tab leads: the one that holds the lock. A tab that is closed lets go of it. */
export function createLeadership(locks: Locks, on: { onGain(): void; onLose(): void }): Leadership {
  let current: { abort(): void; let(): void; isHeld: boolean } | undefined

  function request(isStolen: boolean): void {
    const controller = new AbortController()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const mine = { abort: () => controller.abort(), let: letGo, isHeld: false }
    current = mine
    const hold = (): Promise<void> => {
      if (current !== mine) return Promise.resolve()
      mine.isHeld = true
      on.onGain()
      return held
    }
    const done = () => {
      if (current !== mine) return
      current = undefined
      if (mine.isHeld) on.onLose()
    }
    locks.request(isStolen ? { isStolen } : { isStolen, signal: controller.signal }, hold).then(done, done)
  }

  function release(): void {
    const given = current
    current = undefined
    given?.abort()
    given?.let()
  }

  return {
    compete: () => {
      if (!current) request(false)
    },
    steal: () => {
      if (current?.isHeld) return
      release()
      request(true)
    },
    release,
    isHeld: () => current?.isHeld ?? false
  }
}
