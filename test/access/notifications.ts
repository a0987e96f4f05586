import type { AccessPart } from '../support/access-world.js'

const note = { type: 'note', title: 'Halo', message: 'Apa kabar?' }

export const notificationsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/notifications                            401  200  200  200  200  200  200  200  200  200
GET    /api/notifications/unread-count               401  200  200  200  200  200  200  200  200  200
GET    /api/notifications/stream                     401  200  200  200  200  200  200  200  200  200
GET    /api/notifications/changes                    401  200  200  200  200  200  200  200  200  200
POST   /api/notifications/{notification}/read        401  204  404  404  404  404  404  404  404  404
POST   /api/notifications/read-all                   401  204  204  204  204  204  204  204  204  204
DELETE /api/notifications/{notification}             401  204  404  404  404  404  404  404  404  404
POST   /api/notifications                            401  403  403  403  403  403  403  403  201  403 : toAll
POST   /api/notifications                            401  403  403  403  403  201  201  201  201  403 : toOrganization
POST   /api/notifications                            401  422  422  201  422  201  201  201  201  422 : toCourse
POST   /api/notifications                            401  422  422  422  422  201  201  201  201  422 : toUsers
`,
  objects: ({ admin, learner }) => ({
    notification: async () => (await admin.post('/api/notifications', { ...note, userIds: [learner.userId] })).body.id
  }),
  bodies: ({ home, learner }, { published }) => ({
    toAll: async () => ({ ...note, all: true }),
    toOrganization: async () => ({ ...note, organizationId: home }),
    toCourse: async () => ({ ...note, courseId: await published() }),
    toUsers: async () => ({ ...note, userIds: [learner.userId] })
  })
}
