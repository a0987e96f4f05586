/** Times are typed and shown in the calendar of the course, and sent as UTC. */

/** `2026-11-20T17:00`, as `<input type="datetime-local">` takes it. */
export function toZoned(time: string | null | undefined, timeZone: string): string {
  if (!time) return ''
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit'
  })
  const part = Object.fromEntries(format.formatToParts(new Date(time)).map(({ type, value }) => [type, value]))
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`
}

/** Null for nothing. A time that a clock skips becomes the one after the gap. */
export function fromZoned(local: string, timeZone: string): string | null {
  const wanted = Date.parse(`${local}Z`)
  if (Number.isNaN(wanted)) return null
  const distance = (guess: number) => wanted - Date.parse(`${toZoned(new Date(guess).toISOString(), timeZone)}Z`)
  const first = wanted + distance(wanted)
  // The distance to UTC may be another one at the first guess than at the time itself.
  const second = first + distance(first)
  return new Date(distance(second) === 0 ? second : Math.max(first, second)).toISOString()
}
