import type { AccessPart } from '../support/access-world.js'

export const prerequisitesAccess: AccessPart = {
  table: `
                                                                        anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/prerequisites                            200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}/prerequisites                             404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{draft}/prerequisites                                404  404  404  200  404  404  200  200  200  404
PUT    /api/courses/{published}/prerequisites                            401  403  403  200  403  403  200  200  200  403 : requiredCourse
PUT    /api/courses/{published}/prerequisites                            401  403  403  422  403  403  200  200  200  403 : requiredDraft
PUT    /api/courses/{draft}/prerequisites                                401  404  404  200  404  404  200  200  200  404 : requiredCourse
GET    /api/courses/{published}/prerequisites/exceptions                 401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/prerequisites/exceptions                  401  403  404  200  404  200  200  200  200  404
PUT    /api/courses/{published}/prerequisites/exceptions/{someone}       401  403  403  200  403  200  200  200  200  403 : exceptionReason
PUT    /api/courses/{enrolled}/prerequisites/exceptions/{learner}        401  403  404  200  404  200  200  200  200  404 : exceptionReason
DELETE /api/courses/{excepting}/prerequisites/exceptions/{learner}       401  403  403  204  403  204  204  204  204  403
`,
  objects: ({ admin, learner, createCourse }) => ({
    excepting: async () => {
      const id = await createCourse({})
      await admin.put(`/api/courses/${id}/prerequisites/exceptions/${learner.userId}`, { reason: 'Sudah bisa.' })
      return id
    }
  }),
  bodies: ({ admin }, { published }) => ({
    requiredCourse: async () => ({ courseIds: [await published?.()] }),
    requiredDraft: async () => {
      const { body } = await admin.post('/api/courses', { title: 'Nanti' })
      return { courseIds: [body.id] }
    },
    exceptionReason: async () => ({ reason: 'Sudah bisa.' })
  })
}
