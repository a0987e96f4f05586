export interface Wait {
  forMs: number
  /** Its time is over. */
  end: () => void
  /** It has to go for another one, or for the shutdown. */
  whenDisplaced: () => void
}

/** Requests that are held until something happens. */
export interface Waits {
  /** Undefined: there is no room. Returns what is to be called when the wait is over, by whatever. */
  enter(owner: string, wait: Wait): (() => void) | undefined
  count(): number
  /** Answers all, and takes no more: the process ends. */
  close(): void
}

/** So many for each owner, of which the oldest makes room for a newer one, and so many in all. */
export function createWaits({ perOwner, max }: { perOwner: number; max: number }): Waits {
  const byOwner = new Map<string, Set<Wait>>()
  let count = 0
  let isClosed = false

  return {
    enter(owner, wait) {
      if (isClosed || count >= max) return undefined
      const own = byOwner.get(owner) ?? new Set()
      byOwner.set(owner, own.add(wait))
      count += 1
      const timer = setTimeout(wait.end, wait.forMs).unref()
      if (own.size > perOwner) for (const oldest of [...own].slice(0, own.size - perOwner)) oldest.whenDisplaced()
      return () => {
        if (!own.delete(wait)) return
        clearTimeout(timer)
        count -= 1
        if (own.size === 0) byOwner.delete(owner)
      }
    },
    count: () => count,
    close() {
      isClosed = true
      for (const own of byOwner.values()) for (const wait of own) wait.whenDisplaced()
    }
  }
}
