import assert from 'node:assert/strict'
import type { AccessPart } from '../support/access-world.js'

export const enrolmentsAccess: AccessPart = {
  table: `
                                                          anon lrnr othr ment othm faci orga owne admi else
POST   /api/courses/{published}/enrolments                 401  201  201  201  201  201  201  201  201  201
POST   /api/courses/{internal}/enrolments                  401  201  201  201  201  201  201  201  201  404
POST   /api/courses/{enrolled}/enrolments                  401  409  404  201  404  404  201  201  201  404
POST   /api/courses/{draft}/enrolments                     401  404  404  201  404  201  201  201  201  404 : learners
POST   /api/courses/{published}/enrolments                 401  403  403  201  403  201  201  201  201  403 : learners
POST   /api/courses/{asked}/enrolments                     401  409  201  201  201  201  201  201  201  201
POST   /api/courses/{linked}/enrolments                    401  404  404  403  404  404  403  403  403  404
POST   /api/courses/{linked}/enrolments                    401  201  201  201  201  201  201  201  201  201 : token
GET    /api/courses/{published}/enrolments                 401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/enrolments                     401  404  404  200  404  200  200  200  200  404
GET    /api/courses/{enrolled}/enrolments/{learner}        401  200  404  200  404  200  200  200  200  404
GET    /api/courses/{asked}/enrolments/{learner}           401  200  403  200  403  200  200  200  200  403
POST   /api/courses/{asked}/enrolments/{learner}/approve   401  403  403  200  403  200  200  200  200  403
POST   /api/courses/{asked}/enrolments/{learner}/reject    401  403  403  200  403  200  200  200  200  403 : reason
PATCH  /api/courses/{enrolled}/enrolments/{learner}        401  403  404  200  404  200  200  200  200  404 : end
DELETE /api/courses/{enrolled}/enrolments/{learner}        401  204  404  204  404  204  204  204  204  404
GET    /api/me/enrolments                                  401  200  200  200  200  200  200  200  200  200
POST   /api/courses/{published}/invites                    401  403  403  201  403  201  201  201  201  403 : invite
POST   /api/courses/{draft}/invites                        401  404  404  201  404  201  201  201  201  404 : invite
GET    /api/courses/{linked}/invites                       401  404  404  200  404  200  200  200  200  404
DELETE /api/courses/{linked}/invites/{link}                401  404  404  204  404  204  204  204  204  404
POST   /api/invites/preview                                200  200  200  200  200  200  200  200  200  200 : newToken
POST   /api/invites/accept                                 401  201  201  201  201  201  201  201  201  201 : newToken
`,
  objects: ({ createCourse, learner, mentor }) => {
    let made: { token: string; invite: { id: string } }
    return {
      /** Where the learner has asked to be let in. */
      asked: async () => {
        const id = await createCourse({ enrolmentMode: 'approval' })
        assert.equal((await learner.post(`/api/courses/${id}/enrolments`)).status, 201)
        return id
      },
      /** Nobody sees it, and one gets in by an invite alone. */
      linked: async () => {
        const id = await createCourse({ enrolmentMode: 'invite', visibility: 'invite_only' })
        made = (await mentor.post(`/api/courses/${id}/invites`, { label: 'Tamu' })).body
        return id
      },
      link: async () => made.invite.id,
      linkToken: async () => made.token
    }
  },
  bodies: (_, { someone, linked, linkToken }) => ({
    learners: async () => ({ userIds: [await someone()] }),
    reason: async () => ({ reason: 'Penuh.' }),
    end: async () => ({ expiresAt: null }),
    invite: async () => ({ label: 'Tamu' }),
    token: async () => ({ inviteToken: await linkToken?.() }),
    newToken: async () => {
      await linked?.()
      return { token: await linkToken?.() }
    }
  })
}
