/** A change that may wait until there is a network. */
export interface Write {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its ids in it: `/api/lessons/les_…/progress`. */
  path: string
  body: unknown
  /** Waiting ones with the same key become one. By default the method and the path, and a key of its own for each POST. */
  key?: string
  /** `seen(resource)`, where the route honours it. */
  headers?: Readonly<Record<string, string>>
}

export interface WaitingWrite extends Required<Write> {
  /** Another one as soon as it is changed: what was on its way meanwhile is told from what waits. */
  id: string
  userId: string
  queuedAt: number
  /** How often it was sent without an answer: from the first on it may have arrived. */
  tries: number
  /** What was sent the last time, which may be older than what waits. */
  sentBody?: unknown
}

/** What the API keeps at this moment of what a write is about. */
export interface Kept {
  has(body: unknown): boolean
  /** The address of what a POST with this body has made. */
  madeBy(body: unknown): string | undefined
  version: number | undefined
}

/** What the API did not take: it is kept to be read and copied until its writer has done with it. */
export interface RefusedWrite {
  id: string
  userId: string
  path: string
  body: unknown
  refusedAt: number
  status: number
  problem: unknown
}

export interface OutboxState {
  waiting: readonly WaitingWrite[]
  refused: readonly RefusedWrite[]
}

export const emptyOutbox: OutboxState = { waiting: [], refused: [] }

/** `status` 0: no answer came. */
export interface Answer {
  status: number
  body: unknown
  retryAfterMs?: number | undefined
}

export function isTaken({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** Whether the same write may be taken a moment later. */
export function isTemporary({ status }: Answer): boolean {
  return status === 0 || status === 408 || status === 425 || status === 429 || status >= 502
}
