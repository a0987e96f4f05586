import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { writeLines } from '../../../src/http/csv.js'
import { createId } from '../../../src/lib/ids.js'
import { readGradeTable, readPoints } from '../../../src/modules/grades/gradebook-csv.format.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { assertErrorForm } from '../../support/error-form.js'
import { setRule } from '../progress/completion.js'
import { addCohort, changeProject, heardOfGrades, type Item, makeWorld, ok, set } from './world.js'

interface Row {
  line: number
  username: string
  status: string
  changes: { itemId: string; before: number | null; after: number | null }[]
  errors: { column: string; code: string }[]
}

function post(client: Client, url: string, table: string | Buffer, query = '') {
  const options = { payload: table, headers: { 'content-type': 'text/csv; charset=utf-8' } }
  return client.request('POST', `${url}/import${query}`, options)
}

async function imported(client: Client, url: string, table: string, query = '') {
  const { status, body, text } = await post(client, url, table, query)
  assert.equal(status, 200, text)
  return body as { dryRun: boolean; totals: Record<string, number>; rows: Row[] }
}

/** Line by line: `2 siswa_0 - → 17`, or `3 nobody UNKNOWN_LEARNER`. */
const short = ({ rows }: { rows: Row[] }) =>
  rows.map(({ line, username, changes, errors }) =>
    [
      ...[line, username],
      ...changes.map(({ before, after }) => `${before ?? '-'} → ${after ?? '-'}`),
      ...errors.map(({ code }) => code)
    ].join(' ')
  )

async function exported(client: Client, url: string): Promise<string> {
  const { status, text } = await client.get(`${url}/export`)
  assert.equal(status, 200)
  return text
}

/** What is in the tables of grades: all, or what a dry run must not touch. */
async function stateOf({ database: { read, tables } }: TestApp) {
  return {
    grades: await read.select().from(tables.grades).orderBy(tables.grades.id),
    changes: await read.select().from(tables.gradeChanges).orderBy(tables.gradeChanges.id)
  }
}

const column = ([kind, id]: Item) => `${kind} apa saja (${id})`

test('the gradebook is exported with a column for each item, and imported as it is changes nothing', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app)
  const { mentor, url, learners, robot, laporan, quiz, record } = world
  const [sari, budi] = learners as [Client, Client, Client]
  const { checkpoints } = await addCohort(app, world, { name: '=Pagi', learners: [sari], checkpoints: ['Sketsa'] })
  const checkpoint = checkpoints[0]!
  await changeProject(app, robot[1], { title: 'Robot, "cepat"' })
  await record(sari, robot, { points: 17.5 })
  await record(sari, checkpoint, { points: 1, maxPoints: 1 })
  await record(budi, robot, { points: 13.33 })
  await ok(set(mentor, url, budi, robot, 20))
  await record(budi, quiz, { points: null, maxPoints: 10 })

  const answer = await mentor.get(`${url}/export`)
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="web-grades\.csv"/)
  const [head, ...lines] = answer.text.trimEnd().split('\r\n')
  const titles = [
    ...['username', 'name', 'cohort', `project Robot, ""cepat"" (${robot[1]})`, `project Laporan (${laporan[1]})`],
    ...[`quiz Kuis (${quiz[1]})`, `checkpoint Sketsa (${checkpoint[1]})`, 'current', 'final', 'passed']
  ]
  assert.equal(head, `\ufeff${titles.map((title) => `"${title}"`).join(',')}`)
  assert.deepEqual(lines, [
    '"siswa_0",,"\'=Pagi","17.5",,,"1","88.1","14.12","false"', // (17.5 + 1) ÷ 21 and ÷ 131
    '"siswa_1",,,"20",,,,"100","15.38","false"',
    '"siswa_2",,,,,,,,"0","false"'
  ])
  const before = await stateOf(app)
  for (const query of ['?dryRun=true', '']) {
    const report = await imported(mentor, url, answer.text, query)
    assert.deepEqual(report.totals, { changed: 0, unchanged: 3, error: 0 })
  }
  assert.deepEqual(await stateOf(app), before)
})

