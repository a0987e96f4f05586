/** What the product has acknowledged: what it must never lose. */
export interface Acknowledged {
  id: string
  title: string
  userIds: readonly string[]
}

export type Ledger = ReturnType<typeof createLedger>

export function createLedger() {
  const acknowledged: Acknowledged[] = []
  /** Every title that was ever sent, also when nobody knows what became of it. */
  const attempted = new Set<string>()
  return {
    attempt(title: string): void {
      attempted.add(title)
    },
    acknowledge(entry: Acknowledged): void {
      acknowledged.push(entry)
    },
    acknowledged: () => acknowledged,
    of: (userId: string) => acknowledged.filter(({ userIds }) => userIds.includes(userId)),
    wasAttempted: (title: string) => attempted.has(title),
    attempts: () => attempted.size
  }
}
