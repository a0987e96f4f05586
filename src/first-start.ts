import type { App } from './app.js'
import type { Config } from './config.js'
import { demoPassword, demoUsers, seedDemo } from './demo/seed-demo.js'
import { AppError } from './lib/errors.js'

type Product = Pick<App, 'app' | 'setup' | 'serverUrl'>

/**
 * What an empty database is given: the administrator of the configuration, the demo outside production, or else a link
 * that makes the first administrator. Returns what is to be told at the start.
 */
export async function prepareFirstStart(config: Config, { app, setup, serverUrl }: Product): Promise<string[]> {
  if (!(await setup.isNeeded())) return []
  if (config.admin) {
    const isMade = await createAdministrator(config.admin, setup)
    return isMade ? ['The first administrator is made, as configured.'] : []
  }
  if (config.seedDemo) {
    const serial = await seedDemo({ app, createAdministrator: setup.createFromConfiguration, origin: serverUrl })
    return [
      `Demo accounts (password ${demoPassword}):`,
      ...demoUsers.map(({ username, title }) => `  ${username.padEnd(16)} ${title}`),
      `A certificate to check: ${serverUrl}/certificates/${serial}`
    ]
  }
  const link = `${serverUrl}/app/setup?token=${await setup.createToken()}`
  return ['Make the first administrator within an hour:', `  ${link}`]
}

/** False when another instance, which started at the same moment, was faster. */
async function createAdministrator(admin: NonNullable<Config['admin']>, setup: Product['setup']): Promise<boolean> {
  try {
    await setup.createFromConfiguration(admin)
    return true
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'USERNAME_TAKEN'
    if (!isTaken || (await setup.isNeeded())) throw error
    return false
  }
}
