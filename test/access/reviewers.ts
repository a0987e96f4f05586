import type { AccessPart } from '../support/access-world.js'

export const reviewersAccess: AccessPart = {
  // `learner` takes the course of `enrolled`, which is for the invited; `mentor` has both.
  table: `
                                                     anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/reviewers             401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/reviewers              401  403  404  200  404  200  200  200  200  404
GET    /api/courses/{draft}/reviewers                 401  404  404  200  404  200  200  200  200  404
GET    /api/courses/{reviewedByOther}/reviewers       401  403  404  200  200  200  200  200  200  404
PUT    /api/courses/{published}/reviewers             401  403  403  200  403  403  200  200  200  403 : reviewers
PUT    /api/courses/{enrolled}/reviewers              401  403  404  200  404  403  200  200  200  404 : reviewers
PUT    /api/courses/{reviewedByOther}/reviewers       401  403  404  200  403  403  200  200  200  404 : reviewers
`,
  objects: (world, client) => ({
    /** With `other mentor` among its reviewers. */
    reviewedByOther: async () => {
      const id = await world.createObjects(client).enrolled()
      const userIds = [world.clientOf('other mentor').userId]
      await world.mentor.put(`/api/courses/${id}/reviewers`, { userIds })
      return id
    }
  }),
  bodies: ({ clientOf }) => ({
    reviewers: async () => ({ userIds: [clientOf('other mentor').userId] })
  })
}
