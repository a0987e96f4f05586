import type { AccessPart } from '../support/access-world.js'

const title = 'Merakit robot'

export const coursesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses                                  200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{published}                      200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}                       404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{enrolled}                       404  200  404  200  404  404  200  200  200  404
GET    /api/courses/{draft}                          404  404  404  200  404  404  200  200  200  404
POST   /api/courses                                  401  403  403  201  201  403  201  201  201  404 : course
POST   /api/courses                                  401  403  403  404  404  403  404  404  201  201 : courseAway
PUT    /api/courses/{published}                      401  403  403  200  403  403  200  200  200  403 : course
PUT    /api/courses/{draft}                          401  404  404  200  404  404  200  200  200  404 : course
PATCH  /api/courses/{published}                      401  403  403  200  403  403  200  200  200  403 : weeks
PATCH  /api/courses/{internal}                       401  403  403  200  403  403  200  200  200  404 : weeks
PATCH  /api/courses/{draft}                          401  404  404  200  404  404  200  200  200  404 : weeks
DELETE /api/courses/{published}                      401  403  403  204  403  403  204  204  204  403
DELETE /api/courses/{draft}                          401  404  404  204  404  404  204  204  204  404
DELETE /api/courses/{enrolled}                       401  403  404  409  404  404  409  409  409  404
DELETE /api/courses/{enrolled}?force=true            401  403  404  403  404  404  403  204  204  404
POST   /api/courses/{draft}/publish                  401  404  404  200  404  404  200  200  200  404
POST   /api/courses/{published}/archive              401  403  403  200  403  403  200  200  200  403
`,
  bodies: ({ home, away }) => ({
    course: async () => ({ title, organizationId: home }),
    courseAway: async () => ({ title, organizationId: away }),
    weeks: async () => ({ durationWeeks: 9 })
  })
}
