/** What was made for a key, made anew only when it is gone: of more than `max` the one used longest ago makes room. */
export function createKeeper<T>(max: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>()
  return (key, make) => {
    const found = kept.get(key)
    if (found !== undefined) {
      kept.delete(key) // to its end: the first is the one used longest ago
      kept.set(key, found)
      return found
    }
    const made = make()
    if (kept.size >= max) kept.delete(kept.keys().next().value as string)
    kept.set(key, made)
    return made
  }
}
