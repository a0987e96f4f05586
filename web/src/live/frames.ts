import type { Frame, News, StreamEvent } from './ports.js'

/** What an event of the stream says; undefined when it says nothing that we know. */
export function frameOfEvent({ type, data, position }: StreamEvent): Frame | undefined {
  if (type === 'reset') return { position, isReset: true, unread: undefined, news: [] }
  return frameOf({ position, isReset: false, body: parse(data) })
}

/** What a poll says; its position is in its body. */
export function frameOfPoll(body: unknown): Frame | undefined {
  if (!isRecord(body) || typeof body.position !== 'string') return undefined
  return frameOf({ position: body.position, isReset: body.reset === true, body })
}

/** From another tab, which may be of another version. */
export function isFrame(value: unknown): value is Frame {
  return isRecord(value) && typeof value.position === 'string' && Array.isArray(value.news)
}

function frameOf({
  position,
  isReset,
  body
}: {
  position: string
  isReset: boolean
  body: unknown
}): Frame | undefined {
  if (!isRecord(body) || typeof body.unreadCount !== 'number') return undefined
  const news = Array.isArray(body.newNotifications) ? body.newNotifications.filter(isNews) : []
  return { position, isReset, unread: body.unreadCount, news }
}

function isNews(value: unknown): value is News {
  return isRecord(value) && typeof value.id === 'string' && typeof value.title === 'string'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
