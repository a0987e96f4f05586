/**
 * `npm test`: every test file (`*.test.ts`) below `test` once on SQLite and once on PostgreSQL, with one template database for each.
 *
 *   npm test -- courses test/lib/ids.test.ts    only the files whose path contains one of these
 *   npm test -- --sqlite                        only one of the two (or `--postgres`)
 *   TEST_POSTGRES_URL=postgres://…  npm test    that server instead of one of our own
 *
 * The tests of the web client in a browser, below `test/web`, run only where they are named (`npm run test:web`), and one after
 * the other: a browser and the product keep two processors busy.
 *
 * A file whose first line begins with `// Runs once` (and says why) needs no database and runs in the first round only.
 * Whoever forgets the line loses a little time and no test.
 *
 * Several files share a process, one after the other (`support/run-files.ts`): what a test changes of its process, it puts back.
 *
 * Node 20's `--test` knows no glob, and with a folder it runs nothing and exits 0: the files are listed here, and a run in
 * which nothing ran is a failure. The last line is `N passed, N failed`, over both rounds.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { parseArgs } from 'node:util'
import { prepareTemplate, type TestDialect } from './support/database.js'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Of eight files: the walk of test/access.test.ts alone takes ten minutes when others use the processors, too. */
const processTimeoutMs = 1_800_000
/** Few enough that both processors have work until the end, and that a crash takes little with it. */
const filesInProcess = 8
const scratch = mkdtempSync(join(tmpdir(), 'naik-kelas-run-'))
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))

let tests: ReturnType<typeof spawn> | undefined
let interruptedBy: NodeJS.Signals | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal
    tests?.kill(signal)
    // What the template leaves behind without us is ended by its own guardian.
    setTimeout(() => process.exit(exitCodeOf(signal)), tests ? 5_000 : 0).unref()
  })
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
if (interruptedBy) process.exitCode = exitCodeOf(interruptedBy)

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { sqlite: { type: 'boolean' }, postgres: { type: 'boolean' } }
  })
  const all: TestDialect[] = ['sqlite', 'postgres']
  const named = all.filter((dialect) => values[dialect])
  const files = selectFiles(positionals)
  if (files.length === 0) return 1
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const [round, dialect] of (named.length > 0 ? named : all).entries()) {
    const chosen = round === 0 ? files : files.filter((file) => !runsOnce(file))
    if (chosen.length === 0 || interruptedBy) continue
    console.log(`\n${dialect}: ${chosen.length} test files\n`)
    const counts = await runOn(dialect, chosen)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
}

function selectFiles(fragments: string[]): string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file.split(sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort()
  if (files.length === 0) console.error('There is no test file below test.')
  const wanted = fragments.map((fragment) => relative('.', fragment).split(sep).join('/'))
  const unknown = wanted.filter((fragment) => !files.some((file) => file.includes(fragment)))
  if (unknown.length > 0) {
    console.error(`No test file has this in its path: ${unknown.join(', ')}`)
    return []
  }
  return wanted.length === 0
    ? files.filter((file) => !isForBrowser(file))
    : files.filter((file) => wanted.some((fragment) => file.includes(fragment)))
}

function isForBrowser(file: string): boolean {
  return file.startsWith('test/web/')
}

function runsOnce(file: string): boolean {
  return readFileSync(file, 'utf8').startsWith('// Runs once')
}

/** A database that cannot be had is a failure like any other. */
async function runOn(dialect: TestDialect, files: string[]): Promise<Counts> {
  try {
    const template = await prepareTemplate(dialect)
    try {
      return await runFiles(files, template.env)
    } finally {
      await template.remove()
    }
  } catch (error) {
    console.error(error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

async function runFiles(files: string[], env: Record<string, string>): Promise<Counts> {
  const tap = join(scratch, `${env.TEST_DATABASE}.tap`)
  const atOnce = files.every(isForBrowser) ? 1 : 2
  const flags = [
    '--import',
    import.meta.resolve('tsx'),
    '--test',
    `--test-concurrency=${atOnce}`,
    `--test-timeout=${processTimeoutMs}`
  ]
  const reporters = { spec: 'stdout', tap }
  for (const [name, destination] of Object.entries(reporters)) {
    flags.push(`--test-reporter=${name}`, `--test-reporter-destination=${destination}`)
  }
  // Set by a test that starts this runner; with it Node would report to that test instead of running anything.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const processes = writeProcesses(files, atOnce)
  tests = spawn(process.execPath, [...flags, ...processes], { env: { ...inherited, ...env }, stdio: 'inherit' })
  const [code] = (await once(tests, 'exit')) as [number | null]
  tests = undefined
  return readCounts(readFileSync(tap, 'utf8'), files, code)
}

/** A script for each process, as Node's runner wants one; it begins them in the order of their names. */
function writeProcesses(files: string[], atOnce: number): string[] {
  const directory = mkdtempSync(join(scratch, 'processes-'))
  const runFiles = import.meta.resolve('./support/run-files.ts')
  const each = Math.min(filesInProcess, Math.ceil(files.length / atOnce))
  return Array.from({ length: Math.ceil(files.length / each) }, (_, i) => {
    const script = join(directory, `${String(i).padStart(4, '0')}.mjs`)
    const own = JSON.stringify(files.slice(i * each, (i + 1) * each))
    writeFileSync(script, `import { runFiles } from '${runFiles}'\nawait runFiles(${own})\n`)
    return script
  })
}

/** The summary that ends a TAP report, and what it does not tell. */
function readCounts(tap: string, files: string[], code: number | null): Counts {
  const count = (name: string) =>
    Number([...tap.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? Number.NaN)
  const counts = {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo')
  }
  if (Number.isNaN(counts.passed + counts.failed + counts.skipped)) {
    console.error(`The tests ended with ${code ?? 'a signal'} before their summary.`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const results = [...tap.matchAll(/^(?:not )?ok \d+ - (.*)$/gm)].map(([, name = '']) => name)
  for (const [i, name] of results.entries()) {
    // Node counts it as a failure, under the name of our script.
    const isScript = name.startsWith(scratch)
    if (isScript) console.error(`A process ended in ${results.slice(0, i).findLast((file) => files.includes(file))}`)
  }
  for (const fault of interruptedBy ? [] : faultsIn(results, files)) {
    console.error(fault)
    counts.failed++
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

/** Files that have no test, and those that a process did not come to: Node knows only processes. */
function faultsIn(results: string[], files: string[]): string[] {
  return files.flatMap((file) => {
    const heading = results.indexOf(file)
    if (heading < 0) return `${file} did not run: its process had ended`
    const next = results[heading + 1]
    return next === undefined || files.includes(next) ? `${file} has no test` : []
  })
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}
