import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'
/** Standard Webhooks asks for 24 to 64. */
const secretBytes = 32

export function createWebhookSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64')
}

export interface Signed {
  /** The same for every attempt. */
  id: string
  /** Of the attempt, in seconds. */
  timestamp: number
  body: Buffer
}

/** The `webhook-signature` of Standard Webhooks: one for each secret, so that the receiver may hold either of two. */
export function signatureOf({ id, timestamp, body }: Signed, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`
    })
    .join(' ')
}
