import type { ArgonRate } from './argon-rate.js'
import type { LoadClient, LoadResult } from './load-client.js'
import { median, ms, whole } from './numbers.js'
import { cpuSecondsOf } from './process-usage.js'
import type { Product } from './product.js'
import type { Seeded } from './seed.js'
import type { Settings } from './settings.js'
import type { StreamHolder } from './stream-holder.js'
import type { Worker } from './worker.js'

/** A product with its data. */
export interface Subject {
  databaseUrl: string
  product: Product
  seeded: Seeded
}

/** All that a row measures with. */
export interface Bench {
  settings: Settings
  /** For files that are gone when the bench ends. */
  directory: string
  bare: { pid: number; port: number }
  sqlite: Subject
  /** Undefined when it is left out. */
  postgres: Subject | undefined
  load: Worker<LoadClient>
  /** A second client beside the load. */
  pacer: Worker<LoadClient>
  argon: Worker<ArgonRate>
  holder: Worker<StreamHolder>
  /** The product on SQLite in a new process: what was there before must not be counted with the streams. */
  restart(env?: Record<string, string>): Promise<Product>
  /** One more, over a database that is there. */
  start(databaseUrl: string): Promise<Product>
  say(text: string): void
}

/** A line of the table. */
export interface Line {
  work: string
  reached: string
  target: string
  /** Undefined where it could not be measured, or nothing is asked. */
  isMet: boolean | undefined
  figures: string
  postgres?: string
}

const warmUpSeconds = 3

/** What a load came to, and what it cost the server. */
export interface Round extends LoadResult {
  /** Processor time of all its threads: what others do on the machine does not show in it. */
  cpuMicroseconds: number
}

export interface Contender {
  pid: number
  run(seconds: number): Promise<LoadResult>
}

/** Each in turn, round after round, forwards and backwards: what else the machine does strikes all alike. */
export async function interleave<N extends string>(
  { settings: { rounds, roundSeconds }, say }: Pick<Bench, 'settings' | 'say'>,
  contenders: Record<N, Contender>
): Promise<Record<N, Round[]>> {
  const names = Object.keys(contenders) as N[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, Round[]>
  for (const name of names) await contenders[name].run(warmUpSeconds)
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      results[name].push(await runRound(contenders[name], roundSeconds))
    }
    say(`  ${names.map((name) => `${name} ${Math.round(results[name].at(-1)?.perSecond ?? 0)}/s`).join(', ')}`)
  }
  return results
}

async function runRound({ pid, run }: Contender, seconds: number): Promise<Round> {
  const before = cpuSecondsOf(pid)
  const result = await run(seconds)
  return { ...result, cpuMicroseconds: ((cpuSecondsOf(pid) - before) / result.count) * 1e6 }
}

/** The median of the ratios of the rounds. */
export function ratioOf(results: readonly LoadResult[], base: readonly LoadResult[]): number {
  return median(results.map(({ perSecond }, round) => perSecond / (base[round]?.perSecond ?? Number.NaN)))
}

export function perSecondOf(results: readonly LoadResult[]): number {
  return median(results.map(({ perSecond }) => perSecond))
}

/** The medians in words. */
export function describeRounds(rounds: readonly Round[]): string {
  const medianOf = (value: (round: Round) => number) => median(rounds.map(value))
  const latencies = `p50 ${ms(medianOf((round) => round.ms.p50))}, p99 ${ms(medianOf((round) => round.ms.p99))}`
  return `${whole(perSecondOf(rounds))}/s, ${latencies}, ${cpuOf(rounds)} each`
}

export function cpuOf(rounds: readonly Round[]): string {
  return `${whole(median(rounds.map(({ cpuMicroseconds }) => cpuMicroseconds)))} µs CPU`
}
