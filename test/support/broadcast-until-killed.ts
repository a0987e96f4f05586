/** The product as a process of its own, that works on what is due until it is killed. */
import { buildApp } from '../../src/app.js'
import { loadConfig } from '../../src/config.js'
import { openDatabase } from '../../src/db/database.js'

const [, , databaseUrl = '', dataDir = ''] = process.argv
const config = loadConfig({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
const { app } = await buildApp({ config, database: await openDatabase({ url: databaseUrl }) })
await app.ready()
setInterval(() => {}, 60_000) // its own timers hold no process
