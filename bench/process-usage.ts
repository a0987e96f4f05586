import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the system says about a process; Linux alone has it. */
export const canReadUsage = existsSync('/proc/self/stat')

/** Resident memory in bytes. */
export function rssOf(pid: number): number {
  const kilobytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m)?.[1]
  return Number(kilobytes) * 1024
}

/** Seconds of processor time, of all threads, since its start. */
export function cpuSecondsOf(pid: number): number {
  if (!canReadUsage) return Number.NaN
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond()
}

let ticks: number | undefined
function clockTicksPerSecond(): number {
  ticks ??= Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100
  return ticks
}

/**
 * How often the main thread called fcntl in this time: SQLite takes and gives back a lock with it for each reading
 * statement, and nothing else of the product calls it. Undefined where strace is missing or may not look.
 */
export async function countFcntl(pid: number, during: () => Promise<unknown>): Promise<number | undefined> {
  const args = ['-c', '-U', 'name,calls', '-e', 'trace=fcntl', '-p', String(pid)]
  const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let report = ''
  child.stderr.on('data', (chunk) => {
    report += chunk
  })
  const ended = once(child, 'close').catch(() => {})
  await sleep(500)
  if (child.exitCode !== null || child.pid === undefined) return undefined
  try {
    await during()
  } finally {
    child.kill('SIGINT')
    await ended
  }
  if (!report.includes('attached')) return undefined
  return Number(report.match(/^fcntl\s+(\d+)/m)?.[1] ?? 0)
}