test('what the table says otherwise is set by hand, and a dry run says the same before', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, laporan, record } = await makeWorld(app)
  const [sari, budi, ani] = learners as [Client, Client, Client]
  await record(sari, robot, { points: 12 })
  await ok(set(mentor, url, budi, robot, 15))
  await record(budi, laporan, { points: 50, maxPoints: 100 })
  await ok(set(mentor, url, budi, laporan, 60))
  const heard = await heardOfGrades(budi)
  const table = [
    `username;${column(laporan)};reason;${robot[1]}`,
    'SISWA_0;87,25;Susulan;12.00',
    'siswa_1;-;;-',
    `siswa_2;;${' '};0`
  ].join('\n')
  const before = await stateOf(app)
  const dry = await imported(mentor, url, table, '?dryRun=true')
  assert.deepEqual(await stateOf(app), before, 'a dry run does nothing')
  assert.deepEqual(short(dry), ['2 siswa_0 - → 87.25', '3 siswa_1 60 → 50 15 → -', '4 siswa_2 - → 0'])
  const report = await imported(mentor, url, table, '?reason=Tabel%20lama')
  assert.deepEqual({ ...report, dryRun: true }, dry, 'and says what the real one does')
  assert.deepEqual(report.totals, { changed: 3, unchanged: 0, error: 0 })
  assert.match(await exported(mentor, url), /"siswa_0",,,"12","87\.25",.*\r\n"siswa_1",,,,"50",.*\r\n"siswa_2",,,"0",,/)

  const { grades, changes } = await stateOf(app)
  const added = changes.filter(({ id }) => !before.changes.some((known) => known.id === id))
  assert.deepEqual(
    added
      .map((row) => [row.beforePoints, row.afterPoints, row.source, row.reason, row.actorId === mentor.userId])
      .sort(),
    [
      [null, 0, 'csv', 'Tabel lama', true],
      [null, 8_725, 'csv', 'Susulan', true],
      [1_500, null, 'csv', 'Tabel lama', true],
      [6_000, 5_000, 'csv', 'Tabel lama', true]
    ].sort()
  )
  assert.equal(grades.find(({ userId }) => userId === ani.userId)?.setBy, mentor.userId)
  assert.deepEqual(await heardOfGrades(sari), ['grades_changed: Grades of yours in “Web” have changed.'])
  assert.equal((await heardOfGrades(budi)).length, heard.length + 1, 'once, of both')
  assert.deepEqual((await imported(mentor, url, table)).totals, { changed: 0, unchanged: 3, error: 0 })
})

test('with one row that cannot be, nothing is done; each fault is named by its row and column', async (t) => {
  const app = await buildTestApp(t)
  const world = await makeWorld(app)
  const { mentor, courseId, url, learners, robot, laporan, record } = world
  const [sari, budi] = learners as [Client, Client]
  const { checkpoints } = await addCohort(app, world, { name: 'Pagi', learners: [sari], checkpoints: ['Sketsa'] })
  const checkpoint = checkpoints[0]!
  await record(sari, robot, { points: 12 })
  await app.createUser({ username: 'orang.lain' })
  const { enrolments } = app.database.tables
  await app.database.transaction((tx) => tx.insert(enrolments).values(enrolmentOf(app, courseId, mentor.userId)))
  const table = [
    `username,${column(robot)},${column(laporan)},${column(checkpoint)},reason`,
    'siswa_0,20.01,100.00,1,',
    'siswa_1,13,-1,1,',
    'siswa_2,1.000,1e1,,',
    ',1,,,',
    'siswa_0,1,,,',
    'orang.lain,1,,,',
    'nobody,1,,,',
    `${'x'.repeat(300)},1,,,`,
    'a.mentor,1,,,',
    `siswa_2,1,,,${'x'.repeat(1_001)}`
  ].join('\n')
  const before = await stateOf(app)
  const { rows, totals } = await imported(mentor, url, table, '?dryRun=true')
  assert.deepEqual(short({ rows }), [
    '2 siswa_0 - → 100 - → 1 INVALID_POINTS',
    '3 siswa_1 - → 13 INVALID_POINTS NOT_GRADED_FOR',
    '4 siswa_2 INVALID_POINTS INVALID_POINTS',
    '5  NO_LEARNER',
    '6 siswa_0 DUPLICATE_ROW',
    '7 orang.lain UNKNOWN_LEARNER',
    '8 nobody UNKNOWN_LEARNER',
    `9 ${'x'.repeat(100)} UNKNOWN_LEARNER`,
    '10 a.mentor OWN_WORK',
    '11 siswa_2 DUPLICATE_ROW'
  ])
  assert.deepEqual(totals, { changed: 0, unchanged: 0, error: 10 })
  assert.equal(rows[1]?.errors[0]?.column, laporan[1])
  const refused = await post(mentor, url, table)
  assertErrorForm(refused, { status: 422, code: 'ROWS_REFUSED', field: `rows.2.${robot[1]}` })
  assert.deepEqual(refused.body.details['rows.8.username'], ['Nobody of this name takes the course'])
  assert.deepEqual(await stateOf(app), before)
  assert.equal((await heardOfGrades(budi)).length, 0)
})

