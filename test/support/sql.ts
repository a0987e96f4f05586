import Sqlite from 'better-sqlite3'
import pg from 'pg'
import type { TestApp } from './app.js'

/** Statements past the product, each in the words of its dialect. */
export async function runSql(app: TestApp, statements: readonly string[]): Promise<void> {
  if (app.database.dialect === 'sqlite') {
    const handle = new Sqlite(app.databaseUrl.replace(/^sqlite:/, ''))
    try {
      for (const statement of statements) handle.exec(statement)
    } finally {
      handle.close()
    }
    return
  }
  const client = new pg.Client({ connectionString: app.databaseUrl })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
