import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import Sqlite from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import pg from 'pg'
import { type Database, openDatabase } from '../../src/db/database.js'
import { sqliteFile } from '../../src/db/dialect.js'
import { migrateDatabase, migrateSqlite, migrationsFolder } from '../../src/db/migrate.js'
import { ensureSqliteSearchIndex } from '../../src/db/search-index-sqlite.js'
import { createSearchIndex } from '../../src/modules/search/search-index.repository.js'
import { parseSearch } from '../../src/modules/search/words.js'
import { createTestDatabase, testDialect } from '../support/database.js'

const isSqlite = testDialect() === 'sqlite'
const at = new Date('2026-01-01T00:00:00Z')
const times = { version: 1, createdAt: at, updatedAt: at }
const release = { releaseKind: 'immediately' as const }

async function prepare(t: TestContext) {
  const { url } = await createTestDatabase(t)
  const database = await openDatabase({ url })
  t.after(() => database.close())
  const [organization] = await database.read
    .select({ id: database.tables.organizations.id })
    .from(database.tables.organizations)
  return { url, database, organizationId: organization?.id ?? '' }
}

/** A course, a lesson and a user, whose words are these. */
async function insertAll({ tables, transaction }: Database, organizationId: string, n: number, word: string) {
  const { courses, modules, lessons, users } = tables
  const place = { title: word, position: 0, isFree: false, status: 'published' as const, ...release, ...times }
  await transaction(async (tx) => {
    const keys = { slug: `course-${n}`, titleKey: '', searchKey: '', description: '', tags: [] }
    const shown = { status: 'draft' as const, visibility: 'public' as const }
    await tx.insert(courses).values({ id: `crs_${n}`, organizationId, title: word, ...keys, ...shown, ...times })
    await tx.insert(modules).values({ id: `mod_${n}`, courseId: `crs_${n}`, summary: '', ...place })
    const text = { content: '', contentHtml: '', contentText: '', isRequired: true }
    await tx.insert(lessons).values({ id: `les_${n}`, courseId: `crs_${n}`, moduleId: `mod_${n}`, ...text, ...place })
    const person = { username: word, usernameKey: `${word}${n}`, searchKey: '', status: 'active' as const }
    await tx.insert(users).values({ id: `usr_${n}`, ...person, ...times })
  })
}

/** The ids of all that the word finds, whoever may see it. */
async function find(database: Database, word: string, lessons: 'all' | 'free' = 'all'): Promise<string[]> {
  const found = await createSearchIndex(database).find({
    words: parseSearch(word),
    courses: { condition: undefined, values: {}, shape: 'all' },
    lessons: lessons === 'all' ? 'all' : { courseIds: [], organizationIds: [] },
    people: 'all'
  })
  return found.map(({ id }) => id).sort()
}

test('the index follows every change, and holds nothing of what is gone', async (t) => {
  const { database, organizationId } = await prepare(t)
  const { courses, modules, lessons, users } = database.tables
  await insertAll(database, organizationId, 1, 'angsa')
  assert.deepEqual(await find(database, 'angsa'), ['crs_1', 'les_1', 'usr_1'])

  await database.transaction(async (tx) => {
    await tx.update(courses).set({ tags: ['bangau'] })
    await tx.update(lessons).set({ contentText: 'seekor bangau' })
    await tx.update(users).set({ fullName: 'Bangau' })
  })
  assert.deepEqual(await find(database, 'bangau'), ['crs_1', 'les_1', 'usr_1'])
  await database.transaction(async (tx) => {
    await tx.update(courses).set({ tags: [], title: 'cendrawasih' })
    await tx.update(lessons).set({ contentText: '', title: 'cendrawasih' })
    await tx.update(users).set({ fullName: null, username: 'cendrawasih' })
  })
  assert.deepEqual([await find(database, 'bangau'), await find(database, 'angsa')], [[], []])

  assert.ok(!(await find(database, 'cendrawasih', 'free')).includes('les_1'))
  await database.transaction(async (tx) => tx.update(modules).set({ isFree: true }))
  assert.ok((await find(database, 'cendrawasih', 'free')).includes('les_1'), 'its module is free now')
  await database.transaction(async (tx) => {
    await tx.update(modules).set({ isFree: false })
    await tx.update(lessons).set({ status: 'archived', title: 'dara' })
    await tx.update(users).set({ deletedAt: at })
  })
  assert.deepEqual([await find(database, 'cendrawasih'), await find(database, 'dara')], [['crs_1'], []])
  await database.transaction(async (tx) => {
    await tx.update(lessons).set({ status: 'draft' })
    await tx.update(users).set({ deletedAt: null })
  })
  assert.deepEqual([await find(database, 'dara'), await find(database, 'cendrawasih')], [['les_1'], ['crs_1', 'usr_1']])
  await database.transaction(async (tx) => {
    await tx.delete(lessons).where(eq(lessons.id, 'les_1'))
    await tx.delete(modules)
    await tx.delete(courses)
    await tx.delete(users).where(eq(users.id, 'usr_1'))
  })
  assert.deepEqual([await find(database, 'dara'), await find(database, 'cendrawasih')], [[], []])
  assert.equal(await database.read.$count(database.tables.searchEntries), 0)
})

