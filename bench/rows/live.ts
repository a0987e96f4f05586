import { setTimeout as sleep } from 'node:timers/promises'
import { cookieOf, mentorIndexes } from '../accounts.js'
import type { Bench, Line } from '../bench.js'
import type { Kind, LiveLoad, Published } from '../live-load.js'
import { ms, whole } from '../numbers.js'
import type { BetterSseServer } from '../peers/better-sse-server.js'
import { startNchan } from '../peers/nchan.js'
import { canReadUsage, cpuSecondsOf, rssOf } from '../process-usage.js'
import { startWorker, type Worker } from '../worker.js'

const warmUpSeconds = 5
const opensPerSecondAtLeast = 1_000
const liveMostMs = { sqlite: 100, postgres: 200 }
const stormMostSeconds = 60
const besideMostMs = 500
const watchedPerSecond = 20
const settleMs = 5_000

/** Many personal events over many streams; then all streams cut at once. */
export async function measureLive(bench: Bench): Promise<Line[]> {
  const live = await startWorker<LiveLoad>('./live-load.ts')
  try {
    const lines: Line[] = []
    const { port, pid } = await bench.restart()
    const found = await load(bench, live, { kind: 'product', ports: [port], pids: [pid] }, bench.settings.liveSeconds)
    if (bench.settings.only.has('live')) {
      lines.push(openingLine(bench, found), liveLine(bench, found, 'sqlite'))
    }
    await live.call('close', null)
    if (bench.settings.only.has('storm')) lines.push(...(await measureStorm(bench, live)))
    await bench.sqlite.product.stop()
    if (bench.settings.only.has('live')) lines.push(...(await measureOnPostgres(bench, live)))
    return lines
  } finally {
    live.stop()
  }
}

interface Served {
  kind: Kind
  ports: number[]
  /** Of the processes whose time and memory count. */
  pids: number[]
}

interface Found extends Published {
  opensPerSecond: number
  kilobytesEach: number
  /** Microseconds for each event. */
  cpu: number
}

async function load(
  bench: Bench,
  live: Worker<LiveLoad>,
  { pids, ...target }: Served,
  seconds: number
): Promise<Found> {
  const { settings, sqlite, say } = bench
  const sum = (of: (pid: number) => number) => pids.reduce((total, pid) => total + of(pid), 0)
  const { eventsPerSecond: perSecond } = settings
  const { userIds } = (bench.postgres && target.ports.length > 1 ? bench.postgres : sqlite).seeded
  const rssBefore = canReadUsage ? sum(rssOf) : Number.NaN
  const opening = await live.call('open', { target, count: settings.streams })
  const opensPerSecond = settings.streams / opening.seconds
  await sleep(settleMs)
  const kilobytesEach = ((canReadUsage ? sum(rssOf) : Number.NaN) - rssBefore) / settings.streams / 1000
  await live.call('publish', { target, userIds, perSecond, seconds: warmUpSeconds })
  const cpuBefore = sum(cpuSecondsOf)
  const published = await live.call('publish', { target, userIds, perSecond, seconds })
  const cpu = ((sum(cpuSecondsOf) - cpuBefore) * 1e6) / published.events
  say(
    `  ${whole(opensPerSecond)} opened a second; p99 ${ms(published.ms.p99)}, ${published.arrived} of ${published.events}`
  )
  if (published.arrived < published.events - published.refused) throw new Error('events did not arrive')
  return { ...published, opensPerSecond, kilobytesEach, cpu }
}

function openingLine({ settings }: Bench, { opensPerSecond }: Found): Line {
  return {
    work: `opening ${whole(settings.streams)} streams, 200 at a time`,
    reached: `${whole(opensPerSecond)}/s`,
    target: `≥ ${whole(opensPerSecondAtLeast)}/s`,
    isMet: opensPerSecond >= opensPerSecondAtLeast,
    figures: 'each to its first frame, with a session of its own'
  }
}

function liveLine({ settings }: Bench, found: Found, database: 'sqlite' | 'postgres'): Line {
  const where = database === 'sqlite' ? '' : ', two instances on PostgreSQL, each event at the other one'
  return {
    work: `${settings.eventsPerSecond} personal events a second over ${whole(settings.streams)} streams${where}`,
    reached: `p99 ${ms(found.ms.p99)}`,
    target: `p99 ≤ ${liveMostMs[database]} ms`,
    isMet: found.refused === 0 && found.ms.p99 <= liveMostMs[database],
    figures: `for ${settings.liveSeconds} s, from the sending to the frame: p50 ${ms(found.ms.p50)}, max ${ms(found.ms.max)}, ${whole(found.cpu)} µs CPU each${found.refused > 0 ? `; ${whole(found.refused)} of ${whole(found.events)} were refused with 503` : ''}`
  }
}

