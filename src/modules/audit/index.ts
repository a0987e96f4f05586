import type { FastifyPluginAsync } from 'fastify'
import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'

export interface AuditModuleDeps {
  database: Database
  clock: Clock
}

export interface AuditEntry {
  /** `grade.change`, `session.create` … */
  action: string
  resource: { type: string; id: string | null }
  organizationId?: string | null
  /** What it was and what it is: only what differs, and never a secret. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Where it is not the caller of the request: who has just signed in, say. */
  actorId?: string
}

export interface Audit {
  /** Anywhere in the transaction: it is written, and joined to the chain, as the last thing before the commit. */
  record(tx: Tx, entry: AuditEntry): void
}

export function createAuditModule(_deps: AuditModuleDeps) {
  const audit: Audit = { record: () => {} }
  const routes: FastifyPluginAsync = async () => {}
  return { ...audit, routes, schemas: [] as readonly unknown[] }
}
