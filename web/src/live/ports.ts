/** What the live part needs of a browser, handed in so that tests can give it browsers that misbehave. */
export interface LivePorts {
  now(): number
  /** Returns what cancels it. */
  later(run: () => void, ms: number): () => void
  random(): number
  /** Undefined where there are no event streams. */
  openStream: ((position: string | undefined, on: StreamListener) => Stream) | undefined
  poll(query: PollQuery, signal: AbortSignal): Promise<PollAnswer>
  /** Undefined where there are none, such as on plain HTTP: then each tab is for itself. */
  locks: Locks | undefined
  openChannel: ((onMessage: (message: unknown) => void) => Channel) | undefined
  page: Page
}

export interface Stream {
  close(): void
}

export interface StreamListener {
  onOpen(): void
  onEvent(event: StreamEvent): void
  /** @param isForGood the browser has given up; otherwise it tries again by itself */
  onError(isForGood: boolean): void
}

export interface StreamEvent {
  type: 'message' | 'reset' | 'session-expired'
  data: string
  position: string
}

export interface PollQuery {
  after: string | undefined
  unread: number | undefined
  waitSeconds: number
}

/** `status` 0: no answer came. */
export interface PollAnswer {
  status: number
  body: unknown
  retryAfterMs: number | undefined
}

export interface Locks {
  /** Held until `hold` settles. Rejects when it is stolen, or the wait for it is aborted. */
  request(how: { isStolen: true } | { isStolen: false; signal: AbortSignal }, hold: () => Promise<void>): Promise<void>
}

export interface Channel {
  post(message: unknown): void
  close(): void
}

export interface Page {
  isVisible(): boolean
  isOnline(): boolean
  /** Returns what ends the listening. */
  listen(listener: (event: PageEvent) => void): () => void
}

/** `leave`: the page is put away, and may never come back or `return` as it was. */
export type PageEvent = 'visible' | 'hidden' | 'online' | 'offline' | 'leave' | 'return'

export interface News {
  id: string
  type: string
  title: string
  message: string
  link: string | null
}

/** What the server says, by the stream or by a poll. */
export interface Frame {
  position: string
  isReset: boolean
  unread: number | undefined
  news: readonly News[]
}

export type Connection = 'connecting' | 'live' | 'polling' | 'paused' | 'offline'

export interface LiveHandlers {
  onUnread(count: number): void
  onNews(news: readonly News[]): void
  /** What was missed cannot be told: everything is to be read again. */
  onReset(): void
  onSignedOut(): void
  onConnection(connection: Connection): void
}
