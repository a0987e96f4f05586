import Bowser from 'bowser'

/** `Chrome on Android`: enough to know one's own sessions by, too little to track anybody. */
export function describeDevice(userAgent: string | undefined): string {
  if (!userAgent) return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500))
  const parts = [browser.name || 'Unknown program', os.name].filter(Boolean)
  return parts.join(' on ').slice(0, 80)
}
