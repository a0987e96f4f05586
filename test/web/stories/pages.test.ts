// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Page, Request } from 'playwright-core'
import { noSidewaysScrolling, noViolations, openWeb, shot, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { prepareTour, type Visit } from './tour.js'

const desk = { width: 1280, height: 800 }
const phone = { width: 360, height: 740 }
/** The narrowest phone, and the desk at a zoom of 200 %. */
const narrow = [
  { width: 320, height: 640 },
  { width: 640, height: 400 }
]

/** The table of the product, as it is written: its code is for browsers. */
function readTable(): string[] {
  const source = readFileSync(new URL('../../../web/src/pages.ts', import.meta.url), 'utf8')
  return [...source.matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path)
}

/** What the page has asked for and not got yet; what it hears of news by has no end. */
function watchRequests(page: Page): Set<Request> {
  const open = new Set<Request>()
  page.on('request', (request) => {
    if (!/\/api\/notifications\/(stream|changes)/.test(request.url())) open.add(request)
  })
  const end = (request: Request) => void open.delete(request)
  page.on('requestfinished', end)
  page.on('requestfailed', end)
  return open
}

async function goTo(page: Page, { to }: Visit, open: Set<Request>): Promise<void> {
  open.clear()
  await page.goto(to)
  await page.locator('main h1').waitFor()
  const isSettled = async () =>
    open.size === 0 && (await page.locator('.skeleton').count()) === 0 && (await twoFrames(page)) && open.size === 0
  await until(`${to} has all that it asked for`, isSettled, 30_000)
  assert.equal(new URL(page.url()).pathname, new URL(to, page.url()).pathname, 'nobody is sent elsewhere')
  assert.equal(await page.locator('main .state[role="alert"]').count(), 0, `${to} shows what it is for`)
}

function twoFrames(page: Page): Promise<boolean> {
  return page.evaluate(
    () => new Promise<boolean>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))
  )
}

/** `teach-courses-id-people-mentor.budi`: to be found by who looks at the pictures. */
function nameOf({ path, as = 'guest' }: Visit): string {
  const place = path
    .replace(/^\/app\//, '')
    .replaceAll(':', '')
    .replaceAll('/', '-')
  return `${place || 'home'}-${as}`
}

test('every page, as somebody who may see it', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const visits = await prepareTour(web)

  await t.test('the tour leaves none out', () => {
    const table = readTable()
    const visited = visits.map(({ path }) => path)
    assert.ok(table.length > 0)
    assert.deepEqual([...new Set(visited)].sort(), table.sort())
  })

  for (const as of new Set(visits.map(({ as }) => as))) {
    const page = await web.open()
    const open = watchRequests(page)
    if (as) await signIn(page, as)
    for (const visit of visits.filter((each) => each.as === as)) {
      await t.test(`${visit.path}, ${as ?? 'a guest'}`, async () => {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.setViewportSize(phone)
        await goTo(page, visit, open)
        await shot(page, nameOf(visit))
        for (const size of narrow) {
          await page.setViewportSize(size)
          // Charts measure their place a frame later.
          await twoFrames(page)
          await noSidewaysScrolling(page)
        }
        await page.setViewportSize(desk)
        await twoFrames(page)
        await noViolations(page)
        await shot(page, nameOf(visit))

        await page.emulateMedia({ colorScheme: 'dark' })
        await page.setViewportSize(phone)
        // Anew: Chromium leaves some colours as they were when the scheme changes under a page.
        await goTo(page, visit, open)
        await noViolations(page)
      })
    }
    await page.context().close()
  }
})
