import type { AccessPart } from '../support/access-world.js'

/** What each of them finds is a matter of test/modules/search. */
export const searchAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/search                                   200  200  200  200  200  200  200  200  200  200
GET    /api/search?q=robot                           200  200  200  200  200  200  200  200  200  200
GET    /api/search?q=robot&courseId={draft}          200  200  200  200  200  200  200  200  200  200
GET    /api/search?q=user&kind=person                200  200  200  200  200  200  200  200  200  200
`
}
