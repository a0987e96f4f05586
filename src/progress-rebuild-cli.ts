import { existsSync } from 'node:fs'
import { loadConfig } from './config.js'
import { openDatabase } from './db/database.js'
import { createFeatures } from './features.js'
import { systemClock } from './lib/clock.js'

if (existsSync('.env')) process.loadEnvFile('.env')
const config = loadConfig(process.env)
const database = await openDatabase({
  url: config.databaseUrl,
  poolSize: config.databasePool,
  sqliteSynchronous: config.sqliteSynchronous
})
const features = await createFeatures({
  config,
  database,
  clock: systemClock,
  https: false,
  serverUrl: '',
  sendMail: async () => {},
  onError: console.error
})
const { lessons, enrolments } = await features.progress.rebuild((course) => {
  console.log(`${course.id} “${course.title}”: ${course.lessons} lessons, ${course.enrolments} enrolments`)
})
console.log(
  lessons + enrolments === 0
    ? 'Nothing to repair.'
    : `Completed ${lessons} lessons by their quizzes and ${enrolments} enrolments.`
)
await features.auth.close()
await features.notifications.close()
await database.close()
