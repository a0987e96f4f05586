type Range = { min: number; max: number }

export interface SseSettings {
  heartbeatMs: number
  /** How long the socket may stay full before it is destroyed; the client resumes from its last id. */
  slowReaderMs: number
  /** What a socket may buffer before its source rests: its high water mark (16 KiB on Node 20) must not be above. */
  maxBufferedBytes: number
  /** What a client is told to wait before it reconnects; a value of its own for each, so that they do not come at once. */
  retryMs: Range
  /** Keep it below the file limit of the process: at that limit new clients hang without an error. */
  maxStreams: number
  maxPerOwner: number
  /** How long shutdown waits for ended streams to be read to their end. Fastify's `pluginTimeout` is 10 s. */
  drainMs: number
  /** A stream ends after 80 to 100 % of it and resumes, so that a deploy is nothing unusual. */
  maxAgeMs: number
}

export const defaults: SseSettings = {
  heartbeatMs: 25_000,
  slowReaderMs: 30_000,
  maxBufferedBytes: 65_536,
  retryMs: { min: 3_000, max: 10_000 },
  maxStreams: 10_000,
  maxPerOwner: 5,
  drainMs: 5_000,
  maxAgeMs: 600_000
}
export const refusalRetryMs: Range = { min: 5_000, max: 30_000 }
export const shutdownRetryMs: Range = { min: 1_000, max: 15_000 }

/** A time of its own for each stream: ten thousand that were told the same would come together. */
export function randomWithin({ min, max }: Range): number {
  return Math.round(min + Math.random() * (max - min))
}

/** What whoever cannot be served now is told: with anything but a 200 a browser would give up for good. */
export function comeBackLater(): string {
  return `: come back later\nretry: ${randomWithin(refusalRetryMs)}\n\n`
}
