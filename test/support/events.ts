import { asc, eq } from 'drizzle-orm'
import type { TestApp } from './app.js'

/** What was said to have happened, the first first: also what nobody in person was told. */
export async function emitted({ database }: TestApp, type: string) {
  const { events } = database.tables
  const { data, audience, actorId, courseId } = events
  return database.read
    .select({ data, audience, actorId, courseId })
    .from(events)
    .where(eq(events.type, type))
    .orderBy(asc(events.id))
}
