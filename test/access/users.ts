import type { AccessPart } from '../support/access-world.js'

export const usersAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/users                                    401  403  403  200  200  200  200  200  200  200
POST   /api/users                                    401  403  403  403  403  403  201  201  201  404 : user
POST   /api/users                                    401  403  403  403  403  403  404  404  201  201 : userAway
GET    /api/users/{self}                             401  200  200  200  200  200  200  200  200  200
GET    /api/users/{learner}                          401  200  404  200  200  200  200  200  200  404
GET    /api/users/{stranger}                         401  404  404  404  404  404  404  404  200  200
PUT    /api/users/{self}                             401  200  200  200  200  200  200  200  200  200 : profile
PUT    /api/users/{someone}                          401  404  404  403  403  403  200  200  200  404 : profile
PATCH  /api/users/{self}                             401  200  200  200  200  200  200  200  200  200 : age
PATCH  /api/users/{self}                             401  403  403  403  403  403  403  403  403  403 : status
PATCH  /api/users/{someone}                          401  404  404  403  403  403  200  200  200  404 : status
PATCH  /api/users/{stranger}                         401  404  404  404  404  404  404  404  200  200 : age
PATCH  /api/users/{admin}                            401  404  404  403  403  403  403  403  200  404 : age
GET    /api/users/{someone}/sessions                 401  403  403  403  403  403  200  200  200  404
GET    /api/users/{self}/sessions                    401  403  403  403  403  403  403  403  403  403
GET    /api/users/{stranger}/sessions                401  403  403  403  403  403  404  404  200  200
DELETE /api/users/{someone}/sessions                 401  403  403  403  403  403  204  204  204  404
DELETE /api/users/{admin}/sessions                   401  403  403  403  403  403  403  403  403  404
DELETE /api/users/{learner}/sessions/{session}       401  403  403  403  403  403  204  204  204  404
DELETE /api/users/{someone}                          401  403  403  403  403  403  403  403  204  403
DELETE /api/users/{stranger}                         401  403  403  403  403  403  403  403  204  403
`,
  bodies: ({ home, away, unique }) => ({
    user: async () => ({ username: unique(), organizationId: home }),
    userAway: async () => ({ username: unique(), organizationId: away }),
    profile: async () => ({ username: unique(), fullName: 'Baru' }),
    age: async () => ({ age: 30 }),
    status: async () => ({ status: 'disabled' })
  })
}
