import { t } from './messages.js'

/** "45 minutes", "2 hours": an estimate needs no more. */
export function duration(minutes: number): string {
  return minutes < 90 ? t('minutes', { count: minutes }) : t('hours', { count: Math.round(minutes / 60) })
}

/** A time in a video: 12:34. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
