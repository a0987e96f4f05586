import type { Option } from '../../../ui/Field.js'

const usual = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']

/** Those of Indonesia first. Where the browser cannot list the others, the one that is set is among them all the same. */
export function timeZoneOptions(current: string): Option[] {
  const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set([...usual, current, ...all])].map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}
