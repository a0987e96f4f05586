import type { AccessPart } from '../support/access-world.js'

export const completionAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{taken}/completion-rule          401  200  403  200  403  200  200  200  200  403
GET    /api/courses/{internal}/completion-rule       401  403  403  200  403  200  200  200  200  404
GET    /api/courses/{draft}/completion-rule          401  404  404  200  404  200  200  200  200  404
PUT    /api/courses/{taken}/completion-rule          401  403  403  200  403  403  200  200  200  403 : completionRule
PUT    /api/courses/{enrolled}/completion-rule       401  403  404  200  404  404  200  200  200  404 : completionRule
PUT    /api/courses/{draft}/completion-rule          401  404  404  200  404  404  200  200  200  404 : completionRule
`,
  bodies: () => ({
    completionRule: async () => ({
      needsLessons: true,
      needsQuizzes: true,
      needsProjects: true,
      needsPassMark: false
    })
  })
}
