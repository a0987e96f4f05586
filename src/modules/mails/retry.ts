import { hourMs, minuteMs } from '../../lib/clock.js'

/** After the first try, the second …: all in all about a day. */
const pausesMs = [1, 5, 15, 60, 120, 240, 480, 480].map((minutes) => minutes * minuteMs)
/** The link of such a mail lives for half an hour. */
const urgentPausesMs = pausesMs.filter((pauseMs) => pauseMs < hourMs / 2)
/** A server that says no for good may be mistaken, once or twice. */
const permanentPausesMs = pausesMs.slice(0, 2)

/** How long to wait after so many tries; undefined: no longer. Each a little earlier or later than another. */
export function pauseAfter(
  attempts: number,
  { isPermanent, isUrgent }: { isPermanent: boolean; isUrgent: boolean },
  random: () => number = Math.random
): number | undefined {
  const pauses = isPermanent ? permanentPausesMs : isUrgent ? urgentPausesMs : pausesMs
  const pauseMs = pauses[attempts - 1]
  return pauseMs === undefined ? undefined : Math.round(pauseMs * (0.8 + 0.4 * random()))
}
