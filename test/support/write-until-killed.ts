/**
 * Writes rows in many transactions at once and prints the key of each when its transaction has resolved, until it is
 * killed: for tests of what a crash may lose.
 */
import { writeSync } from 'node:fs'
import { openDatabase } from '../../src/db/database.js'

const database = await openDatabase({ url: process.argv[2] ?? '' })
const { systemValues } = database.tables

async function writeOn(writer: number): Promise<void> {
  for (let i = 0; ; i++) {
    const key = `${writer}-${i}`
    await database.transaction(async (tx) => {
      await tx.insert(systemValues).values({ key: `a-${key}`, value: '' })
      await tx.insert(systemValues).values({ key: `b-${key}`, value: '' })
    })
    writeSync(1, `${key}\n`) // at once: what waits in a buffer would not count as acknowledged
  }
}

await Promise.all(Array.from({ length: 32 }, (_, writer) => writeOn(writer)))
