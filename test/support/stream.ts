import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Client } from './client.js'
import { connectSse } from './sse-client.js'

/** A client's notification stream on a real socket; closed when the test ends. */
export async function openStream(
  t: TestContext,
  address: string,
  client: Client,
  { lastEventId, query = '' }: { lastEventId?: string; query?: string } = {}
) {
  const stream = await connectSse(`${address}/api/notifications/stream${query}`, {
    headers: {
      accept: 'text/event-stream',
      ...client.cookieHeader(),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId })
    }
  })
  t.after(() => stream.close())
  return stream
}

export type Stream = Awaited<ReturnType<typeof openStream>>

export interface Frame {
  id: string
  event: string | undefined
  unreadCount: number
  titles: string[]
}

/** The next block that carries data, read as the contract says. */
export async function nextFrame(stream: Stream, timeoutMs = 10_000): Promise<Frame> {
  const block = await stream.next(({ data }) => data !== undefined, timeoutMs)
  const data = JSON.parse(block.data ?? '{}')
  assert.ok(block.id, 'every event has an id')
  return {
    id: block.id,
    event: block.event,
    unreadCount: data.unreadCount,
    titles: (data.newNotifications ?? []).map(({ title }: { title: string }) => title)
  }
}
