import type { Tx } from '../../src/db/database.js'
import type { TestApp } from './app.js'

/**
 * Locks what `select` gives until the answer is called: what others do meanwhile comes to that row in the order in which
 * it was begun. On SQLite all wait in that order anyway.
 */
export async function holdRow(
  { database }: Pick<TestApp, 'database'>,
  select: (tx: Tx) => PromiseLike<unknown>
): Promise<() => Promise<void>> {
  const { promise: untilFree, free } = gate()
  const { promise: untilHeld, free: isHeld } = gate()
  const holding = database.transaction(async (tx) => {
    await database.lock(select(tx))
    isHeld()
    await untilFree
  })
  await Promise.race([untilHeld, holding])
  return async () => {
    free()
    await holding
  }
}

function gate(): { promise: Promise<void>; free: () => void } {
  let free = () => {}
  const promise = new Promise<void>((resolve) => {
    free = resolve
  })
  return { promise, free }
}
