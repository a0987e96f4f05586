import type { ToldEvent } from '../events/index.js'

/** Chosen instead of names: all types, also those to come. */
export const everyType = '*'

/** What a test is called; no event is. */
export const testType = 'webhook_test'

/** Standard Webhooks advises less than 20 KB; what is longer than this no receiver is asked to read. */
const maxBytes = 262_144

type Told = Omit<ToldEvent, 'id'> & { id: string | null }

/** The very bytes that are signed and sent. Of an event that is too large, only what it is about. */
export function payloadOf({ id, type, data, actorId, courseId, organizationId, occurredAt }: Told): string {
  const about = { eventId: id, courseId, organizationId, actorId }
  const write = (content: object) => JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: content })
  const whole = write({ ...data, ...about })
  return Buffer.byteLength(whole) <= maxBytes ? whole : write(about)
}
