import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { harmless, writeLines } from '../../../src/http/csv.js'
import { dayMs } from '../../../src/lib/clock.js'
import { readTable } from '../../../src/modules/enrolments/enrolments-csv.format.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { assertErrorForm } from '../../support/error-form.js'
import { createCourse, createOrganization, publishCourse, toldTo } from '../courses/courses.js'

interface Row {
  line: number
  status: string
  username: string
  code?: string
  message?: string
}

function post(client: Client, courseId: string, table: string | Buffer, query = '') {
  const url = `/api/courses/${courseId}/enrolments/import${query}`
  return client.request('POST', url, { payload: table, headers: { 'content-type': 'text/csv; charset=utf-8' } })
}

async function imported(client: Client, courseId: string, table: string | Buffer, query = '') {
  const { status, body, text } = await post(client, courseId, table, query)
  assert.equal(status, 200, text)
  return body as { dryRun: boolean; totals: Record<string, number>; rows: Row[] }
}

/** Line by line, as `2 enrolled` or `3 error UNKNOWN_USER`. */
const short = ({ rows }: { rows: Row[] }) =>
  rows.map(({ line, status, code }) => [line, status, code].filter(Boolean).join(' '))

async function createUsers(app: TestApp, ...names: string[]): Promise<void> {
  for (const username of names) await app.createUser({ username })
  const { users } = app.database.tables
  await app.database.transaction(async (tx) => {
    const known = await tx.select({ id: users.id, username: users.username }).from(users)
    for (const { username } of known.filter(({ username }) => names.includes(username))) {
      const email = `${username}@example.sch.id`
      await tx.update(users).set({ email, emailKey: email }).where(eq(users.username, username))
    }
  })
}

async function countEnrolments({ database }: TestApp): Promise<number> {
  return database.read.$count(database.tables.enrolments)
}

test('a table of learners is enrolled, and each row is answered for', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  await createUsers(app, 'sari', 'joko', 'budi', 'ani')
  const { id } = await publishCourse(mentor)
  await imported(mentor, id, 'username\nbudi')
  const table = [
    'Username,E-Mail,expires_at',
    'sari,,',
    'SARI,,',
    ',JOKO@example.sch.id,2030-12-31',
    'budi,,',
    'nobody,,',
    ',nobody@example.sch.id,',
    'ani,joko@example.sch.id,',
    ',,2030-12-31',
    'ani,,besok',
    ''
  ].join('\r\n')
  const dry = await imported(mentor, id, table, '?dryRun=true')
  assert.equal(dry.dryRun, true)
  assert.equal(await countEnrolments(app), 1, 'a dry run does nothing')
  const sari = await app.signIn('sari')
  assert.deepEqual(await toldTo(sari), [])

  const report = await imported(mentor, id, table)
  assert.deepEqual({ ...report, dryRun: true }, dry, 'and says what the real one does')
  assert.deepEqual(short(report), [
    '2 enrolled',
    '3 error DUPLICATE_ROW',
    '4 enrolled',
    '5 already ALREADY_ENROLLED',
    '6 error UNKNOWN_USER',
    '7 error UNKNOWN_USER',
    '8 error USER_MISMATCH',
    '9 error NO_LEARNER',
    '10 error BAD_EXPIRES_AT'
  ])
  assert.deepEqual(report.totals, { enrolled: 2, waiting: 0, already: 1, error: 6 })
  assert.equal(report.rows[2]?.username, 'joko')
  assert.equal((await toldTo(sari)).length, 1, 'once')
  const { body } = await mentor.get(`/api/courses/${id}/enrolments?q=joko`)
  assert.equal(body.data[0].expiresAt, '2030-12-31T17:00:00.000Z', 'to the end of the day in Jakarta')
  assert.equal(body.data[0].status, 'active')
})

