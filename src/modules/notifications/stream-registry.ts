/** Which users have streams here, and up to which version of their counter those have looked. */
export interface StreamRegistry {
  enter(userId: string): void
  leave(userId: string): void
  saw(userId: string, version: number): void
  /** Whether a stream of this user has not yet looked at that version. */
  isBehind(userId: string, version: number): boolean
  size(): number
}

export function createStreamRegistry(): StreamRegistry {
  const users = new Map<string, { streams: number; version: number }>()
  return {
    enter(userId) {
      const user = users.get(userId)
      if (user) user.streams += 1
      else users.set(userId, { streams: 1, version: -1 })
    },
    leave(userId) {
      const user = users.get(userId)
      if (!user) return
      user.streams -= 1
      if (user.streams === 0) users.delete(userId)
    },
    saw(userId, version) {
      const user = users.get(userId)
      if (user && version > user.version) user.version = version
    },
    isBehind: (userId, version) => (users.get(userId)?.version ?? version) < version,
    size: () => users.size
  }
}
