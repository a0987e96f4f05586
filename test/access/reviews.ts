import assert from 'node:assert/strict'
import { claim } from '../modules/reviews/deciding.js'
import type { AccessPart } from '../support/access-world.js'
import { insertAttempt, insertProject } from '../support/project-rows.js'

/** Work of `learner` in a course for the invited alone: of `mentor`, and with `other mentor` among its reviewers. */
export const reviewsAccess: AccessPart = {
  table: `
                                                     anon lrnr othr ment othm faci orga owne admi else
GET    /api/reviews/queue                             401  200  200  200  200  200  200  200  200  200
GET    /api/reviews/queue?courseId={published}        401  403  403  200  403  403  200  200  200  403
GET    /api/reviews/queue?courseId={enrolled}         401  403  404  200  404  404  200  200  200  404
GET    /api/reviews/queue?projectId={waitingProject}  401  403  404  200  200  404  200  200  200  404
POST   /api/reviews/next                              401  403  404  200  200  404  200  200  200  404 : place
GET    /api/reviews/statistics?courseId={published}   401  403  403  200  403  200  200  200  200  403
GET    /api/reviews/statistics?courseId={enrolled}    401  403  404  200  404  200  200  200  200  404
GET    /api/reviews/{waitingReview}                   401  404  404  200  200  200  200  200  200  404
GET    /api/reviews/{ownReview}                       401  404  404  200  403  200  200  200  200  404
POST   /api/reviews/{waitingReview}/claim             401  404  404  200  200  403  200  200  200  404
POST   /api/reviews/{ownReview}/claim                 401  404  404  200  403  403  200  200  200  404
POST   /api/reviews/{heldReview}/claim                401  404  404  409  200  403  409  409  409  404
POST   /api/reviews/{heldReview}/release              401  404  404  200  200  403  200  200  200  404 : releaseReason
POST   /api/reviews/{waitingReview}/release           401  404  404  409  409  403  409  409  409  404
POST   /api/reviews/{heldReview}/reassign             401  404  404  200  200  403  200  200  200  404 : toMentor
POST   /api/reviews/{waitingReview}/reassign          401  404  404  200  403  403  200  200  200  404 : toMentor
`,
  objects: (world, client) => {
    const { app, learner, mentor, clientOf } = world
    const otherMentor = clientOf('other mentor')
    async function waiting(userId = learner.userId) {
      const courseId = await world.createObjects(client).enrolled()
      const named = await mentor.put(`/api/courses/${courseId}/reviewers`, { userIds: [otherMentor.userId] })
      assert.equal(named.status, 200, named.text)
      const projectId = await insertProject(app, courseId)
      return { projectId, ...(await insertAttempt(app, { projectId, userId })) }
    }
    return {
      waitingReview: async () => (await waiting()).requestId,
      waitingProject: async () => (await waiting()).projectId,
      /** Of work of `other mentor`. */
      ownReview: async () => (await waiting(otherMentor.userId)).requestId,
      /** By `other mentor`. */
      heldReview: async () => {
        const attempt = await waiting()
        await claim(app, attempt, otherMentor)
        return attempt.requestId
      }
    }
  },
  bodies: ({ mentor }, { waitingProject }) => ({
    place: async () => ({ projectId: await waitingProject?.() }),
    releaseReason: async () => ({ reason: 'Sakit.' }),
    toMentor: async () => ({ userId: mentor.userId, reason: 'Sakit.' })
  })
}
