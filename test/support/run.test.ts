// Runs once: it is about the runner, not about a database
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const runner = fileURLToPath(new URL('../run.ts', import.meta.url))
const passes = "import { it } from 'node:test'\nit('passes', () => {})\n"
const fails = "import { it } from 'node:test'\nit('fails', () => { throw new Error('no') })\n"

/** Runs the runner on a project that has only these files. */
function run(t: TestContext, files: Record<string, string>, ...args: string[]) {
  const project = mkdtempSync(join(tmpdir(), 'naik-kelas-runner-'))
  t.after(() => rmSync(project, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  const command = ['--import', import.meta.resolve('tsx'), runner, '--sqlite', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' })
  const lastLine = stdout.trimEnd().split('\n').at(-1)
  return { status, lastLine, ...(stderr && { told: stderr.trimEnd().split('\n') }) }
}

describe('npm test', () => {
  it('finds the files in every folder and ends with the sum', (t) => {
    const files = { 'test/a.test.ts': passes, 'test/deep/er/b.test.ts': passes, 'test/helper.ts': fails }
    assert.deepEqual(run(t, files), { status: 0, lastLine: '2 passed, 0 failed' })
  })

  it('runs those for a browser only where they are named', (t) => {
    const files = { 'test/a.test.ts': passes, 'test/web/b.test.ts': passes, 'test/web/deep/c.test.ts': passes }
    assert.deepEqual(run(t, files), { status: 0, lastLine: '1 passed, 0 failed' })
    assert.deepEqual(run(t, files, 'test/web'), { status: 0, lastLine: '2 passed, 0 failed' })
  })

  it('fails when a test fails, and when a file breaks before its first test', (t) => {
    const files = { 'test/a.test.ts': passes, 'test/b.test.ts': fails, 'test/c.test.ts': "throw new Error('broken')\n" }
    assert.deepEqual(run(t, files), { status: 1, lastLine: '1 passed, 2 failed' })
  })

  it('runs the files of a process one after the other', (t) => {
    const slow = `import { it } from 'node:test'
      it('ends', async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        globalThis.ended = true
      })`
    const next = `import { it } from 'node:test'
      const { ended } = globalThis
      it('is loaded later', () => { if (!ended) throw new Error('no') })`
    const files = { 'test/a.test.ts': slow, 'test/b.test.ts': next, 'test/c.test.ts': passes }
    assert.deepEqual(run(t, files), { status: 0, lastLine: '3 passed, 0 failed' })
  })

  it('names the file that ended its process, and those that did not come to run', (t) => {
    for (const end of ['process.exit(0)', "process.kill(process.pid, 'SIGKILL')"]) {
      const ends = `import { it } from 'node:test'\nit('ends', () => ${end})\n`
      const told = ['A process ended in test/b.test.ts', 'test/c.test.ts did not run: its process had ended']
      const files = {
        'test/a.test.ts': passes,
        'test/b.test.ts': ends,
        'test/c.test.ts': passes,
        'test/d.test.ts': passes,
        'test/e.test.ts': passes
      }
      assert.deepEqual(run(t, files), { status: 1, lastLine: '3 passed, 2 failed', told })
    }
  })

  it('fails when a file has no test, and when every test is skipped', (t) => {
    assert.deepEqual(run(t, { 'test/a.test.ts': '' }), {
      status: 1,
      lastLine: '0 passed, 1 failed',
      told: ['test/a.test.ts has no test']
    })
    const skips = passes.replace("'passes'", "'passes', { skip: true }")
    assert.deepEqual(run(t, { 'test/a.test.ts': skips }), { status: 1, lastLine: '0 passed, 0 failed, 1 skipped' })
  })

  it('fails when there is no test file, or none that was asked for', (t) => {
    assert.equal(run(t, { 'test/helper.ts': passes }).status, 1)
    assert.equal(run(t, { 'test/a.test.ts': passes }, 'courses').status, 1)
  })

  it('runs only the files that were asked for', (t) => {
    const files = { 'test/courses/a.test.ts': passes, 'test/b.test.ts': fails }
    assert.deepEqual(run(t, files, 'courses'), { status: 0, lastLine: '1 passed, 0 failed' })
  })
})
