import type { Conclude, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { RequestContext } from '../../lib/request-context.js'
import { prepareAppend, prepareLockHead } from './audit.repository.js'
import { chained } from './chain.js'
import { type AuditEntry, genericEntry, toText } from './entries.js'
import { createPlaces } from './places.service.js'

export interface RecordingDeps {
  database: Database
  clock: Clock
}

export type Recording = ReturnType<typeof createRecording>

/** How entries come into the log: as the last thing in the transaction of what they tell. */
export function createRecording({ database, clock }: RecordingDeps) {
  const pending = new WeakMap<Tx, AuditEntry[]>()
  /** Of which something was recorded: one entry, or those that the services wrote, tell what was done. */
  const recorded = new WeakSet<RequestContext>()
  const lockHead = prepareLockHead(database)
  const append = prepareAppend(database)
  const places = createPlaces(database)

  function entriesOf(tx: Tx, request: RequestContext | undefined, hasWritten: () => boolean): AuditEntry[] {
    const entries = pending.get(tx)
    if (entries) return entries
    if (!request?.isRecorded || recorded.has(request) || !hasWritten()) return []
    return [genericEntry(request)]
  }

  async function write(tx: Tx, entries: readonly AuditEntry[], request: RequestContext | undefined): Promise<void> {
    const located = await places.locate(tx, entries, request)
    const rows = located.map(({ action, resource, organizationId, before, after, actorId }) => ({
      actorId: actorId ?? request?.actorId ?? null,
      action,
      resourceType: resource.type,
      resourceId: resource.id,
      organizationId,
      before: toText(before),
      after: toText(after),
      requestId: request?.requestId ?? null,
      address: request?.address ?? null
    }))
    // The last lock of the transaction: whoever waits for it holds up nobody who has it, and it is held through the commit.
    const head = await lockHead(tx)
    const at = clock.now()
    await append(
      tx,
      chained(
        head,
        rows.map((row) => ({ ...row, at }))
      )
    )
  }

  const conclude: Conclude = (tx, { request, hasWritten, afterCommit }) => {
    const entries = entriesOf(tx, request, hasWritten)
    if (entries.length === 0) return undefined
    if (request) afterCommit(() => recorded.add(request))
    return write(tx, entries, request)
  }

  return {
    /** Anywhere in the transaction. What is rolled back has left no entry. */
    record(tx: Tx, entry: AuditEntry): void {
      const entries = pending.get(tx)
      if (entries) entries.push(entry)
      else pending.set(tx, [entry])
    },

    /** Joins what was recorded in the transaction to the chain. */
    conclude
  }
}
