/** An instance of its own that migrates the database of its first argument: for tests of many that start at once. */
import { migrateDatabase } from '../../src/db/migrate.js'

await migrateDatabase(process.argv[2] ?? '')
