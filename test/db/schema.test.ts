import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import Sqlite from 'better-sqlite3'
import pg from 'pg'
import { sqliteFile } from '../../src/db/dialect.js'
import { migrateDatabase, migrationsFolder } from '../../src/db/migrate.js'
import * as postgresqlSchema from '../../src/db/schema/postgresql.js'
import * as sqliteSchema from '../../src/db/schema/sqlite.js'
import { createTestDatabase, testDialect } from '../support/database.js'

interface Table {
  /** Name → kind and whether it may be null. */
  columns: Record<string, { type: string; nullable: boolean }>
  primaryKey: string[]
  /** Columns of each index, in its order. `where` tells that it does not cover all rows. */
  indexes: { columns: string[]; unique: boolean; where: boolean }[]
  foreignKeys: { columns: string[]; refersTo: string; onDelete: string }[]
}

type Schema = Record<string, Table>

/** What one kind of column is called in each dialect. */
const sameType: Record<string, readonly string[]> = {
  text: ['text', 'jsonb'],
  integer: ['bigint', 'boolean', 'timestamp with time zone']
}

async function readLive(url: string): Promise<Schema> {
  return testDialect() === 'sqlite' ? readSqlite(sqliteFile(url)) : readPostgres(url)
}

function readSqlite(file: string): Schema {
  const handle = new Sqlite(file, { readonly: true })
  const all = <T>(text: string, ...values: string[]) => handle.prepare(text).all(...values) as T[]
  // The full-text index is its own matter (search-index.test.ts): its tables are virtual, or FTS5's own.
  const names = all<{ name: string }>(
    `select name from pragma_table_list where schema = 'main' and type = 'table'
      and name not like 'sqlite\\_%' escape '\\' and name <> '__drizzle_migrations'`
  )
  const tables = names.map(({ name }): [string, Table] => {
    const columns = all<{ name: string; type: string; notnull: number; pk: number }>(
      'select * from pragma_table_info(?)',
      name
    )
    const indexes = all<{ name: string; unique: number; partial: number; origin: string }>(
      'select * from pragma_index_list(?)',
      name
    )
    const foreignKeys = all<{ id: number; seq: number; table: string; from: string; to: string; on_delete: string }>(
      'select * from pragma_foreign_key_list(?) order by id, seq',
      name
    )
    return [
      name,
      {
        columns: Object.fromEntries(
          columns.map((column) => [column.name, { type: column.type.toLowerCase(), nullable: column.notnull === 0 }])
        ),
        primaryKey: columns
          .filter((column) => column.pk > 0)
          .sort((a, b) => a.pk - b.pk)
          .map((column) => column.name),
        indexes: indexes
          .filter(({ origin }) => origin !== 'pk')
          .map((index) => ({
            columns: all<{ name: string }>('select name from pragma_index_info(?) order by seqno', index.name).map(
              (column) => column.name
            ),
            unique: index.unique === 1,
            where: index.partial === 1
          })),
        foreignKeys: foreignKeys.map((key) => ({
          columns: [key.from],
          refersTo: `${key.table}(${key.to})`,
          onDelete: key.on_delete.toLowerCase()
        }))
      }
    ]
  })
  handle.close()
  return sorted(Object.fromEntries(tables))
}

async function readPostgres(url: string): Promise<Schema> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const all = async <T>(text: string) => (await client.query(text)).rows as T[]
  const columns = await all<{ table_name: string; column_name: string; data_type: string; is_nullable: string }>(
    `select * from information_schema.columns where table_schema = 'public' and data_type <> 'tsvector'`
  )
  const indexes = await all<{ table: string; primary: boolean; unique: boolean; where: boolean; columns: string[] }>(`
    select i.indrelid::regclass::text as "table", i.indisprimary as "primary", i.indisunique as "unique",
      i.indpred is not null as "where",
      array(select a.attname::text from unnest(i.indkey::int[]) with ordinality k(n, position)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n order by position) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am on pg_am.oid = c.relam
    where c.relnamespace = 'public'::regnamespace and pg_am.amname <> 'gin'`)
  const foreignKeys = await all<{ table: string; refers_to: string; on_delete: string; columns: string[] }>(`
    select c.conrelid::regclass::text as "table", c.confdeltype as on_delete,
      array(select attname::text from pg_attribute where attrelid = c.conrelid and attnum = any(c.conkey)) as columns,
      c.confrelid::regclass::text || '(' || (select string_agg(attname, ',') from pg_attribute
        where attrelid = c.confrelid and attnum = any(c.confkey)) || ')' as refers_to
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`)
  await client.end()
  const actions: Record<string, string> = {
    a: 'no action',
    r: 'restrict',
    c: 'cascade',
    n: 'set null',
    d: 'set default'
  }
  const tables: Schema = {}
  const tableOf = (name: string) => {
    tables[name] ??= { columns: {}, primaryKey: [], indexes: [], foreignKeys: [] }
    return tables[name]
  }
  for (const column of columns) {
    tableOf(column.table_name).columns[column.column_name] = {
      type: column.data_type,
      nullable: column.is_nullable === 'YES'
    }
  }
  for (const { table, primary, ...index } of indexes) {
    if (primary) tableOf(table).primaryKey = index.columns
    else tableOf(table).indexes.push(index)
  }
  for (const key of foreignKeys) {
    const onDelete = actions[key.on_delete] ?? key.on_delete
    tableOf(key.table).foreignKeys.push({ columns: key.columns, refersTo: key.refers_to, onDelete })
  }
  return sorted(tables)
}

