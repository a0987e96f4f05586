import type { AccessPart } from '../support/access-world.js'

export const organizationsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/organizations                            401  200  200  200  200  200  200  200  200  200
POST   /api/organizations                            401  403  403  403  403  403  403  403  201  403 : organization
GET    /api/organizations/{home}                     401  200  200  200  200  200  200  200  200  404
GET    /api/organizations/{away}                     401  404  404  404  404  404  404  404  200  200
PATCH  /api/organizations/{home}                     401  403  403  403  403  403  200  200  200  404 : description
PATCH  /api/organizations/{away}                     401  404  404  404  404  404  404  404  200  200 : description
DELETE /api/organizations/{home}                     401  403  403  403  403  403  403  409  409  404
DELETE /api/organizations/{empty}                    401  404  404  404  404  404  404  404  204  404
GET    /api/organizations/{home}/members             401  403  403  200  200  200  200  200  200  404
GET    /api/organizations/{away}/members             401  404  404  404  404  404  404  404  200  200
POST   /api/organizations/{home}/members             401  403  403  403  403  403  201  201  201  404 : member
PATCH  /api/organizations/{home}/members/{someone}   401  403  403  403  403  403  200  200  200  404 : memberRoles
PATCH  /api/organizations/{away}/members/{stranger}  401  404  404  404  404  404  404  404  200  200 : memberRoles
DELETE /api/organizations/{home}/members/{someone}   401  403  403  403  403  403  204  204  204  404
DELETE /api/organizations/{home}/members/{owner}     401  403  403  403  403  403  403  204  204  404
DELETE /api/organizations/{home}/members/{self}      401  204  204  204  204  204  204  204  204  404
`,
  objects: ({ app, admin, unique }) => ({
    empty: async () => (await admin.post('/api/organizations', { name: 'Empty' })).body.id,
    owner: async () => (await app.createUser({ username: unique(), role: 'owner' })).id
  }),
  bodies: (_, { stranger }) => ({
    organization: async () => ({ name: 'Sekolah Baru' }),
    description: async () => ({ description: 'Di Bandung' }),
    member: async () => ({ userId: await stranger(), roles: ['facilitator'] }),
    memberRoles: async () => ({ roles: ['facilitator'] })
  })
}
