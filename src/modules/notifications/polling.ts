import { secondMs } from '../../lib/clock.js'
import { unauthenticated } from '../../lib/errors.js'
import { type Follower, type Following, toldOf } from './following.js'
import type { Waits } from './waits.js'

export interface Poll extends Follower {
  /** The badge that the client shows, if it says so. */
  unread: number | undefined
  /** How long it waits for news, in seconds. */
  wait: number
}

export interface Changes {
  unreadCount: number
  newNotifications: ReturnType<typeof toldOf>
  position: string
  reset: boolean
}

export interface Polled {
  changes: Changes
  /** There was no room to wait any longer: the client should not come back at once. */
  isEarly: boolean
}

export type Polling = ReturnType<typeof createPolling>

/** The stream for clients without streams: the same cursor, one answer at a time. */
export function createPolling({ follow, waits }: { follow: Following; waits: Waits }) {
  /**
   * What there is after the position, or what comes while the request waits. `onWait` is handed what ends the wait, for when
   * the client has left. @throws 401 when the session has ended
   */
  return async function poll(asked: Poll, onWait: (end: () => void) => void): Promise<Polled> {
    const controller = new AbortController()
    const end = () => controller.abort(waitIsOver)
    let isReset = false
    let isEarly = false
    let known = asked.unread
    let changes: Changes | undefined
    let leave: (() => void) | undefined
    try {
      for await (const step of follow(asked, controller.signal)) {
        if (step.kind === 'expired') throw unauthenticated('Your session has ended')
        if (step.kind === 'reset') {
          isReset = true
          continue
        }
        const { unread: unreadCount, position } = step
        changes = { unreadCount, newNotifications: toldOf(step.items), position, reset: isReset }
        const isNews = !asked.position || isReset || step.items.length > 0 || (known ?? unreadCount) !== unreadCount
        if (isNews || asked.wait === 0) break
        known = unreadCount
        const whenDisplaced = () => {
          isEarly = true
          end()
        }
        leave ??= waits.enter(asked.userId, { forMs: asked.wait * secondMs, end, whenDisplaced })
        if (!leave) {
          isEarly = true
          break
        }
        onWait(end)
      }
    } finally {
      leave?.()
    }
    if (!changes) throw new Error('a poll was left without its news')
    return { changes, isEarly }
  }
}

/** An abort without a reason makes a DOMException with a stack trace. */
const waitIsOver = 'the wait is over'
