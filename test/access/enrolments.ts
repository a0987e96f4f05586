import type { AccessPart } from '../support/access-world.js'

export const enrolmentsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/courses/{published}/enrolments           401  201  201  201  201  201  201  201  201  201
POST   /api/courses/{internal}/enrolments            401  201  201  201  201  201  201  201  201  404
POST   /api/courses/{enrolled}/enrolments            401  409  404  201  404  404  201  201  201  404
POST   /api/courses/{draft}/enrolments               401  404  404  201  404  201  201  201  201  404 : learners
POST   /api/courses/{published}/enrolments           401  403  403  201  403  201  201  201  201  403 : learners
GET    /api/courses/{published}/enrolments           401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/enrolments               401  404  404  200  404  200  200  200  200  404
DELETE /api/courses/{enrolled}/enrolments/{learner}  401  204  404  204  404  204  204  204  204  404
GET    /api/me/enrolments                            401  200  200  200  200  200  200  200  200  200
`,
  bodies: (_, { someone }) => ({
    learners: async () => ({ userIds: [await someone()] })
  })
}
