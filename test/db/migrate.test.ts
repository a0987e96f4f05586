import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { getTableConfig as postgresTable } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { openDatabase } from '../../src/db/database.js'
import { sqliteFile } from '../../src/db/dialect.js'
import { migrateDatabase, migrateSqlite } from '../../src/db/migrate.js'
import * as postgresTables from '../../src/db/schema/postgresql.js'
import { builtInRoles } from '../../src/lib/permissions.js'
import { createEmptyDatabase, createTestDatabase, testDialect } from '../support/database.js'

const isSqlite = testDialect() === 'sqlite'
const tableNames = Object.values(postgresTables).map((table) => postgresTable(table).name)

/** Everything that is in the database, as text that can be compared. */
async function dump(url: string): Promise<string> {
  if (isSqlite) {
    const handle = new Sqlite(sqliteFile(url), { readonly: true })
    const rows = ['sqlite_master', '__drizzle_migrations', ...tableNames].map((name) =>
      handle.prepare(`select * from ${name}`).all()
    )
    handle.close()
    return JSON.stringify(rows)
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const rows = []
  for (const name of ['drizzle.__drizzle_migrations', ...tableNames]) {
    rows.push((await client.query(`select * from ${name} t order by t::text`)).rows)
  }
  await client.end()
  return JSON.stringify(rows)
}

async function assertBaseData(url: string): Promise<void> {
  const database = await openDatabase({ url })
  const { roles, organizations, systemValues } = database.tables
  const found = {
    roles: (await database.read.select().from(roles)).map((role) => role.key).sort(),
    organizations: await database.read.select({ isDefault: organizations.isDefault }).from(organizations),
    values: await database.read.select({ key: systemValues.key }).from(systemValues).orderBy(systemValues.key)
  }
  await database.close()
  assert.deepEqual(found, {
    roles: builtInRoles.map((role) => role.key as string).sort(),
    organizations: [{ isDefault: true }],
    values: [{ key: 'file_link_secret' }, { key: 'stream_epoch' }, { key: 'unsubscribe_secret' }]
  })
}

describe('migrateDatabase', () => {
  it('fills an empty database, and changes nothing when it is run again', async (t) => {
    const { url } = await createEmptyDatabase(t)
    await migrateDatabase(url)
    await assertBaseData(url)
    const before = await dump(url)
    await migrateDatabase(url)
    assert.equal(await dump(url), before)
  })

  it('makes an empty database what five instances expect that start at once', async (t) => {
    const { url } = await createEmptyDatabase(t)
    const script = fileURLToPath(new URL('../support/migrate-once.ts', import.meta.url))
    const codes = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const child = spawn(process.execPath, ['--import', 'tsx', script, url], {
          stdio: ['ignore', 'ignore', 'inherit']
        })
        return (await once(child, 'exit'))[0] as number
      })
    )
    assert.deepEqual(codes, [0, 0, 0, 0, 0])
    await assertBaseData(url)
  })

  it('keeps what an installation has changed, and gives its built-in roles what they now mean', async (t) => {
    const { url } = await createTestDatabase(t)
    const database = await openDatabase({ url })
    const { organizations, roles } = database.tables
    await database.transaction(async (tx) => {
      await tx.update(organizations).set({ name: 'Sekolah Kami', slug: 'sekolah-kami' })
      await tx.update(roles).set({ permissions: [], title: 'old' })
    })
    await migrateDatabase(url)
    assert.deepEqual(await database.read.select({ name: organizations.name }).from(organizations), [
      { name: 'Sekolah Kami' }
    ])
    const found = await database.read.select({ key: roles.key, permissions: roles.permissions }).from(roles)
    for (const role of builtInRoles) {
      assert.deepEqual(found.find(({ key }) => key === role.key)?.permissions, [...role.permissions])
    }
    await database.close()
  })
})

