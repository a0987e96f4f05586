import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { installed } from '../../support/installed.js'
import { startProduct } from '../../support/product-process.js'

/** Of the accounts of the demo. */
export const demoPassword = 'naik-kelas-demo'
const viewports = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } } as const
const shots = fileURLToPath(new URL('../../../screenshots', import.meta.url))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Look {
  size?: keyof typeof viewports
  scheme?: 'light' | 'dark'
  language?: 'id' | 'en'
  /** What a browser may be besides, or instead. */
  more?: BrowserContextOptions
  /** Faults that belong to what the test is about: those that match one of these are none. */
  expected?: readonly RegExp[]
}

export interface Web {
  /** Of the product. */
  readonly address: string
  /** A page of a browser of its own: it shares no cookie and no storage with the others. */
  open(look?: Look): Promise<Page>
}

/**
 * The product as `npm start` runs it, on a new database with the demo, and a browser. Undefined, and the test skipped, where
 * there is no browser. A test fails when one of its pages logged an error, broke the policy of its content or asked anybody
 * but the product for anything, whatever else it is about.
 */
export async function openWeb(t: TestContext, env: Record<string, string> = {}): Promise<Web | undefined> {
  const executablePath = installed(t, 'chromium')
  if (!executablePath) return undefined
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
  // Before the product ends, which the pages would take for a fault.
  t.after(() => browser.close())
  const { address } = await startProduct(t, { SEED_DEMO: 'true', ...env })
  return {
    address,
    async open({ size = 'desktop', scheme = 'light', language = 'id', more = {}, expected = [] } = {}) {
      const context = await browser.newContext({
        baseURL: address,
        viewport: viewports[size],
        isMobile: size === 'phone',
        hasTouch: size === 'phone',
        colorScheme: scheme,
        locale: language === 'id' ? 'id-ID' : 'en-GB',
        timezoneId: 'Asia/Jakarta',
        reducedMotion: 'reduce',
        ...more
      })
      const faults = await watch(context, address)
      t.after(() => {
        const unexpected = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)))
        assert.deepEqual([...new Set(unexpected)], [], 'faults of the pages')
      })
      return context.newPage()
    }
  }
}

/** By the API, as an account of the demo if no password is given. */
export async function signIn(page: Page, username: string, password = demoPassword): Promise<void> {
  const answer = await page.context().request.post('/api/auth/login', {
    data: { username, password },
    headers: { 'sec-fetch-site': 'same-origin' }
  })
  assert.equal(answer.status(), 200, `sign-in of ${username}`)
}

/** Nothing that axe finds wrong with the page as it is now. */
export async function noViolations(page: Page): Promise<void> {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    (options) => (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations' as const] }
  )
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) ${target.join(' ')}: ${failureSummary}`)
  )
  assert.deepEqual(told, [], `axe at ${page.url()}`)
}

/** The page is as wide as the window, whatever is in it. */
export async function noSidewaysScrolling(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth
  }))
  assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`)
}

/** A picture of the whole page for people to look at: `/screenshots`, which git ignores. */
export async function shot(page: Page, name: string): Promise<void> {
  const window = page.viewportSize() ?? viewports.desktop
  const { scheme, height } = await page.evaluate(() => ({
    scheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    height: document.documentElement.scrollHeight
  }))
  // A window as high as the page: what sticks to its end would otherwise stand in the middle.
  await page.setViewportSize({ width: window.width, height: Math.max(height, window.height) })
  await page.screenshot({ path: `${shots}/${name}-${window.width}-${scheme}.png` })
  await page.setViewportSize(window)
}

/** What goes wrong in the pages of the context while they are open, in a list that grows. */
async function watch(context: BrowserContext, address: string): Promise<string[]> {
  const faults: string[] = []
  await context.exposeBinding('reportViolation', (_source, text: string) => faults.push(`policy: ${text}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      const report = (globalThis as unknown as { reportViolation(text: string): void }).reportViolation
      report(`${effectiveDirective} ${blockedURI} in ${sourceFile}`)
    })
  })
  context.on('weberror', (error) => faults.push(`error: ${error.error()}`))
  context.on('console', (message) => {
    // Chromium itself says so of every answer that is an error, also where the page makes something of it.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    faults.push(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== address) faults.push(`elsewhere: ${url.href}`)
  })
  context.on('response', (response) => {
    const isMissing = response.status() >= 400 && response.url().startsWith(`${address}/app/`)
    if (isMissing || response.status() >= 500) faults.push(`answer: ${response.status()} of ${response.url()}`)
  })
  return faults
}
