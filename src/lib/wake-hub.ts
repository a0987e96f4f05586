/**
 * Who has news since version v? One hub per process joins those who commit (`wake`) with those who follow a key (`wait`).
 *
 * A follower's loop, in this order, loses no wake: what happens between the read and the wait makes `wait` return at once.
 *
 *     const release = hub.follow(key)
 *     try {
 *       while (!signal.aborted) {
 *         const seen = hub.version()
 *         yield* await readAfterCursor()
 *         await hub.wait(key, seen, signal)
 *       }
 *     } finally { release() }
 *
 * A wake carries no data and nothing is queued: many wakes between two reads are one. A hundred thousand keys that nobody
 * follows cost nothing, which is why `follow` exists: only for followed keys is the last wake remembered.
 */
export interface WakeHub {
  /** Remembers wakes of the key until the returned function is called (once counts; not while a wait is pending). */
  follow(key: string): () => void
  /** Tells the followers of these keys that they have news. Costs what is followed among the keys, not who is connected. */
  wake(keys: Iterable<string>): void
  /** Tells every follower: for a listener that was deaf for a while and cannot know what it missed. */
  wakeAll(): void
  /** The number of wakes so far. Take it before reading, hand it to `wait` after. */
  version(): number
  /**
   * Resolves with the version of the wake as soon as the key was woken after `sinceVersion`, at once when it already was.
   * Resolves with `sinceVersion` itself when the signal aborts, and never rejects: a follower that leaves is no error.
   */
  wait(key: string, sinceVersion: number, signal: AbortSignal): Promise<number>
  /** When a followed key was woken last, by `performance.now()`; undefined when it was not yet. */
  wokenAtMs(key: string): number | undefined
  /** Keys that somebody follows. */
  followed(): number
  /** Waits that are pending. */
  listening(): number
}

type Settle = (version: number) => void

interface FollowedKey {
  followers: number
  wokenAt: number
  wokenAtMs: number | undefined
  waiting: Set<Settle>
}

export function createWakeHub(): WakeHub {
  const followedKeys = new Map<string, FollowedKey>()
  let version = 0
  let listening = 0

  function follow(key: string): () => void {
    // A new key counts as woken now: what happened before nobody noted, so a wait since an older version must not sleep.
    const followed: FollowedKey = followedKeys.get(key) ?? {
      followers: 0,
      wokenAt: version,
      wokenAtMs: undefined,
      waiting: new Set<Settle>()
    }
    followed.followers += 1
    followedKeys.set(key, followed)

    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      followed.followers -= 1
      if (followed.followers === 0) followedKeys.delete(key)
    }
  }

  function tell(followed: FollowedKey, nowMs: number): void {
    followed.wokenAt = version
    followed.wokenAtMs = nowMs
    for (const settle of followed.waiting) settle(version)
  }

  function wake(keys: Iterable<string>): void {
    version += 1
    const nowMs = performance.now()
    for (const key of keys) {
      const followed = followedKeys.get(key)
      if (followed) tell(followed, nowMs)
    }
  }

  function wakeAll(): void {
    version += 1
    const nowMs = performance.now()
    for (const followed of followedKeys.values()) tell(followed, nowMs)
  }

  function wait(key: string, sinceVersion: number, signal: AbortSignal): Promise<number> {
    const followed = followedKeys.get(key)
    if (!followed) throw new Error(`wait('${key}') without follow: a wake before it would be lost`)
    if (signal.aborted) return Promise.resolve(sinceVersion)
    if (followed.wokenAt > sinceVersion) return Promise.resolve(followed.wokenAt)

    return new Promise((resolve) => {
      const settle = (reached: number) => {
        followed.waiting.delete(settle)
        signal.removeEventListener('abort', onAbort)
        listening -= 1
        resolve(reached)
      }
      const onAbort = () => settle(sinceVersion)
      followed.waiting.add(settle)
      signal.addEventListener('abort', onAbort)
      listening += 1
    })
  }

  return {
    follow,
    wake,
    wakeAll,
    wait,
    version: () => version,
    wokenAtMs: (key) => followedKeys.get(key)?.wokenAtMs,
    followed: () => followedKeys.size,
    listening: () => listening
  }
}
