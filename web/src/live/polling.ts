import { frameOfPoll } from './frames.js'
import type { PollAnswer } from './ports.js'
import type { SourceOptions } from './source.js'

const waitSeconds = 25
const givenUpAfterMs = 40_000
const firstPauseMs = 1_000
const longestPauseMs = 60_000
/** Whoever answers a wait at once, without news, is not our server: ask it seldom. */
const tooSoonMs = 1_000
const betweenTooSoonMs = 5_000

/** The stream's twin: one answer at a time, and the next question with the position of the last one. */
export function createPolling({ ports, at, onFrame, onExpired, onConnection }: SourceOptions) {
  let controller: AbortController | undefined
  let cancelPause = () => {}
  let failures = 0

  async function ask(signal: AbortSignal): Promise<void> {
    const askedAt = ports.now()
    const { position: after, unread } = at()
    const limit = new AbortController()
    const abort = () => limit.abort()
    const cancelLimit = ports.later(abort, givenUpAfterMs)
    signal.addEventListener('abort', abort)
    const nothing: PollAnswer = { status: 0, body: undefined, retryAfterMs: undefined }
    const answer = await ports.poll({ after, unread, waitSeconds }, limit.signal).catch(() => nothing)
    cancelLimit()
    signal.removeEventListener('abort', abort)
    if (signal.aborted) return
    if (answer.status === 401) return onExpired()
    const frame = answer.status === 200 ? frameOfPoll(answer.body) : undefined
    if (!frame) return pauseAfterFailure(signal, answer.retryAfterMs)

    failures = 0
    onConnection('polling')
    const isNews = frame.isReset || frame.news.length > 0 || frame.unread !== unread
    onFrame(frame)
    const isTooSoon = after !== undefined && !isNews && ports.now() - askedAt < tooSoonMs
    pause(signal, Math.max(answer.retryAfterMs ?? 0, isTooSoon ? betweenTooSoonMs : 0))
  }

  function pauseAfterFailure(signal: AbortSignal, retryAfterMs = 0): void {
    onConnection('connecting')
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures)
    failures = Math.min(failures + 1, 10)
    pause(signal, Math.max(retryAfterMs, pauseMs * (0.5 + ports.random())))
  }

  function pause(signal: AbortSignal, ms: number): void {
    if (signal.aborted) return
    cancelPause = ports.later(() => void ask(signal), ms)
  }

  return {
    start(): void {
      if (controller) return
      controller = new AbortController()
      failures = 0
      void ask(controller.signal)
    },
    stop(): void {
      cancelPause()
      controller?.abort()
      controller = undefined
    }
  }
}
