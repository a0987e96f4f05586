import { existsSync } from 'node:fs'
import type { TestContext } from 'node:test'

/** Programs that some tests need and that `npm` does not bring; the gate installs them. */
const programs = {
  chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
  nginx: '/usr/sbin/nginx'
} as const

/**
 * Where the program is. Undefined where it is not, and then the test is skipped with one line; in the gate, which sets
 * REQUIRE_PROGRAMS, that is a failure.
 */
export function installed(t: TestContext, program: keyof typeof programs): string | undefined {
  const path = programs[program]
  if (existsSync(path)) return path
  if (process.env.REQUIRE_PROGRAMS) throw new Error(`${program} is not installed`)
  t.skip(`${program} is not installed`)
  return undefined
}
