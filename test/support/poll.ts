import assert from 'node:assert/strict'
import { type IncomingMessage, request } from 'node:http'
import type { TestContext } from 'node:test'
import type { Client } from './client.js'
import { assertDocumented } from './contract.js'

export interface PollAnswer {
  status: number
  headers: IncomingMessage['headers']
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads out of an answer is what it asserts
  body: any
  titles: string[]
  tookMs: number
}

/** A client's question for changes on a real socket of its own; given up when the test ends. */
export function openPoll(t: TestContext, address: string, client: Client, query: Record<string, string | number> = {}) {
  const url = `/api/notifications/changes?${new URLSearchParams(query as Record<string, string>)}`
  const sentAtMs = performance.now()
  const outgoing = request(`${address}${url}`, { agent: false, headers: client.cookieHeader() })
  t.after(() => outgoing.destroy())
  const answer = new Promise<PollAnswer>((resolve, reject) => {
    outgoing.on('error', reject).on('response', async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      const body = JSON.parse(text)
      const { statusCode: status = 0, headers } = response
      assertDocumented('GET', url, { status, headers, text, body })
      const titles = (body.newNotifications ?? []).map(({ title }: { title: string }) => title)
      resolve({ status, headers, body, titles, tookMs: performance.now() - sentAtMs })
    })
    outgoing.end()
  })
  answer.catch(() => {}) // of one that left
  return { answer, leave: () => outgoing.destroy() }
}

/** The answer to a question that does not wait. */
export async function poll(t: TestContext, address: string, client: Client, query: Record<string, string | number>) {
  const answer = await openPoll(t, address, client, query).answer
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer
}
