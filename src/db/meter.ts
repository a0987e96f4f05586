/** What the database has been asked since the start, and how long it took. Milliseconds. */
export interface DatabaseTimes {
  statements: number
  statementMs: number
  /** That were committed or rolled back. */
  transactions: number
  /** From their first statement to their end. */
  transactionMs: number
  /** Before that: for the one writer, or for a connection. */
  waitMs: number
}

export type Meter = ReturnType<typeof createMeter>

/** Adds up what a driver measures. */
export function createMeter() {
  const times: DatabaseTimes = { statements: 0, statementMs: 0, transactions: 0, transactionMs: 0, waitMs: 0 }
  return {
    statement(startedAt: number): void {
      times.statements += 1
      times.statementMs += performance.now() - startedAt
    },
    transaction({ askedAt, startedAt }: { askedAt: number; startedAt: number }): void {
      times.transactions += 1
      times.transactionMs += performance.now() - startedAt
      times.waitMs += startedAt - askedAt
    },
    times: (): DatabaseTimes => ({ ...times })
  }
}
