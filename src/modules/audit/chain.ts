import { hash } from 'node:crypto'
import type { Database } from '../../db/database.js'
import { canonicalJson } from '../../lib/canonical-json.js'

export type AuditRow = Database['tables']['auditLog']['$inferSelect']
/** The end of the chain. */
export type Head = Pick<AuditRow, 'seq' | 'hash'>

/** What the first row carries in place of the hash of the one before. */
export const firstHash = '0'.repeat(64)

/** Over all that the row says, its place in the chain too. */
export function hashOf({ hash: _own, ...row }: AuditRow): string {
  return hash('sha256', canonicalJson(row), 'hex')
}

/** Adds to the chain; the rows in the order of their making. */
export function chained(head: Head, rows: readonly Omit<AuditRow, 'seq' | 'previousHash' | 'hash'>[]): AuditRow[] {
  let { seq, hash: previousHash } = head
  return rows.map((row) => {
    seq += 1
    const whole = { ...row, seq, previousHash, hash: '' }
    previousHash = hashOf(whole)
    return { ...whole, hash: previousHash }
  })
}
