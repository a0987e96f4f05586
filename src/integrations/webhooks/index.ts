import { type IncomingMessage, request as requestByHttp } from 'node:http'
import { request as requestByHttps } from 'node:https'
import { describeFailure, readRetryAfter, tidyAnswer } from './answers.js'
import { createLookup, createResolve, type Resolve } from './lookup.js'
import { createWebhookSecret, signatureOf } from './signature.js'
import { bareHost, parseTarget, type TargetRules } from './target.js'

export interface WebhookClientOptions extends TargetRules {
  userAgent: string
  /** Instead of asking the name servers. */
  resolve?: Resolve
  /** For all of it: to find the address, to connect, to send, and to be answered. */
  timeoutMs?: number
}

export interface WebhookMessage {
  url: string
  /** Never another one for the same message. */
  id: string
  payload: string
  secrets: readonly string[]
  /** Of the attempt. */
  at: Date
}

/** What came of it. A status of 2xx means that it was taken; any other, or none, that it was not. */
export interface WebhookOutcome {
  status: number | null
  /** Why there is no status, in words that may be shown. */
  error: string | null
  /** The beginning of what was answered. */
  answer: string | null
  durationMs: number
  /** How long the receiver asks us to wait. */
  retryAfterMs: number | null
}

export interface WebhookClient {
  /** Never throws: what went wrong is an outcome. The signal gives it up. */
  send(message: WebhookMessage, signal?: AbortSignal): Promise<WebhookOutcome>
  /** The address as it is to be kept. @throws an error whose message says what it must not be */
  parseTarget(address: string): URL
  createSecret(): string
}

const defaultTimeoutMs = 15_000
const maxHeaderBytes = 16_384
/** Of an answer; then we hang up: the status is what counts. */
const maxAnswerBytes = 65_536

/** Sends what happened to other systems as Standard Webhooks says, and to nobody who was not meant. */
export function createWebhookClient({
  userAgent,
  timeoutMs = defaultTimeoutMs,
  ...options
}: WebhookClientOptions): WebhookClient {
  const lookup = createLookup(options.resolve ?? createResolve(options), options)

  function post({ url, id, payload, secrets, at }: WebhookMessage, signal: AbortSignal): Promise<Answer> {
    const target = parseTarget(url, options)
    const body = Buffer.from(payload)
    const timestamp = Math.floor(at.getTime() / 1_000)
    return new Promise((resolve, reject) => {
      const request = (target.protocol === 'https:' ? requestByHttps : requestByHttp)({
        method: 'POST',
        protocol: target.protocol,
        hostname: bareHost(target),
        port: target.port,
        path: `${target.pathname}${target.search}`,
        agent: false, // a connection of its own each time: none that was checked for another name
        lookup,
        signal,
        maxHeaderSize: maxHeaderBytes,
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          'user-agent': userAgent,
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatureOf({ id, timestamp, body }, secrets)
        }
      })
      let isAnswered = false
      request.once('response', (response) => {
        isAnswered = true
        readBeginning(response).then(resolve, reject)
      })
      request.on('error', (error) => isAnswered || reject(error))
      // Without an error it may also just end: when the receiver switches protocols, say.
      request.once('close', () => isAnswered || reject(new Error('closed')))
      request.end(body)
    })
  }

  return {
    async send(message, signal) {
      const startedAt = performance.now()
      const took = () => Math.round(performance.now() - startedAt)
      const limit = new AbortController() // one for each: signals that are joined to one that lives on pile up on it
      const giveUp = () => limit.abort()
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        giveUp()
      }, timeoutMs)
      signal?.addEventListener('abort', giveUp)
      try {
        const { status, headers, bytes } = await post(message, limit.signal)
        const retryAfterMs = readRetryAfter(status, headers['retry-after'], message.at)
        return { status, error: null, answer: tidyAnswer(bytes), durationMs: took(), retryAfterMs }
      } catch (error) {
        const why = isLate ? `no answer within ${timeoutMs / 1_000} seconds` : describeFailure(error)
        return { status: null, error: why, answer: null, durationMs: took(), retryAfterMs: null }
      } finally {
        clearTimeout(timer)
        signal?.removeEventListener('abort', giveUp)
      }
    },

    parseTarget: (address) => parseTarget(address, options),
    createSecret: createWebhookSecret
  }
}

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  bytes: Buffer
}

/** Resolves also when the rest never comes: the receiver has said what it says by the status. */
async function readBeginning(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= maxAnswerBytes) break // ends the loop's iterator, which destroys the socket
    }
  } catch {
    // cut off, or too slow
  }
  return { status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }
}
