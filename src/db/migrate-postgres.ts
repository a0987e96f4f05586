import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { dropPostgresSearchTriggers, ensurePostgresSearchIndex } from './search-index-postgres.js'

/** Any number, but the same in every instance. */
const migrationLock = 727_274

/** Instances that start together wait for the one that migrates: without the lock two thirds of such starts fail. */
export async function migratePostgres(url: string, folder: string, waitMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, lock_timeout: waitMs })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    if (await hasPendingSteps(client, folder)) {
      await dropPostgresSearchTriggers(client)
      await migrate(drizzle(client), { migrationsFolder: folder })
    }
    await ensurePostgresSearchIndex(client)
  } finally {
    await client.end() // which gives the lock back
  }
}

/** As drizzle's migrator asks it. */
async function hasPendingSteps(client: pg.Client, folder: string): Promise<boolean> {
  const newest = readMigrationFiles({ migrationsFolder: folder }).at(-1)?.folderMillis ?? 0
  const { rows } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') is not null as is_there`)
  if (!rows[0]?.is_there) return true
  const { rows: last } = await client.query('select max(created_at) as at from drizzle.__drizzle_migrations')
  return newest > Number(last[0]?.at ?? 0)
}
