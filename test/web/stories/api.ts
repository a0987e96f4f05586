import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { signIn, type Web } from '../support/browser.js'

interface Row {
  id: string
}

/** A request of who is signed in there. @throws when it is refused */
export type Call = <T = Row>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  data?: object
) => Promise<T>

/** What is not the point of a story is asked of the API, as the pages do it. */
export function apiOf(page: Page): Call {
  return async <T>(method: string, path: string, data?: object) => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const answer = await page.context().request.fetch(path, { method, headers, ...(data && { data }) })
    const text = await answer.text()
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }
}

/** Somebody who has no page open. */
export async function callAs(web: Web, username: string, password?: string): Promise<Call> {
  const page = await web.open()
  await signIn(page, username, password)
  return apiOf(page)
}
