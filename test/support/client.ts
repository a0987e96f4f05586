import assert from 'node:assert/strict'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { assertDocumented } from './contract.js'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is what it asserts
  body: any
  headers: Record<string, string | string[] | number | undefined>
  text: string
  /** Of the contract, when it is there. */
  operationId?: string
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

/**
 * A browser's worth of a caller: keeps its cookies and sends the Origin of our own pages. Whatever the app answers is held
 * to the contract.
 */
export class Client {
  readonly app: FastifyInstance
  readonly #settled: () => Promise<void>
  readonly cookies = new Map<string, string>()
  userId = ''

  /** `settled`: what the answer set going is done when the caller has it. */
  constructor({ app, settled }: { app: FastifyInstance; settled: () => Promise<void> }) {
    this.app = app
    this.#settled = settled
  }

  async request(method: Method, url: string, options: Omit<InjectOptions, 'method' | 'url'> = {}): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url,
      ...options,
      headers: { host: 'localhost', origin: 'http://localhost', ...this.cookieHeader(), ...options.headers }
    })
    await this.#settled()
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0 || value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const isJson = String(response.headers['content-type'] ?? '').startsWith('application/json')
    const answer = {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      body: isJson && response.body ? response.json() : undefined
    }
    const operationId = assertDocumented(method, url, answer)
    return operationId === undefined ? answer : { ...answer, operationId }
  }

  cookieHeader(): { cookie?: string } {
    if (this.cookies.size === 0) return {}
    return { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  }

  get(url: string, headers: Record<string, string> = {}) {
    return this.request('GET', url, { headers })
  }

  post(url: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.send('POST', url, body, headers)
  }

  put(url: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.send('PUT', url, body, headers)
  }

  patch(url: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.send('PATCH', url, body, headers)
  }

  delete(url: string, headers: Record<string, string> = {}) {
    return this.request('DELETE', url, { headers })
  }

  private send(method: Method, url: string, body: unknown, headers: Record<string, string>) {
    if (body === undefined) return this.request(method, url, { headers })
    return this.request(method, url, {
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers }
    })
  }
}

/** What it answered. @throws when it was refused */
export async function ok(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body, text } = await answer
  assert.ok(status < 300, `${status}: ${text}`)
  return body
}