if (isSqlite) {
  const create = [
    'CREATE TABLE `parent` (`id` text PRIMARY KEY NOT NULL, `name` text)',
    'CREATE TABLE `child` (`id` text PRIMARY KEY NOT NULL, `parent_id` text NOT NULL REFERENCES `parent`(`id`) ON DELETE cascade)',
    `INSERT INTO parent VALUES ('p1', 'one'), ('p2', 'two')`,
    `INSERT INTO child VALUES ('c1', 'p1'), ('c2', 'p2'), ('c3', 'p2')`
  ]
  /** As drizzle-kit writes it when a column changes. */
  const rebuild = [
    'PRAGMA foreign_keys=OFF;',
    'CREATE TABLE `__new_parent` (`id` text PRIMARY KEY NOT NULL, `name` text NOT NULL);',
    'INSERT INTO `__new_parent`("id", "name") SELECT "id", "name" FROM `parent`;',
    'DROP TABLE `parent`;',
    'ALTER TABLE `__new_parent` RENAME TO `parent`;',
    'PRAGMA foreign_keys=ON;'
  ]
  const children = 'select child.id from child join parent on parent.id = child.parent_id order by child.id'

  describe('migrateSqlite', () => {
    it('keeps the rows that refer to a table that is rebuilt', (t) => {
      const { file, migrate, query } = scratch(t)
      migrate([create])
      migrate([create, rebuild])
      assert.deepEqual(query(children), [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }])
      assert.deepEqual(query('select count(*) as steps from __drizzle_migrations'), [{ steps: 2 }])
      const strict = new Sqlite(file)
      assert.throws(() => strict.exec(`INSERT INTO child VALUES ('c4', 'nobody')`), /FOREIGN KEY/)
      strict.close()
    })

    it('keeps a copy of what was there before, once for each change', (t) => {
      const { file, migrate, copies } = scratch(t)
      migrate([create])
      assert.deepEqual(copies(), [], 'there was nothing to copy')
      migrate([create, rebuild])
      migrate([create, rebuild])
      assert.equal(copies().length, 1)
      const copy = new Sqlite(join(dirname(file), copies()[0] ?? ''), { readonly: true })
      assert.deepEqual(copy.prepare(children).all(), [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }])
      assert.deepEqual(copy.prepare('select count(*) as steps from __drizzle_migrations').all(), [{ steps: 1 }])
      copy.close()
    })

    it('refuses a change that breaks a foreign key, each time, and loses nothing', (t) => {
      const { migrate, query } = scratch(t)
      migrate([create])
      const breaking = [`DELETE FROM parent WHERE id = 'p2'`]
      for (let attempt = 0; attempt < 2; attempt++) {
        assert.throws(() => migrate([create, breaking]), /broke foreign keys/)
        assert.deepEqual(query(children), [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }])
        assert.deepEqual(query('select count(*) as steps from __drizzle_migrations'), [{ steps: 1 }])
      }
    })

    it('undoes all of the steps when one of them fails', (t) => {
      const { migrate, query } = scratch(t)
      migrate([create])
      assert.throws(
        () => migrate([create, rebuild, ['CREATE TABLE more (id text)', 'CREATE TABLE parent (id text)']]),
        /exists/
      )
      assert.deepEqual(query(`select name from sqlite_master where name = 'more'`), [])
      assert.deepEqual(query('select count(*) as steps from __drizzle_migrations'), [{ steps: 1 }])
      migrate([create, rebuild])
      assert.deepEqual(query(children), [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }])
    })

    it('goes on from a database that drizzle’s own migrator has made', async (t) => {
      const { file, folder, migrate, query } = scratch(t)
      writeSteps(folder, [create])
      const { drizzle } = await import('drizzle-orm/better-sqlite3')
      const { migrate: migrateByDrizzle } = await import('drizzle-orm/better-sqlite3/migrator')
      const handle = new Sqlite(file)
      migrateByDrizzle(drizzle(handle), { migrationsFolder: folder })
      handle.close()
      migrate([create])
      migrate([create, rebuild])
      assert.deepEqual(query('select count(*) as steps from __drizzle_migrations'), [{ steps: 2 }])
      assert.equal(query(children).length, 3)
    })
  })
}

function scratch(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'naik-kelas-migrate-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const file = join(directory, 'data', 'test.db')
  mkdirSync(dirname(file))
  const folder = join(directory, 'steps')
  return {
    file,
    folder,
    migrate(steps: string[][]): void {
      writeSteps(folder, steps)
      migrateSqlite(file, folder)
    },
    query(text: string): unknown[] {
      const handle = new Sqlite(file, { readonly: true })
      try {
        return handle.prepare(text).all()
      } finally {
        handle.close()
      }
    },
    copies: () => readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.before-`))
  }
}

/** A migrations folder as drizzle-kit writes it. */
function writeSteps(folder: string, steps: string[][]): void {
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = steps.map((statements, idx) => {
    const tag = `000${idx}_step`
    writeFileSync(join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'))
    return { idx, version: '6', when: 1_000 + idx, tag, breakpoints: true }
  })
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: 'sqlite', entries }))
}
