import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright-core'
import type { MeasuredPage } from './world.js'

/** A phone of little money at the edge of a cell. */
const network = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false }
const processorRate = 4
const viewport = { width: 360, height: 740 }
/** After the load event: what comes later is looked at, too. */
const watchMs = 6_000

export interface SlowReport {
  largestPaintMs: number
  /** What was painted then. */
  largest: string
  layoutShift: number
  /** What has moved. */
  moved: string[]
  /** Errors that the console showed. */
  errors: string[]
}

interface Seen {
  largestPaintMs: number
  largest: string
  layoutShift: number
  moved: string[]
}

/** The first visit, with nothing kept. */
export async function measureSlowly(pages: readonly MeasuredPage[], executablePath: string): Promise<SlowReport[]> {
  const isRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] })
  try {
    const reports: SlowReport[] = []
    for (const page of pages) reports.push(await visit(browser, page))
    return reports
  } finally {
    await browser.close()
  }
}

async function visit(browser: Browser, { address, cookie }: MeasuredPage): Promise<SlowReport> {
  const context = await browser.newContext({ viewport, isMobile: true, hasTouch: true, locale: 'id-ID' })
  const [name, value = ''] = cookie?.split('=') ?? []
  if (name) await context.addCookies([{ name, value, url: new URL('/', address).href, sameSite: 'Lax' }])
  await context.addInitScript(watch)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  const protocol = await context.newCDPSession(page)
  await protocol.send('Network.enable')
  await protocol.send('Network.emulateNetworkConditions', network)
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: processorRate })
  await page.goto(address)
  await sleep(watchMs)
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  await context.close()
  return { ...seen, errors }
}

/** Runs in the page, before anything of it. */
function watch(): void {
  const seen: Seen = { largestPaintMs: 0, largest: '', layoutShift: 0, moved: [] }
  Object.assign(globalThis, { seen })
  // A method: of a function in a function tsx would keep the name by a helper that the page does not have.
  const nodes = {
    nameOf(node: Node | null) {
      if (!(node instanceof Element)) return node?.nodeName ?? ''
      return `<${node.localName}${node.className ? ` class="${node.className}"` : ''}>`
    }
  }
  type Paint = PerformanceEntry & { element: Element | null }
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Paint[]) {
      seen.largestPaintMs = entry.startTime
      seen.largest = nodes.nameOf(entry.element)
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries() as Shift[]) {
      seen.layoutShift += value
      seen.moved.push(...sources.map(({ node }) => nodes.nameOf(node)))
    }
  }).observe({ type: 'layout-shift', buffered: true })
}
