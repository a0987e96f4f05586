import { existsSync } from 'node:fs'
import { buildApp } from './app.js'
import { loadConfig } from './config.js'
import { openDatabase } from './db/database.js'
import { createLogger } from './logger.js'

if (existsSync('.env')) process.loadEnvFile('.env')
const config = loadConfig(process.env)
const database = await openDatabase({
  url: config.databaseUrl,
  poolSize: config.databasePool,
  sqliteSynchronous: config.sqliteSynchronous
})
// The whole product, without its jobs and its server: what it finds completed is told, too.
const product = await buildApp({ config, database, logger: createLogger(config), runsJobs: false })
const { lessons, enrolments } = await product.progress.rebuild((course) => {
  console.log(`${course.id} “${course.title}”: ${course.lessons} lessons, ${course.enrolments} enrolments`)
})
console.log(
  lessons + enrolments === 0
    ? 'Nothing to repair.'
    : `Completed ${lessons} lessons by their quizzes and ${enrolments} enrolments.`
)
await product.settled()
await product.app.close()
await database.close()
