import type { SseMessage } from '../../http/sse.js'
import { type Follower, type Following, type Step, toldOf } from './following.js'

export type Follow = ReturnType<typeof createFollow>

/** One user's stream, in the published form. */
export function createFollow(follow: Following) {
  return async function* messages(follower: Follower, signal: AbortSignal): AsyncGenerator<SseMessage> {
    for await (const step of follow(follower, signal)) yield toMessage(step)
  }
}

function toMessage(step: Step): SseMessage {
  const { position: id } = step
  if (step.kind === 'reset') return { id, event: 'reset', data: { streamPosition: id } }
  if (step.kind === 'expired') return { id, event: 'session-expired', data: {} }
  const { unread: unreadCount, items } = step
  return { id, data: items.length > 0 ? { unreadCount, newNotifications: toldOf(items) } : { unreadCount } }
}
