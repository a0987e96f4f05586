import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

const script = `
  import Sqlite from 'better-sqlite3'
  const handle = new Sqlite(process.argv[1])
  const exclusiveForMs = Number(process.argv[2])
  if (exclusiveForMs) handle.pragma('locking_mode = EXCLUSIVE')
  handle.exec('BEGIN IMMEDIATE')
  console.log('held')
  if (exclusiveForMs) setTimeout(() => process.exit(), exclusiveForMs)
  process.stdin.once('data', () => { handle.exec('ROLLBACK'); process.exit() })`

/**
 * Another process that holds the write lock of an SQLite file until `release`; or that keeps everybody out, as one does
 * that closes or recovers it, for so many milliseconds.
 */
export async function holdSqlite(t: TestContext, file: string, exclusiveForMs = 0): Promise<{ release(): void }> {
  const args = ['--input-type=module', '-e', script, file, String(exclusiveForMs)]
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  return { release: () => void child.stdin?.write('.') }
}
