import { language } from './language.js'

/** The English of the product is British: 21 Nov 2026. */
const locales = { en: 'en-GB', id: 'id' } as const

/** Numbers and times as the language writes them. Times are ISO 8601 as the API gives them. */

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locales[language.value], options).format(value)
}

/** @param share of 1 */
export function formatPercent(share: number): string {
  return formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })
}

export function formatDate(time: string | Date, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return new Intl.DateTimeFormat(locales[language.value], options).format(new Date(time))
}

export function formatDateTime(time: string | Date): string {
  return formatDate(time, { dateStyle: 'medium', timeStyle: 'short' })
}

const units = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000]
] as const

/** "3 days ago", "in 2 hours". */
export function formatRelative(time: string | Date, now = Date.now()): string {
  const distance = new Date(time).getTime() - now
  const format = new Intl.RelativeTimeFormat(locales[language.value], { numeric: 'auto' })
  for (const [unit, ms] of units) {
    if (Math.abs(distance) >= ms) return format.format(Math.round(distance / ms), unit)
  }
  return format.format(0, 'minute')
}

const sizes = [
  ['gigabyte', 1_000_000_000],
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000]
] as const

/** "48 kB", "1.5 MB". */
export function formatBytes(bytes: number): string {
  const [unit, size] = sizes.find(([, each]) => bytes >= each) ?? ['byte', 1]
  return formatNumber(bytes / size, { style: 'unit', unit, maximumFractionDigits: bytes / size < 10 ? 1 : 0 })
}

/** How long to wait: "40 seconds", "15 minutes". */
export function formatWait(seconds: number): string {
  const [unit, size] =
    seconds >= 7_200
      ? (['hour', 3_600] as const)
      : seconds >= 120
        ? (['minute', 60] as const)
        : (['second', 1] as const)
  return formatNumber(Math.ceil(seconds / size), { style: 'unit', unit, unitDisplay: 'long' })
}
