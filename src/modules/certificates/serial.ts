import { createHash, randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that nothing is read for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Of five bits each: 80 bits. A serial shows the name of a learner, so that it must not be guessed. */
const randomLength = 16
const form = /^NK(\d{4})([0-9A-Z]{16})$/

/** `NK-2026-7K3M-ZP2V-9QXA-4HRT`; the year is the one in which it was issued, there. */
export function createSerial(year: string): string {
  let random = ''
  for (const byte of randomBytes(randomLength)) random += alphabet[byte & 31]
  return inGroups(year, random)
}

/**
 * The serial that somebody meant: in any case, with or without the dashes, with I and L for 1 and O for 0. Undefined for
 * what cannot be one.
 */
export function parseSerial(text: string): string | undefined {
  const [, year, random] = form.exec(text.toUpperCase().replace(/[\s-]+/g, '')) ?? []
  if (year === undefined || random === undefined) return undefined
  const read = random.replace(/[IL]/g, '1').replaceAll('O', '0')
  return read.includes('U') ? undefined : inGroups(year, read)
}

/**
 * What its credential is called: a UUID (RFC 9562, version 8) of the serial. The list of what was revoked is open to anybody
 * and names these, so that nobody comes by it to the serial, which shows the name of a learner.
 */
export function credentialIdOf(serial: string): string {
  const bytes = createHash('sha256').update(serial).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const groups = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(bytes.toString('hex')) ?? []
  return `urn:uuid:${groups.slice(1).join('-')}`
}

function inGroups(year: string, random: string): string {
  return ['NK', year, ...(random.match(/.{4}/g) ?? [])].join('-')
}
