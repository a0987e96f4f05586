import assert from 'node:assert/strict'
import { finish, makeCertifiedCourse, serialOf, settings } from '../modules/certificates/certificates.js'
import type { AccessPart } from '../support/access-world.js'

export const certificatesAccess: AccessPart = {
  // `{certificate}` is of a learner who is none of the callers, for `{certified}`, a public course of `mentor`. Whoever has
  // the serial may read it; who may revoke it is another matter.
  table: `
                                                       anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/certificate-settings    401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/certificate-settings        401  404  404  200  404  200  200  200  200  404
PUT    /api/courses/{published}/certificate-settings    401  403  403  200  403  403  200  200  200  403 : certificateSettings
PUT    /api/courses/{draft}/certificate-settings        401  404  404  200  404  404  200  200  200  404 : certificateSettings
GET    /api/courses/{certified}/certificates            401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/certificates                401  404  404  200  404  200  200  200  200  404
POST   /api/courses/{certified}/certificates            401  403  403  201  403  403  201  201  201  403
POST   /api/courses/{draft}/certificates                401  404  404  409  404  404  409  409  409  404
GET    /api/me/certificates                             401  200  200  200  200  200  200  200  200  200
GET    /api/certificates/{certificate}                  200  200  200  200  200  200  200  200  200  200
GET    /api/certificates/{certificate}/credential       200  200  200  200  200  200  200  200  200  200
GET    /api/certificates/{certificate}/pdf              200  200  200  200  200  200  200  200  200  200
POST   /api/certificates/{certificate}/revoke           401  403  403  200  403  403  200  200  200  403 : revocation
GET    /api/issuers/{home}                              200  200  200  200  200  200  200  200  200  200
GET    /api/issuers/{home}/keys                         200  200  200  200  200  200  200  200  200  200
POST   /api/issuers/{home}/keys                         401  403  403  403  403  403  201  201  201  403
POST   /api/issuers/{away}/keys                         401  403  403  403  403  403  403  403  201  201
GET    /api/issuers/{home}/keys/{issuerKey}             200  200  200  200  200  200  200  200  200  200
GET    /api/issuers/{home}/revocations                  200  200  200  200  200  200  200  200  200  200
GET    /certificates/{certificate}                      200  200  200  200  200  200  200  200  200  200
`,
  objects: ({ app, admin, mentor, home, unique }) => {
    const certified = () => makeCertifiedCourse(app, mentor)
    return {
      certified: async () => (await certified()).id,
      certificate: async () => {
        const someone = await app.signInAs({ username: unique() })
        await finish(someone, await certified())
        return serialOf(someone)
      },
      issuerKey: async () => {
        const { status, body } = await admin.post(`/api/issuers/${home}/keys`)
        assert.equal(status, 201)
        return body.kid.split('/').at(-1)
      }
    }
  },
  bodies: () => ({
    certificateSettings: async () => settings,
    revocation: async () => ({ reason: 'Salah nama.' })
  })
}