test('places, prerequisites and cohorts are looked at line by line', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const facilitator = await app.as('facilitator')
  const names = ['satu', 'dua', 'tiga', 'empat', 'lima', 'enam']
  await createUsers(app, ...names)
  const { id: basics } = await publishCourse(mentor, { title: 'Dasar' })
  const { id } = await publishCourse(mentor, { capacity: 3 })
  const cohort = { startsOn: '2030-01-01', endsOn: '2030-03-01', timeZone: 'Asia/Jakarta' }
  for (const fields of [{ name: 'Angkatan 7', capacity: 1 }, { name: 'Kembar' }, { name: 'kembar' }]) {
    const { status, text } = await facilitator.post(`/api/courses/${id}/cohorts`, { ...cohort, ...fields })
    assert.equal(status, 201, text)
  }
  const rows = [
    'username;cohort',
    'satu;angkatan 7',
    'dua;Angkatan 7',
    'tiga;Angkatan 8',
    'empat;Kembar',
    'lima;',
    'enam;'
  ].join('\n')
  const dry = await imported(facilitator, id, rows, '?dryRun=true')
  const report = await imported(facilitator, id, rows)
  assert.deepEqual(report.rows, dry.rows)
  assert.deepEqual(short(report), [
    '2 enrolled',
    '3 error COHORT_FULL',
    '4 error UNKNOWN_COHORT',
    '5 error AMBIGUOUS_COHORT',
    '6 enrolled',
    '7 enrolled'
  ])
  const later = await imported(facilitator, id, 'username,cohort\ntiga,\nempat,Angkatan 7')
  assert.deepEqual(short(later), ['2 waiting COURSE_FULL', '3 waiting COURSE_FULL'])
  const again = await imported(facilitator, id, 'username\nsatu\ntiga')
  assert.deepEqual(short(again), ['2 already ALREADY_ENROLLED', '3 waiting COURSE_FULL'])

  const told = await toldTo(await app.signIn('satu'))
  assert.deepEqual(told.map(({ title }) => title).sort(), ['You are enrolled', 'You are in a cohort'])
  const { body } = await facilitator.get(`/api/courses/${id}/enrolments?status=active&total=true`)
  assert.equal(body.total, 3)

  assert.equal((await mentor.put(`/api/courses/${basics}/prerequisites`, { courseIds: [id] })).status, 200)
  const missing = await imported(mentor, basics, 'username\nsatu')
  assert.deepEqual(short(missing), ['2 error PREREQUISITES_MISSING'])
  assert.match(missing.rows[0]?.message ?? '', /“Dasar pemrograman web”/)
})

test('e-mails find the people of the organisation alone, unless one may see all', async (t) => {
  const app = await buildTestApp(t)
  const away = await createOrganization(app, 'Away')
  const owner = await app.signInAs({ username: 'pemilik', role: 'owner', organizationId: away })
  await createUsers(app, 'sari')
  const { id } = await createCourse(owner, { organizationId: away })
  const table = 'email\nsari@example.sch.id'
  assert.deepEqual(short(await imported(owner, id, table)), ['2 error UNKNOWN_USER'])
  assert.deepEqual(short(await imported(owner, id, 'username\nsari', '?dryRun=true')), ['2 enrolled'])
  assert.deepEqual(short(await imported(await app.as('admin'), id, table)), ['2 enrolled'])
})

test('a table that cannot be read, or is none, is refused whole', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  await createUsers(app, 'sari')
  const { id } = await publishCourse(mentor)
  const bad: [table: string | Buffer, status: number, code: string, field?: string][] = [
    ['', 422, 'NO_ROWS', 'body'],
    ['username', 422, 'NO_ROWS', 'body'],
    ['username\n\n\n', 422, 'NO_ROWS', 'body'],
    ['nama\nsari', 422, 'BAD_COLUMNS', 'columns'],
    ['cohort\nsari', 422, 'BAD_COLUMNS', 'columns'],
    ['username,Username\nsari,sari', 422, 'BAD_COLUMNS', 'columns'],
    ['username\n"sari', 400, 'MALFORMED_BODY', 'body'],
    ['username\n"sari"x', 400, 'MALFORMED_BODY', 'body'],
    ['username\nsa\0ri', 400, 'MALFORMED_BODY', 'body'],
    [Buffer.from('username\nsari', 'utf16le'), 400, 'MALFORMED_BODY', 'body'],
    [Buffer.from([0xff, 0xfe, 0x41]), 400, 'MALFORMED_BODY', 'body'],
    [`username\n${'x\n'.repeat(5_001)}`, 422, 'TOO_MANY_ROWS', 'body'],
    [`username\n${'x'.repeat(1_100_000)}`, 413, 'BODY_TOO_LARGE'],
    [`username\n"${'x'.repeat(100_000)}"`, 400, 'MALFORMED_BODY']
  ]
  for (const [table, status, code, field] of bad) {
    assertErrorForm(await post(mentor, id, table), { status, code, field })
  }
  const json = await mentor.post(`/api/courses/${id}/enrolments/import`, { username: 'sari' })
  assertErrorForm(json, { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
  assertErrorForm(await mentor.post(`/api/courses/${id}/enrolments/import`), { status: 415 })
  assertErrorForm(await post(mentor, id, 'username\nsari', '?dryRun=maybe'), { status: 400, field: 'dryRun' })
  assert.equal((await mentor.post(`/api/courses/${id}/archive`)).status, 200)
  assertErrorForm(await post(mentor, id, 'username\nsari'), { status: 409, code: 'COURSE_NOT_OPEN' })
  assert.equal(await countEnrolments(app), 0)
})

test('five thousand rows are done at once', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { users } = app.database.tables
  const [row] = await app.database.read.select().from(users).limit(1)
  const names = Array.from({ length: 4_990 }, (_, i) => `murid${i}`)
  for (let i = 0; i < names.length; i += 499) {
    await app.database.transaction(async (tx) => {
      const some = names.slice(i, i + 499)
      await tx.insert(users).values(
        some.map((username) => ({
          ...row!,
          id: `usr_${username}`,
          username,
          usernameKey: username,
          email: null,
          emailKey: null
        }))
      )
    })
  }
  const { id } = await publishCourse(mentor, { capacity: 4_000 })
  const { totals } = await imported(mentor, id, ['username', ...names, ...Array(10).fill('nobody')].join('\n'))
  assert.deepEqual(totals, { enrolled: 4_000, waiting: 990, already: 0, error: 10 })
  const { text } = await mentor.get(`/api/courses/${id}/enrolments/export`)
  assert.equal(text.trimEnd().split('\r\n').length, 4_991)
})

