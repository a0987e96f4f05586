import { setImmediate as nextTurn } from 'node:timers/promises'
import { unavailable } from '../../lib/errors.js'
import type { Addresses } from './addresses.js'
import type { FoundCertificate } from './certificates.repository.js'
import { wordsOf } from './credential.js'
import { drawCertificate } from './pdf.js'

export type Printer = (certificate: FoundCertificate) => Promise<Buffer>

/** Another one whenever the same certificate is drawn in another way: it is a part of the tag. */
export const pdfLayout = 'a4-1'

/** Documents of some ten kilobytes. */
const maxKept = 100
const maxWaiting = 40

/**
 * Drawing one keeps the process busy for some ten milliseconds: one at a time, with a turn for all others between, and no
 * more than can be waited for. Those drawn last are kept: whoever gets one shows it to many.
 */
export function createPrinter(addresses: Addresses): Printer {
  const kept = new Map<string, Promise<Buffer>>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function draw(certificate: FoundCertificate, before: Promise<unknown>): Promise<Buffer> {
    waiting += 1
    try {
      await before
      await nextTurn()
      const { course, credential, serial, courseTitle } = certificate
      const { description } = wordsOf(credential, courseTitle)
      return await drawCertificate({
        ...certificate,
        description,
        timeZone: course.timeZone,
        address: addresses.page(serial)
      })
    } finally {
      waiting -= 1
    }
  }

  return async (certificate) => {
    const key = `${certificate.serial} ${certificate.revokedAt?.getTime()} ${certificate.course.timeZone}`
    const known = kept.get(key)
    if (known) return known
    if (waiting >= maxWaiting) throw unavailable(2, 'Too many certificates are being printed: try again in a moment')
    const drawn = draw(certificate, last)
    last = drawn.catch(() => kept.delete(key))
    kept.set(key, drawn)
    if (kept.size > maxKept) kept.delete(kept.keys().next().value as string)
    return drawn
  }
}
