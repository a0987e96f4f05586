import assert from 'node:assert/strict'
import { test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { fillPlaceholders } from 'drizzle-orm'
import pg from 'pg'
import type { Database } from '../../../src/db/database.js'
import { sqliteFile } from '../../../src/db/dialect.js'
import type { Sight } from '../../../src/modules/courses/courses.access.js'
import {
  type CourseListRequest,
  type CourseSort,
  courseSorts,
  selectHeads,
  valuesOf
} from '../../../src/modules/courses/courses.list.repository.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, createOrganization, insertCourses, publishCourse } from './courses.js'

const sorts = Object.keys(courseSorts) as CourseSort[]

async function walk(client: Client, query: string, onPage: (n: number) => Promise<unknown> = async () => {}) {
  const titles: string[] = []
  for (let n = 0, cursor = ''; ; n++) {
    const { status, body, text } = await client.get(`/api/courses?${query}${cursor && `&cursor=${cursor}`}`)
    assert.equal(status, 200, text)
    titles.push(...body.data.map(({ title }: { title: string }) => title))
    if (body.nextCursor === null) return titles
    cursor = body.nextCursor
    await onPage(n)
  }
}

test('paging through a catalogue that grows skips and doubles nothing, in every order', async (t) => {
  const app = await buildTestApp(t)
  // Titles and times that are not unique: the id decides.
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + (n % 11) * 1_000)
  await insertCourses(app, 250, (n) => ({
    title: `Kelas ${n}`,
    titleKey: `kelas ${n % 7}`,
    updatedAt: at(n),
    tags: n % 2 ? ['ganjil'] : []
  }))
  const { courses, courseTags } = app.database.tables
  await app.database.transaction(async (tx) => {
    const odd = Array.from({ length: 125 }, (_, i) => ({
      tag: 'ganjil',
      courseId: `crs_000000${String(2 * i + 1).padStart(6, '0')}`
    }))
    await tx.insert(courseTags).values(odd)
  })
  const learner = await app.as('learner')
  let added = 0
  const add = () =>
    app.database.transaction(async (tx) => {
      const now = new Date(Date.UTC(2026, 0, 1) + (added % 11) * 1_000)
      const id = `crs_${added++ % 2 ? '0000000000' : '000000999999'}${String(added).padStart(4, '0')}x`
      const row = { id, slug: id.replace('_', '-'), title: 'new', titleKey: `kelas ${added % 7}`, updatedAt: now }
      const rest = { description: '', tags: [], searchKey: '', version: 1, createdAt: now }
      const shown = { status: 'published' as const, visibility: 'public' as const, organizationId: app.organizationId }
      await tx.insert(courses).values({ ...row, ...rest, ...shown })
    })

  for (const sort of sorts) {
    for (const query of [`limit=7&sort=${sort}`, `limit=7&sort=${sort}&tag=ganjil`]) {
      const found = (await walk(learner, query, add)).filter((title) => title !== 'new')
      const numbers = found.map((title) => Number(title.slice(6)))
      const expected = Array.from({ length: 250 }, (_, n) => n).filter((n) => !query.includes('tag') || n % 2)
      const keys: Record<string, (n: number) => number> = {
        createdAt: () => 0,
        title: (n) => n % 7,
        updatedAt: (n) => n % 11
      }
      const key = keys[sort.replace('-', '')] as (n: number) => number
      expected.sort((a, b) => key(a) - key(b) || a - b)
      if (sort.startsWith('-')) expected.reverse()
      assert.deepEqual(numbers, expected, query)
    }
  }
})

