import assert from 'node:assert/strict'
import { type AccessPart, raw } from '../support/access-world.js'
import { insertProject } from '../support/project-rows.js'

/** `{graded}` is a published course with a project and a learner; the table gives them a grade for it. */
export const gradesCsvAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{graded}/gradebook/export        401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/gradebook/export      401  403  404  200  404  200  200  200  200  404
GET    /api/courses/{draft}/gradebook/export         401  404  404  200  404  200  200  200  200  404
POST   /api/courses/{graded}/gradebook/import        401  403  403  200  403  403  200  200  200  403 : gradesTable
POST   /api/courses/{graded}/gradebook/import?dryRun=true 401 403 403 200 403 403 200 200 200 403 : gradesTable
POST   /api/courses/{enrolled}/gradebook/import      401  403  404  422  404  404  422  422  422  404 : gradesTable
POST   /api/courses/{draft}/gradebook/import         401  404  404  422  404  404  422  422  422  404 : gradesTable
`,
  objects: ({ app, mentor, unique, createCourse }) => {
    let table = 'username,prj_0000000000zzzzzzzzzzzzzzzz\nnobody,1\n'
    return {
      graded: async () => {
        const courseId = await createCourse({})
        const { id, username } = await app.createUser({ username: unique() })
        const { status } = await mentor.post(`/api/courses/${courseId}/enrolments`, { userIds: [id] })
        assert.equal(status, 201)
        table = `username,${await insertProject(app, courseId)}\n${username},1\n`
        return courseId
      },
      gradesTableText: async () => table
    }
  },
  bodies: (_world, { gradesTableText }) => ({
    gradesTable: async () =>
      raw({ headers: { 'content-type': 'text/csv' }, payload: (await gradesTableText?.()) ?? '' })
  })
}
