import { type AccessPart, raw } from '../support/access-world.js'

export const enrolmentsCsvAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/courses/{published}/enrolments/import    401  403  403  200  403  200  200  200  200  403 : learnersTable
POST   /api/courses/{internal}/enrolments/import     401  403  403  200  403  200  200  200  200  404 : learnersTable
POST   /api/courses/{draft}/enrolments/import        401  404  404  200  404  200  200  200  200  404 : learnersTable
GET    /api/courses/{published}/enrolments/export    401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/enrolments/export     401  403  404  200  404  200  200  200  200  404
GET    /api/courses/{draft}/enrolments/export        401  404  404  200  404  200  200  200  200  404
`,
  bodies: () => ({
    learnersTable: async () => raw({ headers: { 'content-type': 'text/csv' }, payload: 'username\nnobody\n' })
  })
}
