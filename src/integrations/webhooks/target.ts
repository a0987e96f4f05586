import { isIP } from 'node:net'
import { isLocalName, isPublicAddress } from './addresses.js'

export interface TargetRules {
  /** Whether our own machines and those beside us may be called, and without TLS. */
  allowPrivate: boolean
  /** Whether everything else must be called by TLS. */
  requireTls: boolean
}

/** A place that nothing is sent to; the message says why and may be shown to who chose it. */
export class TargetRefused extends Error {}

/**
 * The address as it will be called. All spellings of an IP address (`0x7f.1`, `2130706433`, `127.1`) are one in it.
 * @throws TargetRefused
 */
export function parseTarget(address: string, { allowPrivate, requireTls }: TargetRules): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new TargetRefused('must be an http or https address')
  if (url.username || url.password) throw new TargetRefused('must not hold a user name or password')
  if (url.protocol === 'http:' && requireTls && !allowPrivate) throw new TargetRefused('must begin with https://')
  const host = bareHost(url)
  if (!allowPrivate && (isLocalName(host) || (isIP(host) && !isPublicAddress(host)))) {
    throw new TargetRefused('must not lead to a private address')
  }
  url.hash = ''
  return url
}

/** Without the brackets of an address of version 6. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}
