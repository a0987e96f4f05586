import type { Database } from '../../db/database.js'
import { findHead, lastSeq, readChain } from './audit.repository.js'
import { firstHash, type Head, hashOf } from './chain.js'

/** The first of so many faults say enough. */
const maxFaults = 20
const batchSize = 1_000

export interface Verified {
  /** Rows that were walked. */
  count: number
  /** The last of them; what `expect` compares with at a later time. */
  last: Head
  /** Sentences, in the order of the chain; at most twenty. */
  faults: string[]
}

/** Walks the chain from its beginning, also while others add to it. */
export function createVerifying(database: Database) {
  async function walk(expected: Head | undefined, report: (fault: string) => void): Promise<Omit<Verified, 'faults'>> {
    let last: Head = { seq: 0, hash: firstHash }
    let count = 0
    for (;;) {
      const rows = await readChain(database, { after: last.seq, limit: batchSize })
      for (const row of rows) {
        const missing = row.seq - last.seq - 1
        if (missing > 0)
          report(`missing: ${missing === 1 ? 'row' : `${missing} rows, the first of them`} ${last.seq + 1}`)
        else if (row.previousHash !== last.hash) report(`row ${row.seq} does not follow on row ${last.seq}`)
        if (hashOf(row) !== row.hash) report(`row ${row.seq} has been changed`)
        if (expected?.seq === row.seq && expected.hash !== row.hash) report(`row ${row.seq} is not the one expected`)
        last = { seq: row.seq, hash: row.hash }
        count += 1
      }
      if (rows.length < batchSize) return { count, last }
    }
  }

  /** Rows and head change in one transaction: a head that is read after the last row is not behind it. */
  async function checkEnd(last: Head, report: (fault: string) => void): Promise<void> {
    const lastRow = await lastSeq(database)
    const head = await findHead(database)
    if (!head) report('the head is missing')
    else if (head.seq < lastRow) report(`the head says ${head.seq}, and there is a row ${lastRow}`)
    else if (head.seq === last.seq && head.hash !== last.hash) report(`the head has another hash than row ${last.seq}`)
    else if (head.seq > lastRow && (await lastSeq(database)) < head.seq) {
      report(`the log is cut off: the last row is ${lastRow}, and the head says ${head.seq}`)
    }
  }

  return {
    /** `expected`: a row that was noted earlier. A log that was cut at its end, its head too, is found by that alone. */
    async verify(expected?: Head): Promise<Verified> {
      const faults: string[] = []
      const report = (fault: string) => {
        if (faults.length < maxFaults) faults.push(fault)
      }
      const walked = await walk(expected, report)
      await checkEnd(walked.last, report)
      if (expected && expected.seq > walked.last.seq) {
        report(`row ${expected.seq} is expected, and the last row is ${walked.last.seq}`)
      }
      return { ...walked, faults }
    }
  }
}
