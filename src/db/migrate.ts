import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { ensureBaseData } from './base-data.js'
import { openDatabase } from './database.js'
import { type Dialect, dialectOf, sqliteFile } from './dialect.js'

const startWaitMs = 60_000

/** Brings a database to the newest schema and makes sure of what every installation has. One instance at a time. */
export async function migrateDatabase(url: string): Promise<void> {
  if (dialectOf(url) === 'postgresql') {
    const { migratePostgres } = await import('./migrate-postgres.js')
    await migratePostgres(url, migrationsFolder('postgresql'), startWaitMs)
  } else {
    migrateSqlite(sqliteFile(url), migrationsFolder('sqlite'))
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
 * Foreign keys are off while it runs: SQLite changes a table by rebuilding it, and with them on the `DROP TABLE` of the
 * old one empties every table that refers to it. The `PRAGMA` in drizzle's own files does nothing inside its transaction.
 */
export function migrateSqlite(file: string, folder: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const isNew = !existsSync(file)
  const handle = new Sqlite(file, { timeout: startWaitMs })
  try {
    if (!hasPending(handle, folder)) return
    // A file of its own, whose lock ends with the process: drizzle looks and writes in two steps.
    const gate = new Sqlite(`${file}.migrating`, { timeout: startWaitMs })
    try {
      gate.exec('BEGIN EXCLUSIVE')
      if (!hasPending(handle, folder)) return
      if (!isNew) handle.prepare('VACUUM INTO ?').run(`${file}.before-${Date.now()}`)
      handle.pragma('journal_mode = WAL')
      handle.pragma('foreign_keys = OFF')
      migrate(drizzle(handle), { migrationsFolder: folder })
      const broken = handle.pragma('foreign_key_check') as unknown[]
      if (broken.length > 0) throw new Error(`a migration broke foreign keys: ${JSON.stringify(broken.slice(0, 5))}`)
    } finally {
      gate.close()
    }
  } finally {
    handle.close()
  }
}

function hasPending(handle: Sqlite.Database, folder: string): boolean {
  const known = handle
    .prepare("select 1 from sqlite_master where type = 'table' and name = '__drizzle_migrations'")
    .get()
  if (!known) return true
  const last = handle.prepare('select max(created_at) as at from __drizzle_migrations').get() as { at: number | null }
  return readMigrationFiles({ migrationsFolder: folder }).some((step) => step.folderMillis > (last.at ?? 0))
}
