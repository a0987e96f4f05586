import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { auditRoutes } from './audit.routes.js'
import { auditSchemas } from './audit.schemas.js'
import type { AuditEntry } from './entries.js'
import { createReading } from './reading.service.js'
import { createRecording } from './recording.service.js'
import { createVerifying } from './verifying.service.js'

export type { AuditEntry } from './entries.js'
export type { Verified } from './verifying.service.js'

export interface AuditModuleDeps {
  database: Database
  clock: Clock
}

export interface Audit {
  /** Anywhere in the transaction: it is written, and joined to the chain, as the last thing before the commit. */
  record(tx: Tx, entry: AuditEntry): void
}

/** Who did what: added to and never changed, each entry sealed by the one after it. */
export function createAuditModule({ database, clock }: AuditModuleDeps) {
  const recording = createRecording({ database, clock })
  database.concludeWith(recording.conclude)
  const audit: Audit = { record: recording.record }
  return {
    ...audit,
    /** Walks the whole chain. */
    verify: createVerifying(database).verify,
    routes: auditRoutes(createReading({ database, recording })),
    schemas: auditSchemas
  }
}
