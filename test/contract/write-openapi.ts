import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../src/app.js'
import { loadConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/database.js'
import { migrateDatabase } from '../../src/db/migrate.js'

// Writes the contract of this version to `openapi.json`, for those who read it without running the product.
const folder = mkdtempSync(join(tmpdir(), 'naik-kelas-'))
const config = loadConfig({
  DATABASE_URL: join(folder, 'contract.db'),
  LOG_LEVEL: 'silent',
  PUBLIC_URL: 'https://naik-kelas.example'
})
await migrateDatabase(config.databaseUrl)
const database = await openDatabase({ url: config.databaseUrl })
const { app } = await buildApp({ config, database })
await app.ready()
writeFileSync('openapi.json', `${JSON.stringify(app.swagger(), null, 2)}\n`)
await app.close()
await database.close()
rmSync(folder, { recursive: true })
