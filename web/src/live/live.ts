import { createFeed } from './feed.js'
import { createLeadership } from './leadership.js'
import type { Channel, Connection, LiveHandlers, LivePorts, PageEvent } from './ports.js'
import { createSource } from './source.js'
import { type FromLeader, isOfTabs, type TabSaying } from './tab-messages.js'

/** How often a tab that is looked at asks whether somebody leads, and for how long it waits for the answer, twice. */
const pingMs = 2_000
const answersWithinMs = 600
/** With no tab in sight for so long nobody listens: the battery has the rest. */
const unseenForMs = 5 * 60_000
/** Without other tabs to speak for it, a tab that is hidden listens no longer than this. */
const soloUnseenForMs = 30_000
/** After being away for so long it is not taken for granted that the stream is alive. */
const trustedForMs = 60_000

export interface Live {
  stop(): void
}

/**
 * What happens, told to every tab by one connection for the whole browser. The tab that holds the lock listens to the server
 * and passes on what it hears; the others remember how far it has come, and one of them goes on when it is closed or frozen.
 * Without locks or channels each tab listens for itself while it is looked at.
 */
export function startLive(user: string, on: LiveHandlers, ports: LivePorts): Live {
  const { page } = ports
  const feed = createFeed(on)
  const source = createSource({
    ports,
    at: () => ({ position: feed.position(), unread: feed.unread() }),
    onFrame(frame) {
      feed.take(frame)
      post({ kind: 'frame', frame })
    },
    onExpired() {
      post({ kind: 'expired' })
      end()
    },
    onConnection: (now) => setConnection(now)
  })
  const { locks, openChannel } = ports
  const isShared = locks !== undefined && openChannel !== undefined
  const leadership = isShared ? createLeadership(locks, { onGain: lead, onLose: follow }) : undefined
  let channel: Channel | undefined
  let connection: Connection | undefined
  /** The newest leader's: what an older one says after it thawed is not listened to. */
  let term = 0
  let seenAt = ports.now()
  let hasHeard = false
  let isHere = false
  let hasEnded = false
  let cancelPing = () => {}
  let cancelUnseen = () => {}
  const stopListening = page.listen(onPage)

  arrive()

  function arrive(): void {
    if (isHere || hasEnded) return
    isHere = true
    if (!leadership) listen()
    else {
      channel = openChannel?.(onMessage)
      follow()
    }
  }

  /** Lets go of everything: who comes next must not wait for a page that is put away. */
  function leave(): void {
    if (!isHere) return
    isHere = false
    source.stop()
    leadership?.release()
    cancelPing()
    cancelUnseen()
    channel?.close()
    channel = undefined
  }

  function end(): void {
    if (hasEnded) return
    stop()
    on.onSignedOut()
  }

  function stop(): void {
    hasEnded = true
    leave()
    stopListening()
  }

  function isLeading(): boolean {
    return leadership ? leadership.isHeld() : isHere
  }

  function lead(): void {
    cancelPing()
    term = Math.max(term + 1, ports.now())
    seenAt = ports.now()
    listen()
  }

  /** What there is to hear, as long as there is a network and somebody to see it. */
  function listen(): void {
    if (!page.isOnline()) {
      source.stop()
      setConnection('offline')
      return
    }
    cancelUnseen()
    if (!page.isVisible()) cancelUnseen = ports.later(rest, leadership ? unseenForMs : soloUnseenForMs)
    source.start()
  }

  function rest(): void {
    if (!isLeading() || page.isVisible()) return
    source.stop()
    setConnection('paused')
  }

  function noteSeen(): void {
    const unseenMs = ports.now() - seenAt
    seenAt = ports.now()
    listen()
    if (unseenMs > trustedForMs) source.check(trustedForMs)
  }

  function follow(): void {
    if (!isHere || hasEnded) return
    source.stop()
    leadership?.compete()
    ping()
  }

  /** Says that this tab is here, and makes sure that somebody leads. */
  function ping(isSecond = false): void {
    cancelPing()
    if (!isHere || isLeading()) return
    hasHeard = false
    post({ kind: 'here', isVisible: page.isVisible() })
    // A hidden tab is slowed down, and in no hurry: it waits for its turn.
    if (!page.isVisible()) return
    cancelPing = ports.later(() => {
      if (hasHeard) cancelPing = ports.later(ping, pingMs - answersWithinMs)
      else if (!isSecond) ping(true)
      else takeOver()
    }, answersWithinMs)
  }

  /** Not all at once, when several tabs see that nobody leads. */
  function takeOver(): void {
    cancelPing = ports.later(() => {
      if (!hasHeard) leadership?.steal()
      cancelPing = ports.later(ping, pingMs)
    }, ports.random() * 300)
  }

  function post(message: TabSaying): void {
    channel?.post({ ...message, user, term })
  }

  function tellState(): void {
    post({ kind: 'state', connection, position: feed.position(), unread: feed.unread() })
  }

  function setConnection(now: Connection): void {
    if (now === connection) return
    connection = now
    on.onConnection(now)
    if (isLeading()) tellState()
  }

  function onMessage(message: unknown): void {
    if (!isHere || !isOfTabs(message) || message.user !== user) return
    if (message.kind === 'expired') end()
    else if (message.kind === 'here') answer(message.isVisible)
    else if (message.term >= term) hear(message)
  }

  function answer(isVisible: boolean): void {
    if (!isLeading()) return
    if (isVisible && !page.isVisible()) noteSeen()
    tellState()
  }

  function hear(message: FromLeader): void {
    // Two lead: the one who came last goes on.
    if (leadership?.isHeld() && message.term > term) {
      leadership.release()
      follow()
    }
    term = message.term
    hasHeard = true
    if (message.kind === 'frame') feed.take(message.frame)
    else {
      feed.catchUp(message)
      if (message.connection) setConnection(message.connection)
    }
  }

  function onPage(event: PageEvent): void {
    if (event === 'leave') leave()
    else if (event === 'return') arrive()
    else if (!isHere) return
    else if (!isLeading()) {
      if (event === 'visible') ping()
    } else if (event === 'visible') noteSeen()
    else {
      if (event === 'hidden') seenAt = ports.now()
      listen()
    }
  }

  return { stop }
}
