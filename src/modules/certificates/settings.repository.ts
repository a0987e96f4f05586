import { eq } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type SettingsRow = Tables['certificateSettings']['$inferSelect']

export async function findSettings(
  { tables: { certificateSettings } }: Database,
  queries: Queries,
  courseId: string
): Promise<SettingsRow | undefined> {
  const [row] = await queries.select().from(certificateSettings).where(eq(certificateSettings.courseId, courseId))
  return row
}

/** Of a locked course. */
export async function saveSettings(
  { tables: { certificateSettings } }: Database,
  tx: Tx,
  row: SettingsRow
): Promise<void> {
  const { courseId: _courseId, ...changes } = row
  await tx
    .insert(certificateSettings)
    .values(row)
    .onConflictDoUpdate({ target: certificateSettings.courseId, set: changes })
}
