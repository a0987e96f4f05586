import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from '../numbers.js'
import type { MeasuredPage } from './world.js'

/** The newest that runs on Node 20. Not a dependency: it brings 150 packages and 185 MB for something that runs now and then. */
const lighthouse = 'lighthouse@12.8.2'
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const maxTries = 3
const outputLimit = 64 * 1024 * 1024

export interface Report {
  /** Of 100. */
  scores: Record<(typeof categories)[number], number>
  largestPaintMs: number
  layoutShift: number
  blockedMs: number
  /** Of JavaScript, as it was transferred. */
  scriptBytes: number
  /** What else it is not content with. */
  faults: string[]
}

interface Audit {
  title: string
  score: number | null
  numericValue?: number
  details?: { items?: { resourceType?: string; transferSize?: number }[] }
}

interface Answer {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  audits: Record<string, Audit>
}

/** With its settings for phones; the median of the runs, for the machine has its moods. */
export async function measureByLighthouse(page: MeasuredPage, chromium: string, runs: number): Promise<Report> {
  const reports: Report[] = []
  while (reports.length < runs) reports.push(readAnswer(await run(page, chromium)))
  const middle = (of: (report: Report) => number) => median(reports.map(of))
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, middle(({ scores }) => scores[name])])
    ) as Report['scores'],
    largestPaintMs: middle((report) => report.largestPaintMs),
    layoutShift: middle((report) => report.layoutShift),
    blockedMs: middle((report) => report.blockedMs),
    scriptBytes: middle((report) => report.scriptBytes),
    faults: [...new Set(reports.flatMap(({ faults }) => faults))]
  }
}

async function run({ address, cookie }: MeasuredPage, chromium: string): Promise<Answer> {
  const isRoot = process.getuid?.() === 0
  const options = [
    '--quiet',
    '--output=json',
    `--only-categories=${categories.join(',')}`,
    `--chrome-flags=--headless=new${isRoot ? ' --no-sandbox' : ''}`,
    ...(cookie ? [`--extra-headers=${JSON.stringify({ cookie })}`] : [])
  ]
  for (let tries = 1; ; tries++) {
    try {
      const { stdout } = await promisify(execFile)('npx', ['--yes', lighthouse, address, ...options], {
        env: { ...process.env, CHROME_PATH: chromium },
        maxBuffer: outputLimit
      })
      return JSON.parse(stdout) as Answer
    } catch (error) {
      // Now and then its trace has no beginning, and it says itself that it should be run again.
      const { stderr = '' } = error as { stderr?: string }
      if (tries === maxTries) throw new Error(`${address}: ${stderr.trim()}`)
    }
  }
}

function readAnswer({ categories: judged, audits }: Answer): Report {
  const figure = (id: string) => audits[id]?.numericValue ?? Number.NaN
  const requests = audits['network-requests']?.details?.items ?? []
  return {
    scores: Object.fromEntries(
      categories.map((name) => [name, Math.round((judged[name]?.score ?? 0) * 100)])
    ) as Report['scores'],
    largestPaintMs: figure('largest-contentful-paint'),
    layoutShift: figure('cumulative-layout-shift'),
    blockedMs: figure('total-blocking-time'),
    scriptBytes: requests
      .filter(({ resourceType }) => resourceType === 'Script')
      .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0),
    faults: Object.entries(judged).flatMap(([name, { auditRefs }]) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
        .map(({ id }) => `${name}: ${audits[id]?.title} (${id})`)
    )
  }
}
