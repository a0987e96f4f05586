import type { Database } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import { conflict, invalid } from '../../lib/errors.js'
import { normalizeUsername } from '../../lib/usernames.js'
import type { Audit } from '../audit/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Roles } from '../roles/index.js'
import type { Users } from '../users/index.js'
import { hasAdministrator } from './accounts.repository.js'
import type { SignedIn } from './auth.service.js'
import type { Browser } from './device.js'
import { replaceToken, takeToken } from './one-time-tokens.repository.js'
import type { Passwords } from './passwords.js'
import type { Sessions } from './sessions.js'

const linkLivesMs = hourMs

export interface SetupDeps {
  database: Database
  audit: Pick<Audit, 'record'>
  clock: Clock
  users: Pick<Users, 'create'>
  roles: Pick<Roles, 'assign'>
  organizations: Pick<Organizations, 'require'>
  sessions: Sessions
  passwords: Passwords
}

export type Setup = ReturnType<typeof createSetup>

/** The first administrator of an installation that has none. */
export function createSetup(deps: SetupDeps) {
  const { database, clock, audit, users, roles, organizations, sessions, passwords } = deps

  async function createAdministrator({
    username,
    password,
    token,
    device,
    language
  }: Browser & {
    username: string
    password: string
    token?: string
  }): Promise<SignedIn> {
    const name = normalizeUsername(username).username
    const passwordHash = await passwords.hash(password, name)
    const organization = await organizations.require(database.read, undefined)
    return database.transaction(async (tx) => {
      if (token !== undefined && !(await takeToken(database, tx, { purpose: 'setup', token, now: clock.now() }))) {
        throw invalid('token', 'is not valid, was used, or has expired', 'INVALID_TOKEN')
      }
      const user = await users.create(tx, {
        username: name,
        ...(language && { language }),
        organizationId: organization.id,
        createdBy: null
      })
      await roles.assign(tx, { userId: user.id, role: 'admin', organizationId: null, createdBy: null })
      await roles.assign(tx, { userId: user.id, role: 'owner', organizationId: organization.id, createdBy: null })
      await passwords.save(tx, user.id, passwordHash)
      const resource = { type: 'platform', id: null }
      audit.record(tx, { action: 'platform.set_up', resource, organizationId: null, actorId: user.id })
      return { user, session: await sessions.start(tx, user.id, device) }
    })
  }

  return {
    isNeeded: async (): Promise<boolean> => !(await hasAdministrator(database)),

    /** The token of a set-up link that works once, for an hour; those before it stop working. */
    createToken: (): Promise<string> =>
      database.transaction((tx) =>
        replaceToken(database, tx, { purpose: 'setup', userId: null, now: clock.now(), livesMs: linkLivesMs })
      ),

    /** @throws 400 INVALID_TOKEN; 409 ALREADY_SET_UP; 400 for a weak password */
    async complete(request: Browser & { token: string; username: string; password: string }): Promise<SignedIn> {
      if (await hasAdministrator(database))
        throw conflict('ALREADY_SET_UP', 'This installation has its administrator already')
      return createAdministrator(request)
    },

    /** From the configuration, at the first start. */
    async createFromConfiguration(admin: { username: string; password: string }): Promise<void> {
      await createAdministrator({ ...admin, device: 'Configuration', language: undefined })
    }
  }
}
