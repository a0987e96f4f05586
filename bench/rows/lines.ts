import { cookieOf } from '../accounts.js'
import {
  type Bench,
  type Contender,
  cpuOf,
  describeRounds,
  type Line,
  perSecondOf,
  type Round,
  ratioOf
} from '../bench.js'
import type { RequestText } from '../keep-alive.js'
import { median, ms, whole } from '../numbers.js'

/** How many ask at a time, unless a row says otherwise. */
export const connections = 32
/** What the same work may cost in ten times the data. */
const growth = 1.5

export function load(
  { load }: Bench,
  { pid, port }: { pid: number; port: number },
  { status = 200, ...options }: { requests: RequestText[]; status?: number; connections?: number }
): Contender {
  const common = { port, status, connections, staysAwake: true, ...options }
  return { pid, run: (seconds) => load.call('run', { ...common, seconds }) }
}

export function get(path: string, index: number): RequestText {
  return { path, headers: cookieOf(index) }
}

export function ratioLine(
  { bare, all }: Record<'bare' | 'all', Round[]>,
  { work, target }: { work: string; target: number }
): Line {
  const ratio = ratioOf(all, bare)
  const figures = `${describeRounds(all)}; bare ${whole(perSecondOf(bare))}/s, ${cpuOf(bare)}`
  return { work, reached: ratio.toFixed(2), target: `≥ ${target}`, isMet: ratio >= target, figures }
}

export function p99Line(rounds: readonly Round[], { work, limitMs }: { work: string; limitMs: number }): Line {
  const p99 = median(rounds.map((round) => round.ms.p99))
  const target = `p99 ≤ ${limitMs} ms`
  return { work, reached: `p99 ${ms(p99)}`, target, isMet: p99 <= limitMs, figures: describeRounds(rounds) }
}

/** By processor time: it is what the work costs, whoever else is busy. */
export function growthLine({ all, tenth }: Record<'all' | 'tenth', Round[]>, work: string): Line {
  const cost = (rounds: readonly Round[]) => median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds))
  const ratio = cost(all) / cost(tenth)
  return {
    work: `${work.split(', ')[0]}: its cost, against a tenth of the data`,
    reached: `${ratio.toFixed(2)} ×`,
    target: `≤ ${growth} ×`,
    isMet: ratio <= growth,
    figures: `${cpuOf(all)} each, with a tenth ${cpuOf(tenth)}`
  }
}
