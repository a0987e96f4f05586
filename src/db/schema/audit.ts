import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'

/**
 * Who did what. Rows are added and never changed: triggers refuse it (see the migration), and each carries the hash of the
 * one before. It refers to nothing by a foreign key: what it tells of may be gone.
 */
export function defineAudit(c: Columns) {
  const auditLog = c.table(
    'audit_log',
    {
      /** Without gaps, in the order of the commits. */
      seq: c.int('seq').primaryKey(),
      at: c.time('at').notNull(),
      /** Null: nobody was signed in, or it happened by itself. */
      actorId: c.text('actor_id'),
      /** `grade.change`, `session.create` … */
      action: c.text('action').notNull(),
      resourceType: c.text('resource_type').notNull(),
      resourceId: c.text('resource_id'),
      organizationId: c.text('organization_id'),
      /** Canonical JSON, as text: the hash is over it. Never a secret. */
      before: c.text('before'),
      after: c.text('after'),
      requestId: c.text('request_id'),
      address: c.text('address'),
      /** SHA-256, hexadecimal; of the first row, 64 zeros. */
      previousHash: c.text('previous_hash').notNull(),
      hash: c.text('hash').notNull()
    },
    (t) => [
      // Each in the order of the list, the newest first.
      c.index('audit_log_at').on(t.at, t.seq),
      c.index('audit_log_actor').on(t.actorId, t.at, t.seq),
      c.index('audit_log_action').on(t.action, t.at, t.seq),
      c.index('audit_log_resource').on(t.resourceId, t.at, t.seq),
      c.index('audit_log_type').on(t.resourceType, t.at, t.seq),
      c.index('audit_log_organization').on(t.organizationId, t.at, t.seq),
      c.index('audit_log_request').on(t.requestId)
    ]
  )

  /** One row: the end of the chain. Taken last in a transaction, so that the chain is in the order of the commits. */
  const auditHead = c.table(
    'audit_head',
    {
      id: c.int('id').primaryKey(),
      seq: c.int('seq').notNull(),
      hash: c.text('hash').notNull()
    },
    (t) => [c.check('audit_head_one', sql`${t.id} = 1`)]
  )

  return { auditLog, auditHead }
}