test('a transaction that fails leaves nothing in the index', async (t) => {
  const { database, organizationId } = await prepare(t)
  await assert.rejects(
    database.transaction(async (tx) => {
      const person = { username: 'elang', usernameKey: 'elang', searchKey: '', status: 'active' as const }
      await tx.insert(database.tables.users).values({ id: 'usr_9', ...person, ...times })
      throw new Error('no')
    })
  )
  await insertAll(database, organizationId, 2, 'garuda')
  assert.deepEqual([await find(database, 'elang'), await find(database, 'garuda')], [[], ['crs_2', 'les_2', 'usr_2']])
})

test('a start makes what is missing of the index, and fills it with what is there', async (t) => {
  const { url, database, organizationId } = await prepare(t)
  await insertAll(database, organizationId, 1, 'angsa')
  await run(url, ['DROP TRIGGER search_course_added ON courses', 'DROP TRIGGER search_lesson_added ON lessons'])
  // As in a database of an older version: a lost trigger of PostgreSQL alone is not looked for.
  if (!isSqlite) await run(url, ['COMMENT ON TABLE search_entries IS NULL', 'DELETE FROM search_entries'])
  await insertAll(database, organizationId, 2, 'angsa')
  await migrateDatabase(url)
  const all = ['crs_1', 'crs_2', 'les_1', 'les_2', 'usr_1', 'usr_2']
  assert.deepEqual(await find(database, 'angsa'), all)
  await insertAll(database, organizationId, 3, 'bangau')
  assert.deepEqual(await find(database, 'bangau'), ['crs_3', 'les_3', 'usr_3'])
  assert.deepEqual(await find(database, 'angsa'), all)
})

if (isSqlite) {
  test('the state and the version of a course are no words: to change them writes one row', async (t) => {
    const { url, database, organizationId } = await prepare(t)
    await insertAll(database, organizationId, 1, 'angsa')
    const handle = new Sqlite(sqliteFile(url))
    t.after(() => handle.close())
    const changes = (text: string) => {
      const count = () => handle.prepare('select total_changes()').pluck().get() as number
      const before = count()
      handle.exec(text)
      return count() - before
    }
    assert.equal(changes(`update courses set status = 'published', version = 2, updated_at = 2`), 1)
    assert.equal(changes(`update courses set title = 'angsa', description = '', tags = '[]', category = null`), 1)
    assert.equal(changes(`update lessons set title = 'angsa', content_text = '', position = 4, status = 'draft'`), 1)
    assert.equal(changes(`update users set full_name = null, email = 'a@b.example', version = 2 where id = 'usr_1'`), 1)
    assert.ok(changes(`update courses set title = 'bangau'`) > 1)
  })

  test('a migration that rebuilds a table keeps the index in step', async (t) => {
    const { url, database, organizationId } = await prepare(t)
    await insertAll(database, organizationId, 1, 'angsa')
    const file = sqliteFile(url)
    for (const table of ['lessons', 'modules']) {
      migrateSqlite(file, folderWithRebuild(t, file, table))
      ensureSqliteSearchIndex(file, 1_000)
    }
    assert.deepEqual(await find(database, 'angsa'), ['crs_1', 'les_1', 'usr_1'])
    await insertAll(database, organizationId, 2, 'angsa')
    assert.deepEqual((await find(database, 'angsa')).length, 6)
  })
}

/** All steps, and one more that rebuilds the table as drizzle-kit does. */
function folderWithRebuild(t: TestContext, file: string, table: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'naik-kelas-search-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(migrationsFolder('sqlite'), folder, { recursive: true })
  const handle = new Sqlite(file, { readonly: true })
  const create = handle.prepare('select sql from sqlite_master where name = ?').pluck().get(table) as string
  handle.close()
  const steps = [
    create.replace(/CREATE TABLE [`"]?\w+[`"]?/i, `CREATE TABLE __new_${table}`),
    `INSERT INTO __new_${table} SELECT * FROM ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE __new_${table} RENAME TO ${table}`
  ]
  const tag = `9999_rebuild_${table}`
  writeFileSync(join(folder, `${tag}.sql`), steps.join('\n--> statement-breakpoint\n'))
  const path = join(folder, 'meta', '_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8'))
  const when = Date.UTC(2999, 0, 1) + (table === 'lessons' ? 0 : 1)
  journal.entries.push({ idx: journal.entries.length, version: '6', when, tag, breakpoints: true })
  writeFileSync(path, JSON.stringify(journal))
  return folder
}

async function run(url: string, statements: string[]): Promise<void> {
  if (isSqlite) {
    const handle = new Sqlite(sqliteFile(url))
    for (const statement of statements) handle.exec(statement.replace(/^(DROP TRIGGER \w+) ON \w+$/, '$1'))
    handle.close()
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
