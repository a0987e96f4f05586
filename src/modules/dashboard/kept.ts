import { type Clock, minuteMs } from '../../lib/clock.js'

/** So many answers are kept at most: those made longest ago go first. */
const maxKept = 500

interface KeptAnswer {
  madeAt: number
  answer: Promise<unknown>
}

/**
 * Answers that read much, kept for a minute: however many dashboards lie open, what they show is counted once. Whoever asks
 * for what is being counted waits for the same count; one that fails is not kept.
 */
export function createKept(clock: Clock) {
  const kept = new Map<string, KeptAnswer>()
  return async <T>(key: string, make: (now: Date) => Promise<T>): Promise<T> => {
    const now = clock.now()
    const found = kept.get(key)
    if (found && now.getTime() - found.madeAt < minuteMs) return found.answer as Promise<T>
    const answer = make(now)
    const made = { madeAt: now.getTime(), answer }
    kept.delete(key) // to the end: the first is the one made longest ago
    kept.set(key, made)
    if (kept.size > maxKept) kept.delete(kept.keys().next().value as string)
    try {
      return await answer
    } catch (error) {
      if (kept.get(key) === made) kept.delete(key)
      throw error
    }
  }
}

export type Kept = ReturnType<typeof createKept>
