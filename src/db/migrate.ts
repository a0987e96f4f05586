import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { ensureBaseData } from './base-data.js'
import { openDatabase } from './database.js'
import { type Dialect, dialectOf, sqliteFile } from './dialect.js'
import { dropSqliteSearchTriggers, ensureSqliteSearchIndex } from './search-index-sqlite.js'

const startWaitMs = 60_000

/** Brings a database to the newest schema and makes sure of what every installation has. One instance at a time. */
export async function migrateDatabase(url: string): Promise<void> {
  if (dialectOf(url) === 'postgresql') {
    const { migratePostgres } = await import('./migrate-postgres.js')
    await migratePostgres(url, migrationsFolder('postgresql'), startWaitMs)
  } else {
    migrateSqlite(sqliteFile(url), migrationsFolder('sqlite'))
    ensureSqliteSearchIndex(sqliteFile(url), startWaitMs)
  }
  const database = await openDatabase({ url })
  try {
    await ensureBaseData(database)
  } finally {
    await database.close()
  }
}

export function migrationsFolder(dialect: Dialect): string {
  return fileURLToPath(new URL(`../../drizzle/${dialect}`, import.meta.url))
}

/**
 * What drizzle's own migrator does, and two things that it does not. Foreign keys are off while it runs: SQLite changes a
 * table by rebuilding it, and with them on the `DROP TABLE` of the old one empties every table that refers to it (the
 * `PRAGMA` in drizzle's files does nothing inside a transaction). And they are checked before the commit.
 */
export function migrateSqlite(file: string, folder: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const handle = new Sqlite(file, { timeout: startWaitMs })
  try {
    if (pendingSteps(handle, folder).length === 0) return
    // A file of its own, whose lock ends with the process: drizzle looks and writes in two steps.
    const gate = new Sqlite(`${file}.migrating`, { timeout: startWaitMs })
    try {
      gate.exec('BEGIN EXCLUSIVE')
      const steps = pendingSteps(handle, folder)
      if (steps.length === 0) return
      if (hasTables(handle)) handle.prepare('VACUUM INTO ?').run(`${file}.before-${Date.now()}`)
      handle.pragma('journal_mode = WAL')
      handle.pragma('synchronous = FULL')
      handle.pragma('foreign_keys = OFF')
      handle.transaction(applySteps).immediate(handle, steps)
    } finally {
      gate.close()
    }
  } finally {
    handle.close()
  }
}

function applySteps(handle: Sqlite.Database, steps: MigrationMeta[]): void {
  dropSqliteSearchTriggers(handle)
  handle.exec(
    'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric)'
  )
  for (const { sql, hash, folderMillis } of steps) {
    for (const statement of sql) handle.exec(statement)
    handle.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, folderMillis)
  }
  const broken = handle.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0) throw new Error(`a migration broke foreign keys: ${JSON.stringify(broken.slice(0, 5))}`)
}

function pendingSteps(handle: Sqlite.Database, folder: string): MigrationMeta[] {
  const steps = readMigrationFiles({ migrationsFolder: folder })
  if (!handle.prepare("select 1 from sqlite_master where name = '__drizzle_migrations'").get()) return steps
  const last = handle.prepare('select max(created_at) as at from __drizzle_migrations').get() as { at: number | null }
  return steps.filter((step) => step.folderMillis > (last.at ?? 0))
}

function hasTables(handle: Sqlite.Database): boolean {
  return handle.prepare('select 1 from sqlite_master limit 1').get() !== undefined
}