test('what is exported opens in a spreadsheet without harm, and can be imported again', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  await createUsers(app, '-budi', 'sari', 'ani')
  const { users } = app.database.tables
  await app.database.transaction(async (tx) => {
    await tx.update(users).set({ fullName: '=HYPERLINK("http://x";"Klik")' }).where(eq(users.username, 'sari'))
  })
  const { id } = await publishCourse(mentor)
  await imported(mentor, id, 'username,expiresAt\n-budi,2030-01-01\nsari,\nani,')
  app.clock.advance(dayMs / 4)
  const ani = await app.signIn('ani')
  assert.equal((await ani.delete(`/api/courses/${id}/enrolments/${ani.userId}`)).status, 204)

  const answer = await mentor.get(`/api/courses/${id}/enrolments/export`)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="dasar-pemrograman-web\.csv"/)
  assert.ok(answer.text.startsWith('\ufeff"username","fullName","email","status",'))
  const [, budi = '', sari = '', third = ''] = answer.text.split('\r\n')
  assert.match(budi, /^"'-budi",,"'-budi@example\.sch\.id","active",".*Z",".*Z",,"2030-01-01T17:00:00\.000Z",,$/)
  assert.match(sari, /^"sari","'=HYPERLINK\(""http:\/\/x"";""Klik""\)","sari@example.sch.id","active"/)
  assert.match(third, /^"ani",,"ani@example.sch.id","cancelled"/)

  const { id: copy } = await publishCourse(mentor)
  const report = await imported(mentor, copy, answer.text)
  assert.deepEqual(short(report), ['2 enrolled', '3 enrolled', '4 error ENDED'])
  const { body } = await mentor.get(`/api/courses/${copy}/enrolments?q=budi`)
  assert.equal(body.data[0].expiresAt, '2030-01-01T17:00:00.000Z')
})

test('whatever a cell holds comes back from a table as it was', () => {
  const cells = ['=1+1', '+1', '-1', '@a', '\tx', '\rx', "'=1", "''-x", "'x", '"a";"b",c', 'a\nb', '＝1', '', 'Sari']
  for (const cell of cells) {
    assert.doesNotMatch(harmless(cell), /^[=+\-@\t\r\n＝＋－＠]/)
    const table = writeLines([
      ['username', 'cohort'],
      ['sari', cell]
    ])
    const [row] = readTable(Buffer.from(`\ufeff${table}`))
    assert.equal(row?.cohort, cell.trim(), JSON.stringify(cell))
  }
  for (const separator of [',', ';', '\t']) {
    const [row] = readTable(Buffer.from(`Email${separator}USERNAME\r"a@b.c"${separator}sari\r`))
    assert.deepEqual([row?.username, row?.email, row?.line], ['sari', 'a@b.c', 2])
  }
})
