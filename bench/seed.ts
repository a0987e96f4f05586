import { hash } from '@node-rs/argon2'
import pg from 'pg'
import { type Database, openDatabase } from '../src/db/database.js'
import { migrateDatabase } from '../src/db/migrate.js'
import type { Tables } from '../src/db/schema/index.js'
import { password, passwordProfile } from './accounts.js'
import { makeRows, type Row, type SeedContext, type SeedRows, type SeedSize } from './seed-rows.js'

const rowsPerStatement = 200
/** Those that others refer to come first. */
const order = [
  'users',
  'credentials',
  'sessions',
  'roleAssignments',
  'courses',
  'courseTags',
  'enrolments',
  'notifications',
  'notificationDeliveries',
  'notificationCounters'
] as const satisfies (keyof SeedRows)[]

export interface Seeded {
  userIds: string[]
  /** One that every member may read. */
  courseId: string
}

/** Fills an empty database past the API, for the API would take minutes: rows as the product itself would write them. */
export async function seed(url: string, size: SeedSize): Promise<Seeded> {
  await migrateDatabase(url)
  const database = await openDatabase({ url })
  try {
    const rows = makeRows(size, await contextOf(database))
    for (const table of order) await insertAll(database, table, rows[table] as never)
    const course = rows.courses.find(({ status, visibility }) => status === 'published' && visibility === 'public')
    return { userIds: rows.users.map(({ id }) => id), courseId: course?.id ?? '' }
  } finally {
    await database.close()
  }
}

/** What its autovacuum does within a minute; SQLite does its own when it is closed. */
export async function analyzePostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

export async function contextOf(database: Database): Promise<SeedContext> {
  return {
    organizationId: await findOrganization(database),
    passwordHash: await hash(password, passwordProfile),
    expiry: (time) => (database.dialect === 'sqlite' ? unixSeconds(time) : time)
  }
}

async function findOrganization({ read, tables: { organizations } }: Database): Promise<string> {
  const [row] = await read.select({ id: organizations.id }).from(organizations).limit(1)
  if (!row) throw new Error('the migrations left no organisation')
  return row.id
}

export async function insertAll<T extends keyof Tables>(
  database: Database,
  table: T,
  rows: readonly Row<T>[]
): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsPerStatement) {
    const some = rows.slice(i, i + rowsPerStatement)
    // Each list holds rows of its own table, which a table of a parameter cannot say.
    await database.transaction((tx) => tx.insert(database.tables[table] as never).values(some as never))
  }
}

/** What Lucia's column holds on SQLite; the types know the Date (columns.ts). */
function unixSeconds(time: Date): Date {
  return Math.floor(time.getTime() / 1000) as unknown as Date
}
