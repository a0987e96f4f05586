import type { IncomingHttpHeaders } from 'node:http'
import Bowser from 'bowser'
import { type Language, preferredLanguage } from '../../lib/languages.js'

/** What a browser says of itself and its user. */
export interface Browser {
  device: string
  /** Undefined: they read none that we have. */
  language: Language | undefined
}

export function describeBrowser(headers: IncomingHttpHeaders): Browser {
  return {
    device: describeDevice(headers['user-agent']),
    language: preferredLanguage(headers['accept-language'])
  }
}

/** `Chrome on Android`: enough to know one's own sessions by, too little to track anybody. */
export function describeDevice(userAgent: string | undefined): string {
  if (!userAgent) return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500))
  const parts = [browser.name || 'Unknown program', os.name].filter(Boolean)
  return parts.join(' on ').slice(0, 80)
}
