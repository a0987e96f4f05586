import type { AccessPart } from '../support/access-world.js'
import { testPassword } from '../support/app.js'

export const authAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/auth/register                            201  201  201  201  201  201  201  201  201  201 : newcomer
POST   /api/auth/login                               200  200  200  200  200  200  200  200  200  200 : credentials
POST   /api/auth/setup                               409  409  409  409  409  409  409  409  409  409 : setup
POST   /api/auth/forgot-password                     202  202  202  202  202  202  202  202  202  202 : forgot
POST   /api/auth/reset-password                      400  400  400  400  400  400  400  400  400  400 : reset
POST   /api/auth/logout                              401  204  204  204  204  204  204  204  204  204
GET    /api/auth/me                                  401  200  200  200  200  200  200  200  200  200
GET    /api/auth/session                             200  200  200  200  200  200  200  200  200  200
POST   /api/auth/password                            401  204  204  204  204  204  204  204  204  204 : password
GET    /api/auth/sessions                            401  200  200  200  200  200  200  200  200  200
DELETE /api/auth/sessions                            401  204  204  204  204  204  204  204  204  204
DELETE /api/auth/sessions/{session}                  401  204  404  404  404  404  404  404  404  404
POST   /demo/lucia/login?/login                      303  303  303  303  303  303  303  303  303  303 : credentials
POST   /demo/lucia?/logout                           303  303  303  303  303  303  303  303  303  303
`,
  objects: ({ app, learner }) => ({
    session: async () => {
      const device = await app.signIn((await learner.get('/api/auth/me')).body.user.username)
      const { body } = await device.get('/api/auth/sessions')
      return body.data.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id
    }
  }),
  bodies: ({ learner, unique }) => ({
    newcomer: async () => ({ username: unique(), password: testPassword }),
    credentials: async () => ({
      username: (await learner.get('/api/auth/me')).body.user.username,
      password: testPassword
    }),
    setup: async () => ({ token: 'x', username: unique(), password: testPassword }),
    forgot: async () => ({ username: 'nobody-at-all' }),
    reset: async () => ({ token: 'x', newPassword: testPassword }),
    password: async () => ({ currentPassword: testPassword, newPassword: testPassword })
  })
}