test('a cursor is good for the list and order that made it, and for no other', async (t) => {
  const app = await buildTestApp(t)
  await insertCourses(app, 3)
  const client = app.anonymous()
  const cursorOf = async (sort: string) => (await client.get(`/api/courses?limit=1&sort=${sort}`)).body.nextCursor
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const bad = [
    'x',
    '%00',
    encoded([]),
    encoded(['-createdAt']),
    encoded(['-createdAt', 1]),
    encoded(['-createdAt', 'a\0b']),
    encoded(['-createdAt', 'a', 'b']),
    encoded(['title', 'a']),
    await cursorOf('title'),
    await cursorOf('updatedAt'),
    'x'.repeat(1_001)
  ]
  for (const cursor of bad) {
    const { status, body } = await client.get(`/api/courses?limit=1&cursor=${cursor}`)
    assert.equal(status, 400, cursor)
    assert.ok(body.details.cursor ?? body.details.query, cursor)
  }
  const far = encoded(['updatedAt', Number.MAX_SAFE_INTEGER, 'crs_1'])
  const { status, body } = await client.get(`/api/courses?sort=updatedAt&cursor=${far}`)
  assert.equal(status, 400, JSON.stringify(body))
  for (const query of [
    'limit=0',
    'limit=101',
    'limit=a',
    'sort=id',
    'status=x',
    'mentor=x',
    'q=',
    'tag=',
    'tag=a&tag=b'
  ]) {
    assert.equal((await client.get(`/api/courses?${query}`)).status, 400, query)
  }
})

test('the longest title still pages', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const titles = ['ﷺ', '𝒦', '"', '€'].map((character) => character.repeat(200))
  for (const title of titles) await createCourse(mentor, { title })
  assert.deepEqual((await walk(mentor, 'limit=1&sort=title')).sort(), titles.sort())
})

test('a search takes every word anywhere and no character as a wildcard', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  await publishCourse(mentor, { title: '100% Élan_vital', description: 'C:\\temp', tags: ['Ilmu Data'] })
  await publishCourse(mentor, { title: '1000 XÉLANXVITAL', description: 'Straße', tags: ['ilmu'] })
  const found = async (q: string) =>
    (await app.anonymous().get(`/api/courses?sort=createdAt&q=${encodeURIComponent(q)}`)).body.data.length

  assert.equal(await found('100%'), 1)
  assert.equal(await found('élan_'), 1)
  assert.equal(await found('ÉLAN'), 2)
  assert.equal(await found('\\t'), 1)
  assert.equal(await found('%'), 1)
  assert.equal(await found('_'), 1)
  assert.equal(await found('data  ILMU'), 1)
  assert.equal(await found('ilmu straße'), 1)
  assert.equal(await found("' or 1=1 --"), 0)
  assert.equal(await found('   '), 2)
  assert.equal(await found('a b c d e f g h i j k'), 0)
})

test('filters narrow the list together, and the total counts what they leave', async (t) => {
  const app = await buildTestApp(t)
  const organizationId = await createOrganization(app, 'Elsewhere')
  const mentor = await app.as('mentor')
  const other = await app.signInAs({ username: 'mentor.lain', role: 'mentor', organizationId })
  await publishCourse(mentor, { title: 'A', category: 'Web', tags: ['css', 'html'], level: 'beginner' })
  await publishCourse(mentor, { title: 'B', category: 'Web', tags: ['css'], level: 'advanced', visibility: 'internal' })
  await createCourse(mentor, { title: 'C', category: 'Data', tags: ['sql'] })
  await publishCourse(other, { title: 'D', category: 'Data', tags: ['sql'], organizationId })
  const expectFound = async (query: string, titles: string) => {
    const { body } = await mentor.get(`/api/courses?total=true&sort=title&${query}`)
    const found = body.data.map(({ title }: { title: string }) => title).join('')
    assert.deepEqual([found, body.total], [titles, titles.length], query)
  }

  await expectFound('', 'ABCD')
  await expectFound('category=Web', 'AB')
  await expectFound('tag=CSS', 'AB')
  await expectFound('tag=css&level=beginner', 'A')
  await expectFound('status=draft', 'C')
  await expectFound('visibility=internal', 'B')
  await expectFound(`mentor=${other.userId}`, 'D')
  await expectFound(`organization=${app.organizationId}&status=published`, 'AB')
  await expectFound('category=web', '')
  await expectFound('tag=sql&q=c', 'C')
})

