import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { loadConfig } from './config.js'
import { openDatabase } from './db/database.js'
import { systemClock } from './lib/clock.js'
import { createAuditModule } from './modules/audit/index.js'

if (existsSync('.env')) process.loadEnvFile('.env')
const { values } = parseArgs({ options: { expect: { type: 'string' } }, strict: false })
const expected = values.expect === undefined ? [] : /^(\d{1,15}):([0-9a-f]{64})$/.exec(String(values.expect))
if (expected === null || Object.keys(values).some((name) => name !== 'expect')) {
  console.error('It takes --expect with what an earlier run has printed: <number>:<hash>')
  process.exit(1)
}
const [, seq, hash] = expected
const { databaseUrl } = loadConfig(process.env)
const database = await openDatabase({ url: databaseUrl, poolSize: 1 })
const audit = createAuditModule({ database, clock: systemClock })
const { count, last, faults } = await audit.verify(hash === undefined ? undefined : { seq: Number(seq), hash })
for (const fault of faults) console.error(fault)
console.log(`${count} rows; the last is ${last.seq}:${last.hash}`)
console.log(faults.length === 0 ? 'The chain is whole.' : 'The chain is broken.')
await database.close()
process.exitCode = faults.length === 0 ? 0 : 1
