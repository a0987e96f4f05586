import { setTimeout as sleep } from 'node:timers/promises'
import { cookieOf, mentorIndexes } from '../accounts.js'
import type { Bench, Line } from '../bench.js'
import { median, ms, quantile, whole } from '../numbers.js'
import { canReadUsage, countFcntl, cpuSecondsOf, rssOf } from '../process-usage.js'
import type { Product } from '../product.js'
import type { RowName } from '../settings.js'

const warmUpStreams = 500
const warmUpSeconds = 3
const calibrationRequests = 200
const watchedPerSecond = 50
/** Longer than a broadcast takes, so that the watch is not over before it. */
const watchSeconds = 3

type Context = Bench & { product: Product }

/** The rows that need open streams: all in one product, new for them, with the streams opened once. */
export async function measureStreams(bench: Bench): Promise<Line[]> {
  const { settings, holder, say } = bench
  const wanted = (row: RowName) => settings.only.has(row)
  const context = { ...bench, product: await bench.restart() }
  const { pid, port } = context.product
  await warmUp(context)
  const calibration = wanted('idle') ? await calibrate(context) : undefined
  const rssBefore = canReadUsage ? rssOf(pid) : Number.NaN
  const { seconds } = await holder.call('open', { port, count: settings.streams })
  say(`  ${whole(settings.streams)} streams open after ${seconds.toFixed(1)} s`)
  await sleep(settings.settleSeconds * 1000)

  const lines: Line[] = []
  if (wanted('idle') && canReadUsage) lines.push(...(await measureIdle(context, { rssBefore, calibration })))
  if (wanted('one')) lines.push(await measureOne(context))
  if (wanted('all')) lines.push(...(await measureAll(context)))

  const { open, lost } = await holder.call('state', null)
  if (lost > 0 || open !== settings.streams) throw new Error(`${lost} streams were lost, ${open} are open`)
  await holder.call('close', null)
  return lines
}

/** A process that has just started grows with its first requests, whatever they are: not the streams' doing. */
async function warmUp({ product, load, holder }: Context): Promise<void> {
  const { port } = product
  const requests = [meOf(0)]
  await load.call('run', { port, requests, status: 200, connections: 32, seconds: warmUpSeconds })
  const before = await holder.call('state', null)
  await holder.call('open', { port, count: Math.max(1, warmUpStreams - before.open) })
  await holder.call('close', null)
  await sleep(2_000)
}

interface Calibration {
  /** System calls of one reading statement. */
  perQuery: number
}

/** `GET /api/auth/me` is one statement. */
async function calibrate({ product, load }: Context): Promise<Calibration | undefined> {
  const one = () =>
    load.call('run', {
      port: product.port,
      requests: [meOf(0)],
      status: 200,
      connections: 1,
      seconds: calibrationRequests / 200,
      perSecond: 200
    })
  const calls = await countFcntl(product.pid, one)
  return calls ? { perQuery: calls / calibrationRequests } : undefined
}

async function measureIdle(
  { settings, product: { pid }, say }: Context,
  { rssBefore, calibration }: { rssBefore: number; calibration: Calibration | undefined }
): Promise<Line[]> {
  const { streams, idleSeconds, straceSeconds } = settings
  const cpuBefore = cpuSecondsOf(pid)
  const startedAt = performance.now()
  await sleep(idleSeconds * 1000)
  const share = (cpuSecondsOf(pid) - cpuBefore) / ((performance.now() - startedAt) / 1000)
  const rss = rssOf(pid)
  const kilobytes = (rss - rssBefore) / streams / 1000
  say(`  idle: ${kilobytes.toFixed(1)} KB each, ${(share * 100).toFixed(2)} % of a core`)
  const calls = calibration && (await countFcntl(pid, () => sleep(straceSeconds * 1000)))
  const queries = calibration && calls !== undefined ? calls / calibration.perQuery : undefined
  say(`  idle: ${queries?.toFixed(1) ?? 'unknown'} queries in ${straceSeconds} s`)
  const work = `${whole(streams)} idle streams`
  return [
    {
      work: `${work}: memory each`,
      reached: `${kilobytes.toFixed(1)} KB`,
      target: '≤ 20 KB',
      isMet: kilobytes <= 20,
      figures: `RSS ${whole(rssBefore / 1e6)} MB before, ${whole(rss / 1e6)} MB after, garbage included`
    },
    {
      work: `${work}: queries of each`,
      reached: queries === undefined ? 'not measured' : queries < streams ? '0' : (queries / streams).toFixed(1),
      target: '0',
      isMet: queries === undefined ? undefined : queries < streams / 100,
      figures:
        queries === undefined
          ? 'needs strace'
          : `${queries.toFixed(0)} queries of the whole process in ${straceSeconds} s (a poll is one, every 8 s)`
    },
    {
      work: `${work}: processor`,
      reached: `${(share * 100).toFixed(1)} %`,
      target: '≤ 2 % of a core',
      isMet: share <= 0.02,
      figures: `over ${idleSeconds} s, heartbeats included`
    }
  ]
}

