import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const startWithinMs = 60_000
const stopWithinMs = 40_000
/** Its guard against overload looks back on the start itself, and would refuse the first requests. */
const restAfterStartMs = 1_500
const root = fileURLToPath(new URL('..', import.meta.url))

/** The product in a process of its own, as `npm start` runs it in production. */
export interface Product {
  pid: number
  port: number
  stop(): Promise<void>
}

export interface ProductOptions {
  databaseUrl: string
  /** Where it runs and its log goes. */
  directory: string
  profileTo?: string | undefined
  /** Besides those that all products are measured with. */
  env?: Record<string, string>
}

const running = new Set<ChildProcess>()
const stopping = new WeakSet<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function buildProduct(): void {
  const { status } = spawnSync('npm', ['run', 'build:server', '--silent'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('the product does not build')
}

let started = 0

export async function startProduct({ databaseUrl, directory, profileTo, env }: ProductOptions): Promise<Product> {
  const profiling = profileTo ? ['--cpu-prof', `--cpu-prof-dir=${profileTo}`] : []
  const logFile = join(directory, `product-${++started}.log`)
  const child = spawn(process.execPath, [...profiling, join(root, 'dist/server.js')], {
    cwd: directory, // no .env of the developer
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      RATE_LIMIT_READS: '0',
      RATE_LIMIT_WRITES: '0',
      STREAM_OPENS_PER_SECOND: '0',
      ...env
    },
    detached: true, // a Ctrl-C is for the bench, which ends it
    stdio: ['ignore', 'pipe', 'pipe']
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const log = createWriteStream(logFile)
  child.stderr.pipe(log, { end: false })
  child.stdout.pipe(log, { end: false })
  const port = await listeningPort(child, logFile)
  child.once('exit', (code, signal) => {
    if (stopping.has(child)) return
    console.error(`the product ended (${code ?? signal}):\n${tailOf(logFile)}`)
    process.exit(1)
  })
  await sleep(restAfterStartMs)
  return { pid: child.pid ?? 0, port, stop: () => stop(child) }
}

function listeningPort(child: ChildProcess, logFile: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = () => reject(new Error(`the product did not start:\n${tailOf(logFile)}`))
    const timer = setTimeout(fail, startWithinMs)
    child.once('exit', fail)
    child.stdout?.on('data', (chunk) => {
      if (text.length > 10_000) return
      text += chunk
      const address = text.match(/listens at http:\/\/[^:\s]+:(\d+)/)
      if (!address) return
      clearTimeout(timer)
      child.off('exit', fail)
      resolve(Number(address[1]))
    })
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  stopping.add(child)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
  await gone
  clearTimeout(timer)
}

function tailOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').slice(-4_000)
}
