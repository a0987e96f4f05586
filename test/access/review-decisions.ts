import assert from 'node:assert/strict'
import { claim } from '../modules/reviews/deciding.js'
import type { AccessPart } from '../support/access-world.js'
import { insertAttempt, insertProject } from '../support/project-rows.js'

/** Of work of `learner` in a course for the invited alone: `claimedReview` by the caller, `decidedWork` by `mentor`. */
export const reviewDecisionsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
PUT    /api/reviews/{claimedReview}/draft            401  404  404  200  404  403  200  200  200  404 : reviewDraft
POST   /api/reviews/{claimedReview}/decide           401  404  404  200  404  403  200  200  200  404 : decision
POST   /api/reviews/bulk                             401  200  200  200  200  200  200  200  200  200 : bulkReviews
GET    /api/submissions/{decidedWork}/reviews        401  200  404  200  404  200  200  200  200  404
POST   /api/submissions/{decidedWork}/second-review  401  403  404  201  404  403  201  201  201  404 : secondReview
`,
  objects: ({ app, learner, mentor, createObjects }, client) => {
    async function claimed(reviewer = client) {
      const projectId = await insertProject(app, await createObjects(client).enrolled())
      const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
      await claim(app, attempt, reviewer.userId === '' ? mentor : reviewer)
      return attempt
    }
    return {
      claimedReview: async () => (await claimed()).requestId,
      decidedWork: async () => {
        const { requestId, submissionId } = await claimed(mentor)
        const decided = await mentor.post(`/api/reviews/${requestId}/decide`, { decision: 'accept' })
        assert.equal(decided.status, 200, decided.text)
        return submissionId
      }
    }
  },
  bodies: (_world, { claimedReview }) => ({
    reviewDraft: async () => ({ scores: [], summary: 'Bagus.' }),
    decision: async () => ({ decision: 'reject', summary: 'Tidak jalan.' }),
    bulkReviews: async () => ({ action: 'accept', reviewIds: [await claimedReview?.()] }),
    secondReview: async () => ({ reason: 'Pengujian belum dilihat.' })
  })
}
