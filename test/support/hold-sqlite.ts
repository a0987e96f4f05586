import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

const script = `
  import Sqlite from 'better-sqlite3'
  const handle = new Sqlite(process.argv[1])
  handle.exec('BEGIN IMMEDIATE')
  console.log('held')
  process.stdin.once('data', () => { handle.exec('ROLLBACK'); process.exit() })`

/** Another process that holds the write lock of an SQLite file until `release`. */
export async function holdSqlite(t: TestContext, file: string): Promise<{ release(): void }> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['pipe', 'pipe', 'inherit']
  })
  t.after(() => child.kill('SIGKILL'))
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  return { release: () => void child.stdin?.write('.') }
}