function sorted(schema: Schema): Schema {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
  for (const table of Object.values(schema)) {
    table.indexes = table.indexes.map(({ columns, unique, where }) => ({ columns, unique, where })).sort(byText)
    table.foreignKeys.sort(byText)
  }
  return Object.fromEntries(Object.entries(schema).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function withoutTypes(schema: Schema) {
  return Object.fromEntries(
    Object.entries(schema).map(([name, table]) => [
      name,
      {
        ...table,
        columns: Object.entries(table.columns)
          .map(([column, { nullable }]) => `${column} ${nullable ? 'null' : 'not null'}`)
          .sort()
      }
    ])
  )
}

async function liveSchema(t: TestContext): Promise<Schema> {
  return readLive((await createTestDatabase(t)).url)
}

describe('the schema', () => {
  it('has every table that the code defines', async (t) => {
    const live = await liveSchema(t)
    assert.equal(Object.keys(live).length, Object.keys(sqliteSchema).length)
    for (const { primaryKey, columns } of Object.values(live)) {
      assert.ok(primaryKey.length > 0, 'each table has a primary key')
      assert.ok(Object.keys(columns).length > 0)
    }
  })

  it('has an index that begins with the column of each foreign key, so that a delete scans no table', async (t) => {
    const missing: string[] = []
    for (const [name, { primaryKey, indexes, foreignKeys }] of Object.entries(await liveSchema(t))) {
      const firsts = [primaryKey, ...indexes.filter(({ where }) => !where).map(({ columns }) => columns)].map(
        ([c]) => c
      )
      for (const { columns } of foreignKeys) {
        if (!firsts.includes(columns[0])) missing.push(`${name}.${columns[0]}`)
      }
    }
    assert.deepEqual(missing, [])
  })

  it('says of each foreign key what a delete does', async (t) => {
    for (const [name, { foreignKeys }] of Object.entries(await liveSchema(t))) {
      for (const { columns, onDelete } of foreignKeys) assert.notEqual(onDelete, 'no action', `${name}.${columns}`)
    }
  })

  if (testDialect() === 'postgres') {
    it('is the same on both databases: tables, columns, nulls, keys, indexes', async (t) => {
      const postgres = await liveSchema(t)
      const sqlite = await migratedSqlite(t)
      assert.deepEqual(withoutTypes(postgres), withoutTypes(sqlite))
      for (const [name, { columns }] of Object.entries(sqlite)) {
        for (const [column, { type }] of Object.entries(columns)) {
          const other = postgres[name]?.columns[column]?.type ?? ''
          assert.ok(sameType[type]?.includes(other), `${name}.${column} is ${type} and ${other}`)
        }
      }
    })
  }

  it('is handed to drizzle-kit whole, and by the same names, for both', () => {
    assert.deepEqual(Object.keys(sqliteSchema), Object.keys(postgresqlSchema))
  })
})

describe('the migrations', () => {
  it('are the same named steps in the same order for both databases', () => {
    const steps = (['sqlite', 'postgresql'] as const).map((dialect) => {
      const folder = migrationsFolder(dialect)
      const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as {
        entries: { idx: number; tag: string; when: number }[]
      }
      const tags = journal.entries.map(({ tag }) => tag)
      assert.deepEqual(
        journal.entries.map(({ idx }) => idx),
        tags.map((_, i) => i)
      )
      const times = journal.entries.map(({ when }) => when)
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
        'a step dated before the last one applied would be skipped'
      )
      const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
      assert.deepEqual(files.sort(), tags.map((tag) => `${tag}.sql`).sort())
      return tags
    })
    assert.deepEqual(steps[0], steps[1])
    assert.ok((steps[0]?.length ?? 0) > 0)
  })
})

async function migratedSqlite(t: TestContext): Promise<Schema> {
  const directory = mkdtempSync(join(tmpdir(), 'naik-kelas-schema-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  await migrateDatabase(`sqlite:${directory}/schema.db`)
  return readSqlite(`${directory}/schema.db`)
}