async function measureOnPostgres(bench: Bench, live: Worker<LiveLoad>): Promise<Line[]> {
  if (!bench.postgres) return []
  const { databaseUrl } = bench.postgres
  const instances = [await bench.start(databaseUrl), await bench.start(databaseUrl)]
  const served: Served = {
    kind: 'product',
    ports: instances.map(({ port }) => port),
    pids: instances.map(({ pid }) => pid)
  }
  try {
    return [liveLine(bench, await load(bench, live, served, bench.settings.liveSeconds), 'postgres')]
  } finally {
    await live.call('close', null)
    for (const instance of instances) await instance.stop()
  }
}

/** With streams admitted at the rate that they are by default. */
async function measureStorm(bench: Bench, live: Worker<LiveLoad>): Promise<Line[]> {
  const { settings, pacer, say } = bench
  const { port } = await bench.restart({ STREAM_OPENS_PER_SECOND: '500' })
  const target = { kind: 'product' as const, ports: [port] }
  await live.call('open', { target, count: settings.streams })
  const watching = pacer.call('run', {
    port,
    requests: [{ path: '/api/auth/me', headers: cookieOf(mentorIndexes.first) }],
    status: 200,
    connections: 4,
    seconds: 15,
    perSecond: watchedPerSecond
  })
  await sleep(1_000)
  const { seconds, refusals } = await live.call('storm', { target })
  const { ms: beside } = await watching
  await live.call('close', null)
  say(`  storm: all back after ${seconds.toFixed(1)} s; beside p99 ${ms(beside.p99)}`)
  const work = `${whole(settings.streams)} streams cut at once`
  return [
    {
      work: `${work}: all back`,
      reached: `${seconds.toFixed(1)} s`,
      target: `≤ ${stormMostSeconds} s`,
      isMet: seconds <= stormMostSeconds,
      figures: `they come at once; ${refusals} were told to come later, and did`
    },
    {
      work: `${work}: \`GET /api/auth/me\` meanwhile, every ${1000 / watchedPerSecond} ms`,
      reached: `p99 ${ms(beside.p99)}`,
      target: `p99 ≤ ${besideMostMs} ms`,
      isMet: beside.p99 <= besideMostMs,
      figures: `p50 ${ms(beside.p50)}, max ${ms(beside.max)}, over 15 s with the storm among them`
    }
  ]
}

/** The same events over as many streams by others, in the same run. */
export async function measurePeers(bench: Bench): Promise<Line[]> {
  const { peerSeconds } = bench.settings
  const lines: Line[] = []
  const measure = async (name: string, served: Served) => {
    const live = await startWorker<LiveLoad>('./live-load.ts')
    bench.say(`  ${name}`)
    try {
      lines.push(peerLine(bench, name, await load(bench, live, served, peerSeconds)))
    } finally {
      live.stop()
    }
  }
  const { port, pid } = await bench.restart()
  await measure('Naik Kelas', { kind: 'product', ports: [port], pids: [pid] })
  await bench.sqlite.product.stop()

  const betterSse = await startWorker<BetterSseServer>('./peers/better-sse-server.ts')
  const peerPort = await betterSse.call('port', null)
  await measure('`better-sse`', { kind: 'peer', ports: [peerPort], pids: [betterSse.pid] })
  betterSse.stop()

  const nchan = await startNchan(bench.directory)
  if (!nchan) bench.say('  nchan is not installed (nginx-light, libnginx-mod-nchan)')
  else {
    await measure('nchan', { kind: 'peer', ports: [nchan.port], pids: [nchan.pid] })
    nchan.stop()
  }
  return lines
}

function peerLine({ settings }: Bench, name: string, found: Found): Line {
  return {
    work: `${settings.eventsPerSecond} personal events a second over ${whole(settings.streams)} streams: ${name}`,
    reached: `p99 ${ms(found.ms.p99)}`,
    target: '',
    isMet: undefined,
    figures: `p50 ${ms(found.ms.p50)}, ${whole(found.cpu)} µs CPU an event, ${found.kilobytesEach.toFixed(1)} KB a stream, ${whole(found.opensPerSecond)} opened a second`
  }
}
