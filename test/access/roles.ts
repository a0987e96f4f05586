import type { AccessPart } from '../support/access-world.js'

export const rolesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/permissions                              401  200  200  200  200  200  200  200  200  200
GET    /api/roles                                    401  403  403  403  403  403  200  200  200  200
POST   /api/roles                                    401  403  403  403  403  403  403  403  201  403 : role
GET    /api/roles/{role}                             401  403  403  403  403  403  200  200  200  200
PATCH  /api/roles/{role}                             401  403  403  403  403  403  403  403  200  403 : title
PATCH  /api/roles/mentor                             401  403  403  403  403  403  403  403  409  403 : title
PUT    /api/roles/{role}/permissions                 401  403  403  403  403  403  403  403  200  403 : permissions
DELETE /api/roles/{role}                             401  403  403  403  403  403  403  403  204  403
GET    /api/users/{self}/roles                       401  200  200  200  200  200  200  200  200  200
GET    /api/users/{someone}/roles                    401  404  404  403  403  403  200  200  200  404
GET    /api/users/{stranger}/roles                   401  404  404  404  404  404  404  404  200  200
PUT    /api/users/{self}/roles                       401  403  403  403  403  403  403  403  403  403 : assignments
PUT    /api/users/{someone}/roles                    401  403  403  403  403  403  200  200  200  404 : assignments
PUT    /api/users/{someone}/roles                    401  403  403  403  403  403  403  403  200  404 : makeAdmin
`,
  objects: ({ admin, unique }) => ({
    role: async () =>
      (await admin.post('/api/roles', { key: unique(), title: 'Editor', scope: 'organization', permissions: [] })).body
        .id
  }),
  bodies: ({ home, unique }) => ({
    role: async () => ({ key: unique(), title: 'Editor', scope: 'organization', permissions: ['course.update'] }),
    title: async () => ({ title: 'Chief editor' }),
    permissions: async () => ({ permissions: ['course.update'] }),
    assignments: async () => ({ assignments: [{ role: 'facilitator', organizationId: home }] }),
    makeAdmin: async () => ({ assignments: [{ role: 'admin', organizationId: null }] })
  })
}