async function measureOne({ settings, product: { port }, sqlite, holder, say }: Context): Promise<Line> {
  const { userIds } = sqlite.seeded
  await holder.call('notifyOne', { port, userIds, samples: 20 })
  const found = await holder.call('notifyOne', { port, userIds, samples: settings.singles })
  const { fromAnswer, fromSend, beforeAnswer } = found
  say(`  one: p99 ${ms(fromAnswer.p99)} from the answer, ${ms(fromSend.p99)} from the sending`)
  return {
    work: `one notification to one of ${whole(settings.streams)} streams, from the answered POST`,
    reached: `p99 ${ms(fromAnswer.p99)}`,
    target: 'p99 ≤ 50 ms',
    isMet: fromAnswer.p99 <= 50,
    figures:
      `p50 ${ms(fromAnswer.p50)}, max ${ms(fromAnswer.max)} of ${settings.singles}, ${beforeAnswer} before the answer; ` +
      `from the sent POST p50 ${ms(fromSend.p50)}, p99 ${ms(fromSend.p99)}`
  }
}

async function measureAll({ settings, product: { port }, holder, pacer, say }: Context): Promise<Line[]> {
  const found: { completeMs: number; answerMs: number; totalMs: number; p99: number; max: number }[] = []
  for (let i = 0; i < settings.broadcasts; i++) {
    const watch = pacer.call('run', {
      port,
      requests: [meOf(mentorIndexes.first)],
      status: 200,
      connections: 4,
      seconds: watchSeconds,
      perSecond: watchedPerSecond
    })
    await sleep(500)
    const { completeMs, answerMs, totalMs } = await holder.call('notifyAll', { port })
    const { ms: beside } = await watch
    found.push({ completeMs, answerMs, totalMs, p99: beside.p99, max: beside.max })
    say(`  all: answered after ${ms(answerMs)}, complete ${ms(completeMs)} later; beside p99 ${ms(beside.p99)}`)
  }
  const worstMs = quantile(
    found.map(({ completeMs }) => completeMs),
    1
  )
  const p99 = quantile(
    found.map((one) => one.p99),
    1
  )
  const medianOf = (name: keyof (typeof found)[number]) => ms(median(found.map((one) => one[name])))
  return [
    {
      work: `one notification to all of ${whole(settings.streams)} streams, from the answered POST`,
      reached: ms(worstMs),
      target: '≤ 1.5 s',
      isMet: worstMs <= 1_500,
      figures: `the slowest of ${found.length}, median ${medianOf('completeMs')}; POST answered after ${medianOf('answerMs')}, all together ${medianOf('totalMs')}`
    },
    {
      work: `meanwhile \`GET /api/auth/me\`, every ${1000 / watchedPerSecond} ms`,
      reached: `p99 ${ms(p99)}`,
      target: 'p99 ≤ 250 ms',
      isMet: p99 <= 250,
      figures: `the worst of ${found.length} watches of ${watchSeconds} s, median ${medianOf('p99')}; max ${ms(
        quantile(
          found.map(({ max }) => max),
          1
        )
      )}`
    }
  ]
}

function meOf(index: number) {
  return { path: '/api/auth/me', headers: cookieOf(index) }
}
