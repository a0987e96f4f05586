import { createId } from '../../src/lib/ids.js'
import type { TestApp } from './app.js'

/** An event that was given up, as it stands in the outbox after its last try. */
export async function insertDeadEvent({ database, clock }: TestApp, userId: string): Promise<string> {
  const now = clock.now()
  const id = createId('event', now.getTime())
  await database.transaction(async (tx) => {
    await tx.insert(database.tables.events).values({
      id,
      type: 'announcement',
      data: { title: 'Libur', message: 'Besok.', link: null },
      audience: { userIds: [userId] },
      actorId: null,
      courseId: null,
      organizationId: null,
      occurredAt: now,
      state: 'dead',
      attempts: 12,
      nextAttemptAt: now,
      servedUpTo: null,
      lastError: 'Error: refused'
    })
  })
  return id
}
