import { createHmac, timingSafeEqual } from 'node:crypto'
import { dayMs, minuteMs } from '../../lib/clock.js'

/** For a player or a picture that a page shows now. */
export const mediaLinkMs = 10 * minuteMs
/** For a mail that lies unread over a week. */
const maxLinkMs = 7 * dayMs

export interface FileLink {
  /** Without scheme and host. */
  url: string
  expiresAt: Date
}

/** What a link says of itself. */
export interface LinkProof {
  /** Seconds since 1970. */
  expires: number
  signature: string
}

export type FileLinks = ReturnType<typeof createFileLinks>

/**
 * Links to bytes that need no session: for `<video>`, for mail. Whoever has one reads the file until it expires, and no
 * longer than there is one.
 */
export function createFileLinks(secret: string) {
  const signatureOf = (fileId: string, expires: number) =>
    createHmac('sha256', secret).update(`file ${fileId} ${expires}`).digest()

  return {
    create(fileId: string, now: Date, validMs = mediaLinkMs): FileLink {
      // Up to the next whole second, so that it lives as long as was said.
      const expires = Math.ceil((now.getTime() + Math.min(validMs, maxLinkMs)) / 1000)
      const signature = signatureOf(fileId, expires).toString('base64url')
      return {
        url: `/api/files/${fileId}?expires=${expires}&signature=${signature}`,
        expiresAt: new Date(expires * 1000)
      }
    },

    isValid(fileId: string, { expires, signature }: LinkProof, now: Date): boolean {
      const given = Buffer.from(signature, 'base64url')
      const expected = signatureOf(fileId, expires)
      return given.length === expected.length && timingSafeEqual(given, expected) && now.getTime() < expires * 1000
    }
  }
}
