import { existsSync } from 'node:fs'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.js'
import { ConfigError, loadConfig } from './config.js'
import { openDataSet } from './db/data-set.js'
import { openDatabase } from './db/database.js'
import { migrateDatabase } from './db/migrate.js'
import { prepareFirstStart } from './first-start.js'
import { createLogger } from './logger.js'
import { openFileLimit } from './open-file-limit.js'

const drainMs = 25_000

if (existsSync('.env')) process.loadEnvFile('.env')
const config = readConfig()
const logger = createLogger(config)
await migrateDatabase(config.databaseUrl)
const database = await openDatabase({
  url: config.databaseUrl,
  poolSize: config.databasePool,
  sqliteSynchronous: config.sqliteSynchronous,
  refuseNesting: !config.production,
  onEffectError: (error) => logger.error({ err: error }, 'an effect of a transaction failed')
})
const dataSet = await openDataSet(database, config.databaseUrl)
const product = await buildApp({ config, database, dataSet, logger, fileLimit: openFileLimit() })
const announcements = await prepareFirstStart(config, product)
const address = await product.app.listen({ port: config.port, host: config.host })

const here = config.publicUrl ?? address.replace('127.0.0.1', 'localhost')
console.log([`Naik Kelas listens at ${here}`, `API docs at ${here}/docs`, ...announcements].join('\n'))

closeWithGrace({ delay: drainMs, logger: { error: (error) => logger.error(error) } }, async ({ err }) => {
  if (err) logger.fatal({ err }, 'stopped by an error')
  await product.app.close()
  await dataSet.note()
  await database.close()
})

function readConfig() {
  try {
    return loadConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
