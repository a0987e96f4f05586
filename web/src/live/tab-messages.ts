import { isFrame, isRecord } from './frames.js'
import type { Connection, Frame } from './ports.js'

interface Common {
  /** Whose: a tab may not know yet that somebody else has signed in. */
  user: string
  /** Of the leader that says it, or that the tab has heard last. */
  term: number
}

type Said =
  /** A tab is there, and wants to know where the leader stands. */
  | { kind: 'here'; isVisible: boolean }
  | { kind: 'frame'; frame: Frame }
  | {
      kind: 'state'
      connection: Connection | undefined
      position: string | undefined
      unread: number | undefined
    }
  | { kind: 'expired' }

/** What tabs say to each other. */
export type TabMessage = Common & Said
export type TabSaying = Said
export type FromLeader = Extract<TabMessage, { kind: 'frame' | 'state' }>

/** From another tab, which may be of another version. */
export function isOfTabs(message: unknown): message is TabMessage {
  if (!isRecord(message) || typeof message.user !== 'string' || typeof message.term !== 'number') return false
  if (message.kind === 'frame') return isFrame(message.frame)
  return message.kind === 'here' || message.kind === 'state' || message.kind === 'expired'
}
