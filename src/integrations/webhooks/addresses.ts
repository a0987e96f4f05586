import { BlockList, isIP } from 'node:net'

/** What is not on the public Internet (IANA's special-purpose registries): our own machines, and those beside us. */
const notPublic: readonly [network: string, prefix: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared behind a provider's NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, with the metadata of every cloud
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4] // reserved, and the broadcast address
]

const publicV6 = { network: '2000::', prefix: 3 }
/** Within what is public: tunnels and translations, which may lead to any address of version 4, and documentation. */
const notPublicV6: readonly [network: string, prefix: number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
]

const refusedV4 = new BlockList()
for (const [network, prefix] of notPublic) refusedV4.addSubnet(network, prefix, 'ipv4')
const refusedV6 = new BlockList()
for (const [network, prefix] of notPublicV6) refusedV6.addSubnet(network, prefix, 'ipv6')
const acceptedV6 = new BlockList()
acceptedV6.addSubnet(publicV6.network, publicV6.prefix, 'ipv6')

/**
 * Whether an address, as a resolver gives it, is one of the public Internet. Of version 6 only what is handed out at all
 * (2000::/3) can be: not loopback, unique-local, link-local or multicast, and none with one of version 4 in it.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !refusedV4.check(address, 'ipv4')
    case 6:
      return !address.includes('%') && acceptedV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Names that always mean this machine (RFC 6761), whatever a resolver says. */
export function isLocalName(hostname: string): boolean {
  return /(^|\.)localhost\.?$/i.test(hostname)
}
