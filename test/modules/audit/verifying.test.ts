import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { auditRows } from '../../support/audit.js'
import { runSql } from '../../support/sql.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

async function fill(app: TestApp, count: number): Promise<number> {
  await app.database.transaction(async (tx) => {
    for (let i = 0; i < count; i++) {
      app.audit.record(tx, { action: 'thing.change', resource: { type: 'thing', id: `${i}` }, after: { i } })
    }
  })
  return (await app.audit.verify()).last.seq
}

/** As somebody does who has the database in their hands. */
async function tamper(app: TestApp, ...statements: string[]): Promise<void> {
  const unlock =
    app.database.dialect === 'sqlite'
      ? ['drop trigger audit_log_unchanged', 'drop trigger audit_log_undeleted']
      : ['alter table audit_log disable trigger user']
  await runSql(app, [...unlock, ...statements])
}

const faultsOf = async (app: TestApp) => (await app.audit.verify()).faults

test('the database itself refuses to change an entry or to delete one', async (t) => {
  const app = await buildTestApp(t)
  await fill(app, 3)
  const before = await auditRows(app)
  const statements = [
    "update audit_log set action = 'x' where seq = 2",
    'delete from audit_log where seq = 2',
    'delete from audit_log'
  ]
  if (app.database.dialect === 'postgresql') statements.push('truncate audit_log')
  for (const statement of statements) {
    await assert.rejects(async () => runSql(app, [statement]), /audit log/, statement)
  }
  assert.deepEqual(await auditRows(app), before)
})

const ways: { name: string; statements: (seq: number) => string[]; fault: (seq: number) => RegExp }[] = [
  {
    name: 'a changed row',
    statements: (seq) => [`update audit_log set after = '{"i":99}' where seq = ${seq - 2}`],
    fault: (seq) => new RegExp(`^row ${seq - 2} has been changed$`)
  },
  {
    name: 'a row whose request was taken away',
    statements: (seq) => [`update audit_log set actor_id = 'usr_1' where seq = ${seq - 2}`],
    fault: (seq) => new RegExp(`^row ${seq - 2} has been changed$`)
  },
  {
    name: 'a missing row',
    statements: (seq) => [`delete from audit_log where seq = ${seq - 2}`],
    fault: (seq) => new RegExp(`^missing: row ${seq - 2}$`)
  },
  {
    name: 'a cut beginning',
    statements: () => ['delete from audit_log where seq < 4'],
    fault: () => /^missing: 3 rows, the first of them 1$/
  },
  {
    name: 'a cut end',
    statements: (seq) => [`delete from audit_log where seq = ${seq}`],
    fault: (seq) => new RegExp(`^the log is cut off: the last row is ${seq - 1}, and the head says ${seq}$`)
  },
  {
    name: 'a head that was set back',
    statements: (seq) => [`update audit_head set seq = ${seq - 1}`],
    fault: (seq) => new RegExp(`^the head says ${seq - 1}, and there is a row ${seq}$`)
  },
  {
    name: 'a head of another hash',
    statements: () => [`update audit_head set hash = '${'f'.repeat(64)}'`],
    fault: (seq) => new RegExp(`^the head has another hash than row ${seq}$`)
  },
  { name: 'no head', statements: () => ['delete from audit_head'], fault: () => /^the head is missing$/ }
]

for (const { name, statements, fault } of ways) {
  test(`it tells ${name}`, async (t) => {
    const app = await buildTestApp(t)
    const seq = await fill(app, 6)
    assert.deepEqual(await faultsOf(app), [])
    await tamper(app, ...statements(seq))
    assert.match((await faultsOf(app))[0] ?? '', fault(seq))
  })
}

test('a row that was changed with its hash does not go with the next one', async (t) => {
  const app = await buildTestApp(t)
  const seq = await fill(app, 6)
  await tamper(app, `update audit_log set hash = '${'a'.repeat(64)}' where seq = ${seq - 2}`)
  assert.deepEqual(await faultsOf(app), [
    `row ${seq - 2} has been changed`,
    `row ${seq - 1} does not follow on row ${seq - 2}`
  ])
})

test('a log that was cut with its head is told by what was noted earlier alone', async (t) => {
  const app = await buildTestApp(t)
  const seq = await fill(app, 6)
  const noted = (await app.audit.verify()).last
  const rows = await auditRows(app)
  const kept = rows.at(-3)
  assert.ok(kept)
  await tamper(
    app,
    `delete from audit_log where seq > ${kept.seq}`,
    `update audit_head set seq = ${kept.seq}, hash = '${kept.hash}'`
  )
  assert.deepEqual(await faultsOf(app), [])
  const { faults } = await app.audit.verify(noted)
  assert.deepEqual(faults, [`row ${seq} is expected, and the last row is ${seq - 2}`])
  await fill(app, 6)
  assert.deepEqual((await app.audit.verify(noted)).faults, [`row ${seq} is not the one expected`])
})

test('it is right while others write', async (t) => {
  const app = await buildTestApp(t)
  await fill(app, 1_500)
  const writing = Promise.all(Array.from({ length: 8 }, () => fill(app, 20)))
  for (let i = 0; i < 5; i++) assert.deepEqual(await faultsOf(app), [])
  await writing
})

test('npm run audit:verify says it in a process of its own', async (t) => {
  const app = await buildTestApp(t)
  const seq = await fill(app, 5)
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/audit-verify-cli.ts', ...args], {
      cwd: root,
      env: { ...process.env, DATABASE_URL: app.databaseUrl, DATA_DIR: app.config.dataDir, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const exit = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)))
    const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit])
    return { out, errors, code }
  }
  const sound = await run()
  assert.equal(sound.code, 0, sound.errors)
  const noted = sound.out.match(new RegExp(`^${seq} rows; the last is (${seq}:[0-9a-f]{64})`))?.[1]
  assert.ok(noted, sound.out)
  assert.equal((await run('--expect', noted)).code, 0)
  assert.equal((await run('--expect', 'nonsense')).code, 1)
  await tamper(app, `update audit_log set action = 'grade.change' where seq = ${seq - 1}`)
  const broken = await run()
  assert.equal(broken.code, 1)
  assert.match(broken.errors, new RegExp(`row ${seq - 1} has been changed`))
})
