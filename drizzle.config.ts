import { defineConfig } from 'drizzle-kit'

// `npm run db:generate` runs drizzle-kit once for each dialect, with the same name for both steps.
const dialect = process.env.DIALECT === 'postgresql' ? 'postgresql' : 'sqlite'

export default defineConfig({
  dialect,
  schema: `./src/db/schema/${dialect}.ts`,
  out: `./drizzle/${dialect}`
})
