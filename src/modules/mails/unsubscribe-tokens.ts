import { createHmac, timingSafeEqual } from 'node:crypto'

/** In the place of a type: all mails of events. What ends digests, which tell of many. */
export const allMails = 'all' as const

/** Who wants no more mails, and of what. */
export interface Unsubscription {
  userId: string
  /** Of events, or `all`. */
  type: string
}

export type UnsubscribeTokens = ReturnType<typeof createUnsubscribeTokens>

/** 128 bits: the whole stays within what a part of an address may be, and nobody guesses them. */
const signatureBytes = 16
const form = /^(usr_[0-9a-z]{1,32})\.([a-z0-9_]{1,40})\.([\w-]{22})$/

/** What the links that end mails carry. They say all of it themselves, and nobody can make one for somebody else. */
export function createUnsubscribeTokens(secret: string) {
  const sign = ({ userId, type }: Unsubscription) =>
    createHmac('sha256', secret)
      .update(`unsubscribe ${userId} ${type}`)
      .digest()
      .subarray(0, signatureBytes)
      .toString('base64url')

  return {
    create: (of: Unsubscription): string => `${of.userId}.${of.type}.${sign(of)}`,

    /** Undefined when it is not one of ours. */
    read(token: string): Unsubscription | undefined {
      const [, userId = '', type = '', signature = ''] = form.exec(token) ?? []
      // As text: the last of its characters has bits that mean nothing, and several links would be the same one.
      const given = Buffer.from(signature)
      const expected = Buffer.from(sign({ userId, type }))
      return given.length === expected.length && timingSafeEqual(given, expected) ? { userId, type } : undefined
    }
  }
}
