import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { tableOf } from '../markdown-table.js'
import { ms } from '../numbers.js'
import { measureByLighthouse } from './lighthouse.js'
import { measureSlowly } from './slow.js'
import { createWorld, type MeasuredPage } from './world.js'

const leastScore = 95
const longestPaintMs = 2_500
const { values } = parseArgs({
  options: { only: { type: 'string' }, page: { type: 'string' }, runs: { type: 'string' } }
})
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(chromium)) throw new Error(`${chromium} is not there: CHROMIUM says where it is`)

const world = await createWorld()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void world.end().finally(() => process.exit(130)))
}
try {
  const pages = world.pages.filter(({ name }) => !values.page || values.page === name)
  if (values.only !== 'lighthouse') console.log(`${await slowTable(pages)}\n`)
  if (values.only !== 'slow') console.log(await lighthouseTable(pages))
} finally {
  await world.end()
}

async function lighthouseTable(pages: readonly MeasuredPage[]): Promise<string> {
  const rows: string[][] = []
  for (const page of pages) {
    const report = await measureByLighthouse(page, chromium, Number(values.runs ?? 3))
    const { scores, largestPaintMs, layoutShift, blockedMs, scriptBytes, faults } = report
    tell(page, faults)
    tell(page, [JSON.stringify(scores)])
    const { performance, accessibility, 'best-practices': practices, seo } = scores
    if (Math.min(performance, accessibility, practices) < leastScore) process.exitCode = 1
    rows.push([
      page.name,
      ...[performance, accessibility, practices, seo].map(String),
      ...[ms(largestPaintMs), layoutShift.toFixed(3), ms(blockedMs), `${(scriptBytes / 1024).toFixed(0)} KB`]
    ])
  }
  const head = ['page', 'performance', 'accessibility', 'best practices', 'SEO']
  return tableOf([...head, 'largest paint', 'layout shift', 'blocked', 'JavaScript'], rows)
}

async function slowTable(pages: readonly MeasuredPage[]): Promise<string> {
  const reports = await measureSlowly(pages, chromium)
  const rows = pages.map((page, i) => {
    const {
      largestPaintMs = Number.NaN,
      largest = '',
      layoutShift = Number.NaN,
      moved = [],
      errors = []
    } = reports[i] ?? {}
    tell(page, [...moved.map((node) => `moved: ${node}`), ...errors])
    const isMet = largestPaintMs <= longestPaintMs && layoutShift === 0 && errors.length === 0
    if (!isMet) process.exitCode = 1
    return [page.name, ms(largestPaintMs), `\`${largest}\``, layoutShift.toFixed(3), isMet ? 'yes' : '**no**']
  })
  return tableOf(['page', 'largest paint', 'of', 'layout shift', 'met'], rows)
}

function tell({ name }: MeasuredPage, what: readonly string[]): void {
  for (const each of new Set(what)) console.error(`${name}: ${each}`)
}
