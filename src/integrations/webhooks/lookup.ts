import { lookup as askSystem, Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from './addresses.js'
import { TargetRefused } from './target.js'

/** All addresses of a name. @throws when it has none */
export type Resolve = (hostname: string) => Promise<string[]>

/**
 * Asks the name servers themselves. The system's own way would take one of the process's four threads until it has an
 * answer: a few names whose servers are silent would hold up everything that needs one. It also knows names that are no
 * business of the public (`/etc/hosts`, search domains), which is why it is right where private addresses are allowed.
 */
export function createResolve({ allowPrivate, servers }: { allowPrivate: boolean; servers?: string[] }): Resolve {
  if (allowPrivate) return async (hostname) => (await askSystem(hostname, { all: true })).map(({ address }) => address)
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  if (servers) resolver.setServers(servers)
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (addresses.length > 0) return addresses
    throw answers.find((answer) => answer.status === 'rejected')?.reason
  }
}

/**
 * What a socket finds the addresses of a name by. Those that are checked here are those that it connects to, so that an
 * answer that is another one a moment later changes nothing. One address that is not public spoils them all.
 */
export function createLookup(resolve: Resolve, { allowPrivate }: { allowPrivate: boolean }): LookupFunction {
  async function addressesOf(hostname: string) {
    const addresses = await resolve(hostname)
    if (!allowPrivate && !addresses.every(isPublicAddress)) {
      throw new TargetRefused('the name leads to an address that is not public')
    }
    return addresses.map((address) => ({ address, family: isIP(address) }))
  }

  return (hostname, options, callback) => {
    addressesOf(hostname).then(
      (found) => {
        const [first] = found
        if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '')
        else if (options.all) callback(null, found)
        else callback(null, first.address, first.family)
      },
      (error) => callback(error, '')
    )
  }
}
