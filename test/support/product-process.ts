import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const startWithinMs = 60_000
const stopWithinMs = 40_000

/** One instance of the product in a process of its own, as `npm start` runs it: it can be killed, and comes back. */
export interface ProductProcess {
  readonly address: string
  isRunning(): boolean
  /** At its port of before. */
  start(): Promise<void>
  /** SIGKILL. */
  kill(): Promise<void>
  /** SIGTERM. Returns the exit code. */
  stop(): Promise<number | null>
}

let built: Promise<unknown> | undefined

/** What `npm start` runs, without the web client; once for all tests of the process, or before them (`PRODUCT_IS_BUILT`). */
export function buildProduct(): Promise<unknown> {
  built ??= process.env.PRODUCT_IS_BUILT
    ? Promise.resolve()
    : promisify(execFile)('npm', ['run', 'build:server', '--silent'], { cwd: root })
  return built
}

/** Started; it ends with the test. */
export async function startProduct(
  t: Pick<TestContext, 'after'>,
  env: Record<string, string>
): Promise<ProductProcess> {
  await buildProduct()
  const directory = mkdtempSync(join(tmpdir(), 'naik-kelas-process-'))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let output = ''

  function isRunning(): boolean {
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }

  async function start(): Promise<void> {
    if (isRunning()) return
    output = ''
    const started = spawn(process.execPath, [join(root, 'dist/server.js')], {
      cwd: directory, // no .env of the developer
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        HOST: '127.0.0.1',
        PORT: String(port),
        DATA_DIR: directory,
        SEED_DEMO: 'false',
        LOG_LEVEL: 'error',
        RATE_LIMIT_READS: '0',
        RATE_LIMIT_WRITES: '0',
        OVERLOAD_DELAY_MS: '0',
        ...env
      },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    child = started
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-5_000)
      })
    }
    const deadline = Date.now() + startWithinMs
    while (!(await answers(address))) {
      if (!isRunning() || Date.now() > deadline) throw new Error(`the product did not start:\n${output}`)
      await sleep(50)
    }
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || !isRunning()) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    const timer = setTimeout(() => child?.kill('SIGKILL'), stopWithinMs)
    await ended
    clearTimeout(timer)
    return child.exitCode
  }

  t.after(async () => {
    await end('SIGKILL')
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  })
  await start()
  return { address, isRunning, start, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') }
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/api/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}
