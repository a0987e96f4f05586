import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Mails } from '../mails/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Roles } from '../roles/index.js'
import type { Users } from '../users/index.js'
import { authRoutes } from './auth.routes.js'
import { authSchemas } from './auth.schemas.js'
import { createAuthService } from './auth.service.js'
import { createLoginThrottle } from './login-throttle.js'
import { deleteExpiredTokens } from './one-time-tokens.repository.js'
import { passwordResetRoutes } from './password-reset.routes.js'
import { createPasswordReset } from './password-reset.service.js'
import type { Passwords } from './passwords.js'
import { publishedFormsRoutes } from './published-forms.routes.js'
import type { Sessions } from './sessions.js'
import { sessionsRoutes } from './sessions.routes.js'
import { createSetup } from './setup.service.js'
import { userSessionsRoutes } from './user-sessions.routes.js'
import { createUserSessions } from './user-sessions.service.js'

export { createPasswordHasher } from './password-hasher.js'
export { createPasswords, type Passwords } from './passwords.js'
export { createSessions, type Sessions } from './sessions.js'

export interface AuthModuleDeps {
  database: Database
  audit: Pick<Audit, 'record'>
  clock: Clock
  users: Pick<Users, 'create' | 'present' | 'requireManageable'>
  roles: Pick<Roles, 'assign'>
  organizations: Pick<Organizations, 'require'>
  sessions: Sessions
  passwords: Passwords
  allowRegistration: boolean
  mails: Pick<Mails, 'queue'>
  onError: (error: unknown) => void
}

export type AuthModule = ReturnType<typeof createAuthModule>

/** Registration, sign-in, sessions, passwords and the first administrator. */
export function createAuthModule(deps: AuthModuleDeps) {
  const { database, clock, users, sessions } = deps
  const throttle = createLoginThrottle(deps)
  const auth = createAuthService({ ...deps, throttle })
  const setup = createSetup(deps)
  const passwordReset = createPasswordReset({ ...deps, throttle })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    authRoutes({ auth, setup, sessions, users })(app)
    sessionsRoutes({ auth, sessions })(app)
    userSessionsRoutes(createUserSessions(deps))(app)
    passwordResetRoutes(passwordReset)(app)
  }

  return {
    schemas: authSchemas,
    routes,
    publishedForms: publishedFormsRoutes({ auth, sessions }),
    setup,
    /** Waits until the mails that were promised are queued. */
    idle: () => passwordReset.idle(),
    jobs: [
      {
        name: 'forget-expired-sessions',
        everyMs: hourMs,
        run: async () => {
          await sessions.deleteExpired()
          await database.transaction((tx) => deleteExpiredTokens(database, tx, clock.now()))
          await throttle.forgetOld()
        }
      }
    ]
  }
}
