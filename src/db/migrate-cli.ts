import { loadConfig } from '../config.js'
import { migrateDatabase } from './migrate.js'

await migrateDatabase(loadConfig(process.env).databaseUrl)
console.log('The database is at the newest schema.')
