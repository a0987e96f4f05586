import { t } from './messages.js'

/** Those of Indonesia come first, by the names that they have there. */
const nearby = [
  ['Asia/Jakarta', 'WIB'],
  ['Asia/Makassar', 'WITA'],
  ['Asia/Jayapura', 'WIT']
] as const

/** @param own which is among them, whatever the browser knows */
export function timeZones(own: string): { value: string; label: string }[] {
  const known = new Set<string>([own, ...Intl.supportedValuesOf('timeZone')])
  for (const [value] of nearby) known.delete(value)
  return [
    ...nearby.map(([value, short]) => ({ value, label: `${t(`zone.${short}`)} – ${placeOf(value)}` })),
    ...[...known].sort().map((value) => ({ value, label: placeOf(value) }))
  ]
}

function placeOf(zone: string): string {
  return zone.replaceAll('_', ' ')
}
