import assert from 'node:assert/strict'
import { setEnrolment } from '../modules/content/content.js'
import type { AccessPart, World } from '../support/access-world.js'
import type { Client } from '../support/client.js'
import { insertAttempt, insertProject } from '../support/project-rows.js'

/** What `learner` has handed in, in a course of `mentor`, and what both have said of it. */
function makerOf({ app, createCourse, learner, mentor }: World) {
  async function submission(): Promise<string> {
    const courseId = await createCourse({})
    await setEnrolment(app, { courseId, userId: learner.userId })
    const projectId = await insertProject(app, courseId)
    return (await insertAttempt(app, { projectId, userId: learner.userId })).submissionId
  }
  async function thread(client: Client) {
    const { status, body, text } = await client.post(`/api/submissions/${await submission()}/threads`, { text: 'Halo' })
    assert.equal(status, 201, text)
    return { threadId: body.id as string, commentId: body.comments[0].id as string }
  }
  async function settled(): Promise<string> {
    const { threadId } = await thread(mentor)
    assert.equal((await mentor.post(`/api/threads/${threadId}/resolve`)).status, 200)
    return threadId
  }
  async function saved(): Promise<string> {
    const { status, body, text } = await mentor.post('/api/me/saved-comments', { title: 'Halo', text: 'Halo' })
    assert.equal(status, 201, text)
    return body.id
  }
  return { submission, thread, settled, saved }
}

/** `{ownThread}` and `{ownComment}` are of `learner`; what else is said is of `mentor`. */
export const feedbackAccess: AccessPart = {
  table: `
                                                     anonym learn other mentor other facil org_a owner admin elsewhere
GET    /api/submissions/{discussed}/threads          401  200  404  200  404  200  200  200  200  404
POST   /api/submissions/{discussed}/threads          401  201  404  201  404  403  201  201  201  404 : comment
GET    /api/threads/{thread}                         401  200  404  200  404  200  200  200  200  404
POST   /api/threads/{thread}/comments                401  201  404  201  404  403  201  201  201  404 : comment
POST   /api/threads/{thread}/resolve                 401  403  404  200  404  403  200  200  200  404
POST   /api/threads/{ownThread}/resolve              401  200  404  200  404  403  200  200  200  404
POST   /api/threads/{settledThread}/reopen           401  403  404  200  404  403  200  200  200  404
PATCH  /api/comments/{comment}                       401  403  404  200  404  403  403  403  403  404 : comment
PATCH  /api/comments/{ownComment}                    401  200  404  403  404  403  403  403  403  404 : comment
DELETE /api/comments/{comment}                       401  403  404  204  404  403  204  204  204  404
DELETE /api/comments/{ownComment}                    401  204  404  204  404  403  204  204  204  404
GET    /api/me/saved-comments                        401  200  200  200  200  200  200  200  200  200
POST   /api/me/saved-comments                        401  201  201  201  201  201  201  201  201  201 : savedComment
PATCH  /api/saved-comments/{savedComment}            401  404  404  200  404  404  404  404  404  404 : savedComment
DELETE /api/saved-comments/{savedComment}            401  404  404  204  404  404  404  404  404  404
GET    /api/submissions/{discussed}/attempts/{first}/diff  401  200  404  200  404  200  200  200  200  404
`,
  objects: (world) => {
    const make = makerOf(world)
    return {
      discussed: make.submission,
      thread: async () => (await make.thread(world.mentor)).threadId,
      ownThread: async () => (await make.thread(world.learner)).threadId,
      settledThread: make.settled,
      comment: async () => (await make.thread(world.mentor)).commentId,
      ownComment: async () => (await make.thread(world.learner)).commentId,
      savedComment: make.saved
    }
  },
  bodies: () => ({
    comment: async () => ({ text: 'Sudah.' }),
    savedComment: async () => ({ title: 'Uji', text: 'Sudah diuji?' })
  })
}
