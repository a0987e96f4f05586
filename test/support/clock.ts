import type { Clock } from '../../src/lib/clock.js'

/** The real time, moved by what a test asks for. */
export interface TestClock extends Clock {
  advance(ms: number): void
}

export function createTestClock(): TestClock {
  let offsetMs = 0
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance: (ms) => {
      offsetMs += ms
    }
  }
}