test('a table that cannot be read, or is none, is refused whole', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, robot, laporan } = await makeWorld(app, 1)
  await changeProject(app, laporan[1], { status: 'archived' })
  const bad: [table: string | Buffer, status: number, code: string, field?: string][] = [
    ['', 422, 'NO_ROWS', 'body'],
    [`username,${robot[1]}`, 422, 'NO_ROWS', 'body'],
    ['username,nilai\nsiswa_0,1', 422, 'BAD_COLUMNS', 'columns'],
    ['username,name\nsiswa_0,Sari', 422, 'BAD_COLUMNS', 'columns'],
    [`${robot[1]}\n1`, 422, 'BAD_COLUMNS', 'columns'],
    [`username,${robot[1]},${column(robot)}\nsiswa_0,1,2`, 422, 'BAD_COLUMNS', 'columns'],
    [`username,Username,${robot[1]}\nsiswa_0,siswa_0,1`, 422, 'BAD_COLUMNS', 'columns'],
    [`username,${laporan[1]}\nsiswa_0,1`, 422, 'BAD_COLUMNS', 'columns'],
    ['username,Robot (prj_0000000000zzzzzzzzzzzzzzzz)\nsiswa_0,1', 422, 'BAD_COLUMNS', 'columns'],
    ['username\n"siswa_0', 400, 'MALFORMED_BODY', 'body'],
    [Buffer.from([0xff, 0xfe, 0x41]), 400, 'MALFORMED_BODY', 'body'],
    [`username,${robot[1]}\n${'x,1\n'.repeat(5_001)}`, 422, 'TOO_MANY_ROWS', 'body'],
    [`username,${robot[1]}\n${'x'.repeat(1_100_000)}`, 413, 'BODY_TOO_LARGE']
  ]
  for (const [table, status, code, field] of bad) {
    assertErrorForm(await post(mentor, url, table), { status, code, field })
    if (status === 422) assertErrorForm(await post(mentor, url, table, '?dryRun=true'), { status, code, field })
  }
  assertErrorForm(await mentor.post(`${url}/import`, {}), { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  const good = `username,${robot[1]}\nsiswa_0,1`
  assertErrorForm(await post(mentor, url, good, '?reason=%20'), { status: 400, field: 'reason' })
  assert.equal((await stateOf(app)).grades.length, 0)
})

test('whoever has the pass mark by a table completes the course; grades that are held back stay so', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, url, learners, robot, laporan, quiz } = await makeWorld(app)
  await setRule(mentor, courseId, { needsPassMark: true })
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'by_hand' }))
  const head = ['username', ...[robot, laporan, quiz].map(column)].join(',')
  await imported(mentor, url, `${head}\nsiswa_0,20,100,10\nsiswa_1,20,50,`)
  const { enrolments } = app.database.tables
  const rows = await app.database.read.select().from(enrolments).where(eq(enrolments.courseId, courseId))
  const statuses = learners.map(({ userId }) => rows.find((row) => row.userId === userId)?.status)
  assert.deepEqual(statuses, ['completed', 'active', 'active'])
  const { grades } = await stateOf(app)
  const held = grades.filter(({ releasedAt }) => releasedAt === null)
  assert.deepEqual([grades.length, held.length], [5, 4], 'a quiz says itself what it shows')
  assert.deepEqual(await heardOfGrades(learners[1] as Client), [])
  const { body } = await (learners[1] as Client).get(`${url}/me`)
  assert.ok(body.items.every(({ points }: { points: number | null }) => points === null))
})

test('a thousand rows of three items are done at once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, url, robot, laporan, quiz } = await makeWorld(app, 1)
  const { users, enrolments } = app.database.tables
  const [row] = await app.database.read.select().from(users).limit(1)
  const names = Array.from({ length: 1_000 }, (_, i) => `murid${i}`)
  await app.database.transaction(async (tx) => {
    for (const some of [names.slice(0, 500), names.slice(500)]) {
      const made = some.map((username) => {
        return { ...row!, id: `usr_${username}`, username, usernameKey: username, email: null, emailKey: null }
      })
      await tx.insert(users).values(made)
      await tx.insert(enrolments).values(made.map(({ id }) => enrolmentOf(app, courseId, id)))
    }
  })
  const head = ['username', ...[robot, laporan, quiz].map(column)].join(',')
  const table = [head, ...names.map((name, i) => `${name},${i % 20},${i % 100},5`)].join('\n')
  const startedAt = performance.now()
  assert.deepEqual((await imported(mentor, url, table)).totals, { changed: 1_000, unchanged: 0, error: 0 })
  assert.ok(performance.now() - startedAt < 10_000)
  const again = await imported(mentor, url, await exported(mentor, url))
  assert.deepEqual(again.totals, { changed: 0, unchanged: 1_001, error: 0 })
})

test('columns and points are read in the ways that people write them', () => {
  const ways: [string, number | null | undefined][] = [
    ['0', 0],
    ['17.5', 1_750],
    ['17,05', 1_705],
    ['0.1', 10],
    ['9999999', 999_999_900],
    ['-', null],
    ...['--', '1.005', '.5', '5.', '+1', '-1', '1e2', '0x1', '1 000', 'NaN', '17.5/20', '٣'].map(
      (text): [string, undefined] => [text, undefined]
    )
  ]
  for (const [text, points] of ways) assert.equal(readPoints(text), points, text)
  const id = createId('project')
  const table = writeLines([
    ['Username', `project =1+1 (x) (${id})`, 'CURRENT'],
    ['-sari', '-', '1']
  ])
  const { itemIds, rows } = readGradeTable(Buffer.from(`\ufeff${table}`))
  assert.deepEqual(itemIds, [id])
  assert.deepEqual(rows, [{ line: 2, username: '-sari', reason: '', cells: [{ itemId: id, text: '-' }] }])
})

function enrolmentOf({ clock }: TestApp, courseId: string, userId: string) {
  const now = clock.now()
  const times = { activatedAt: now, createdAt: now, updatedAt: now }
  return { id: createId('enrolment', now.getTime()), courseId, userId, status: 'active' as const, ...times }
}
