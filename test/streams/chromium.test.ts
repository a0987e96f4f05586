// Runs once: what a browser does with a stream has nothing to do with the database.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { buildTestApp, type TestApp } from '../support/app.js'
import type { Client } from '../support/client.js'
import { installed } from '../support/installed.js'
import { startTcpProxy } from '../support/tcp-proxy.js'

/** What the page has heard. */
interface Heard {
  unreadCounts: number[]
  titles: string[]
  events: string[]
  opens: number
  state: number
}

async function launch(t: TestContext): Promise<BrowserContext | undefined> {
  const executablePath = installed(t, 'chromium')
  if (!executablePath) return undefined
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
  t.after(() => browser.close())
  return browser.newContext()
}

async function takeCookies(context: BrowserContext, client: Client): Promise<void> {
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, domain: '127.0.0.1', path: '/' }))
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, httpOnly: true, sameSite: 'Lax' as const })))
}

/** Opens an EventSource in the page, as any page would. */
function listen(page: Page, url: string, withCredentials = false): Promise<void> {
  return page.evaluate(
    ([url, withCredentials]) => {
      const source = new EventSource(url, { withCredentials })
      const heard = { unreadCounts: [], titles: [], events: [], opens: 0, state: 0 } as Heard
      Object.assign(globalThis, { heard, source })
      source.onopen = () => {
        heard.opens += 1
      }
      source.onmessage = ({ data }) => {
        const { unreadCount, newNotifications = [] } = JSON.parse(data)
        heard.unreadCounts.push(unreadCount)
        heard.titles.push(...newNotifications.map(({ title }: { title: string }) => title))
      }
      for (const name of ['reset', 'session-expired']) source.addEventListener(name, () => heard.events.push(name))
    },
    [url, withCredentials] as const
  )
}

const heardBy = (page: Page): Promise<Heard> =>
  page.evaluate(() => {
    const { heard, source } = globalThis as unknown as { heard: Heard; source: EventSource }
    return { ...heard, state: source.readyState }
  })

async function until(page: Page, holds: (heard: Heard) => boolean): Promise<Heard> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const heard = await heardBy(page)
    if (holds(heard)) return heard
    assert.ok(Date.now() < deadline, `it did not come: ${JSON.stringify(heard)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function sendTo(app: TestApp, { userId }: Client, title: string): Promise<void> {
  const admin = await app.as('admin')
  const { status } = await admin.post('/api/notifications', { type: 'note', title, message: 'Isi.', userIds: [userId] })
  assert.equal(status, 201)
}

/** A page of another origin. */
async function startOtherSite(t: TestContext): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Lain</title>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('an EventSource in Chromium', () => {
  test('hears with its cookie, comes back after a cut with what it missed, and stops when the session ends', async (t) => {
    const context = await launch(t)
    if (!context) return
    const app = await buildTestApp(t)
    const wire = await startTcpProxy(t, await app.listen())
    const learner = await app.as('learner')
    await takeCookies(context, learner)
    const page = await context.newPage()
    await page.goto(`${wire.address}/docs/`)
    await listen(page, '/api/notifications/stream')
    await until(page, ({ unreadCounts }) => unreadCounts.length === 1)
    await sendTo(app, learner, 'Satu')
    await until(page, ({ titles }) => titles.length === 1)
    wire.cut()
    await sendTo(app, learner, 'Dua')
    await sendTo(app, learner, 'Tiga')
    const { titles, opens, events } = await until(page, (heard) => heard.titles.length === 3)
    assert.deepEqual(titles, ['Satu', 'Dua', 'Tiga'])
    assert.equal(opens, 2)
    assert.deepEqual(events, [])
    await learner.post('/api/auth/logout')
    const ended = await until(page, ({ state }) => state === 2)
    assert.deepEqual(ended.events, ['session-expired'])
  })

  test('of a listed origin hears with credentials, and of another one nothing', async (t) => {
    const context = await launch(t)
    if (!context) return
    const [friend, stranger] = [await startOtherSite(t), await startOtherSite(t)]
    const app = await buildTestApp(t, { env: { CORS_ORIGINS: friend } })
    const address = await app.listen()
    const learner = await app.as('learner')
    await takeCookies(context, learner)

    const page = await context.newPage()
    await page.goto(friend)
    await listen(page, `${address}/api/notifications/stream`, true)
    await until(page, ({ unreadCounts }) => unreadCounts.length === 1)
    await sendTo(app, learner, 'Satu')
    assert.deepEqual((await until(page, ({ titles }) => titles.length === 1)).titles, ['Satu'])

    const other = await context.newPage()
    await other.goto(stranger)
    await listen(other, `${address}/api/notifications/stream`, true)
    const refused = await until(other, ({ state }) => state === 2)
    assert.deepEqual(refused.unreadCounts, [])
  })

  test('of a seventh tab still lets the page ask for other things, because the oldest stream ends', async (t) => {
    const context = await launch(t)
    if (!context) return
    const site = await startOtherSite(t)
    const app = await buildTestApp(t, { env: { CORS_ORIGINS: site } })
    const address = await app.listen()
    const learner = await app.as('learner')
    await takeCookies(context, learner)
    const pages: Page[] = []
    for (let i = 0; i < 6; i++) {
      const page = await context.newPage()
      await page.goto(site)
      await listen(page, `${address}/api/notifications/stream`, true)
      await until(page, ({ opens }) => opens === 1)
      pages.push(page)
    }
    const first = pages[0]
    assert.ok(first)
    await until(first, ({ state }) => state === 0)
    const status = await first.evaluate(async (address) => (await fetch(`${address}/api/health/live`)).status, address)
    assert.equal(status, 200)
  })
})
