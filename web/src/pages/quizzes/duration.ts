import { t } from './messages.js'

/** "1 hour 20 minutes": what a time limit is in words. */
export function durationText(seconds: number): string {
  const parts = [
    ['time.hours', Math.floor(seconds / 3_600)],
    ['time.minutes', Math.floor((seconds % 3_600) / 60)],
    ['time.seconds', seconds % 60]
  ] as const
  return parts.flatMap(([key, n]) => (n > 0 ? [t(key, { n })] : [])).join(' ')
}

/** "4:05": for the last minutes. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
