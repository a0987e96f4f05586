import { createId } from '../../src/lib/ids.js'
import type { TestApp } from './app.js'

/** Two mails that are kept, straight into the database. Returns the id of the newer one. */
export async function insertMails({ database, clock }: TestApp): Promise<string> {
  const { mails } = database.tables
  const now = clock.now()
  const ids = [createId('mail', now.getTime()), createId('mail', now.getTime())] as const
  await database.transaction(async (tx) => {
    await tx.insert(mails).values(
      ids.map((id) => ({
        ...{ id, kind: 'notice' as const, toAddress: 'sari@example.org', language: 'id' as const, subject: 'Halo' },
        ...{ content: { greeting: 'Halo Sari,', paragraphs: [] }, isSecret: false, state: 'kept' as const },
        ...{ attempts: 0, nextAttemptAt: now, createdAt: now }
      }))
    )
  })
  return ids[1]
}