test('a list shows a change at once, by whomever it was made', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id } = await publishCourse(mentor)
  const second = await buildTestApp(t, { databaseUrl: app.databaseUrl })
  const titles = async ({ anonymous }: TestApp) =>
    (await anonymous().get('/api/courses')).body.data.map(({ title }: { title: string }) => title)
  assert.deepEqual(await titles(second), ['Dasar pemrograman web'])

  await mentor.patch(`/api/courses/${id}`, { title: 'Judul baru' })
  assert.deepEqual([await titles(app), await titles(second)], [['Judul baru'], ['Judul baru']])
  await mentor.patch(`/api/courses/${id}`, { visibility: 'invite_only' })
  assert.deepEqual([await titles(app), await titles(second)], [[], []])
})

const organizationId = 'org_here'
const now = new Date()
const viewers: Record<string, Sight | null> = {
  anybody: null,
  learner: { userId: 'usr_a', now, managed: [], mentored: [], member: [organizationId] },
  mentor: { userId: 'usr_a', now, managed: [], mentored: [organizationId], member: [organizationId] },
  administrator: { userId: 'usr_a', now, managed: 'all', mentored: 'all', member: [] }
}

test('every order of the list is that of an index, on the first page and on a late one', async (t) => {
  const app = await buildTestApp(t)
  await insertCourses(app, 10_000)
  const explain = await createExplain(app)
  const afterOf = {
    undefined: ['crs_000000005000'],
    titleKey: ['course 5000', 'crs_000000005000'],
    updatedAt: [Date.now(), 'crs_000000005000']
  }
  for (const [name, sight] of Object.entries(viewers)) {
    for (const sort of sorts) {
      for (const after of [undefined, afterOf[`${courseSorts[sort].column}`]]) {
        const plan = await explain({ sight, sort, after, limit: 20, filters: { words: [] } })
        const what = `${name} ${sort} ${after ? 'late' : 'first'}: ${plan}`
        assert.match(plan, /INDEX/i, what)
        assert.doesNotMatch(plan, /TEMP B-TREE|Sort|Seq Scan on courses/, what)
        if (after && app.database.dialect === 'sqlite')
          assert.match(plan, /SEARCH courses USING (COVERING )?INDEX \w+ \(.*[<>]/, what)
        if (after && app.database.dialect === 'postgresql') assert.match(plan, /Index Cond/, what)
      }
    }
    for (const filters of [
      { category: 'Web' },
      { organization: organizationId },
      { mentor: 'usr_a' },
      { tag: 'css' }
    ]) {
      const request = {
        sight,
        sort: '-createdAt',
        after: undefined,
        limit: 20,
        filters: { ...filters, words: [] }
      } as const
      assert.doesNotMatch(await explain(request), /TEMP B-TREE/, `${name} ${JSON.stringify(filters)}`)
    }
  }
})

/** How the database would run the query of a list. */
async function createExplain({
  database,
  databaseUrl
}: TestApp): Promise<(request: CourseListRequest) => Promise<string>> {
  const queryOf = (request: CourseListRequest) => {
    const { sql, params } = selectHeads(database as Database, request).toSQL()
    return { sql, params: fillPlaceholders(params, valuesOf(request) as Record<string, unknown>) }
  }
  if (database.dialect === 'sqlite') {
    const handle = new Sqlite(sqliteFile(databaseUrl))
    return async (request) => {
      const { sql, params } = queryOf(request)
      const steps = handle.prepare(`explain query plan ${sql}`).all(...params) as { detail: string }[]
      return steps.map(({ detail }) => detail).join('; ')
    }
  }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  client.on('error', () => {}) // its database is dropped
  await client.query('vacuum analyze courses')
  return async (request) => {
    const { sql, params } = queryOf(request)
    const { rows } = await client.query(`explain ${sql}`, params)
    return rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('; ')
  }
}
