import type { AccessPart } from '../support/access-world.js'

export const preferencesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/event-types                              401  200  200  200  200  200  200  200  200  200
GET    /api/me/notification-preferences              401  200  200  200  200  200  200  200  200  200
PUT    /api/me/notification-preferences              401  200  200  200  200  200  200  200  200  200 : preferences
PUT    /api/me/muted-courses/{published}             401  204  204  204  204  204  204  204  204  204
PUT    /api/me/muted-courses/{internal}              401  204  204  204  204  204  204  204  204  404
PUT    /api/me/muted-courses/{draft}                 401  404  404  204  404  404  204  204  204  404
PUT    /api/me/muted-courses/{enrolled}              401  204  404  204  404  404  204  204  204  404
DELETE /api/me/muted-courses/{published}             401  204  204  204  204  204  204  204  204  204
DELETE /api/me/muted-courses/{enrolled}              401  204  404  204  404  404  204  204  204  404
`,
  bodies: () => ({
    preferences: async () => ({
      quietHours: { from: '21:00', until: '05:30' },
      types: [{ type: 'announcement', mail: 'daily' }]
    })
  })
}
