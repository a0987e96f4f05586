import type { Database, Tx } from '../../db/database.js'

export type HeldRow = Database['tables']['heldDeliveries']['$inferSelect']

/** Rows of one statement: far below the number of values that either database takes. */
const rowsAtOnce = 1_000

/** What is held already stays as it is: told twice, it is held once. */
export async function insertHeld(
  { tables: { heldDeliveries } }: Database,
  tx: Tx,
  rows: readonly HeldRow[]
): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    await tx
      .insert(heldDeliveries)
      .values(rows.slice(i, i + rowsAtOnce))
      .onConflictDoNothing()
  }
}
