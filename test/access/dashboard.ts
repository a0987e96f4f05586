import type { AccessPart } from '../support/access-world.js'

export const dashboardAccess: AccessPart = {
  // Each sees the figures of what they look after: staff of `{home}`, and `elsewhere` of `{away}`.
  table: `
                                                                            anon lrnr othr ment othm faci orga owne admi else
GET    /api/dashboard/summary                                               401  403  403  200  200  200  200  200  200  200
GET    /api/dashboard/summary?organizationId={home}                         401  403  403  200  200  200  200  200  200  404
GET    /api/dashboard/summary?organizationId={away}                         401  404  404  404  404  404  404  404  200  200
GET    /api/dashboard/trend?metric=review_hours                             401  403  403  200  200  200  200  200  200  200
GET    /api/dashboard/trend?metric=review_hours&organizationId={home}       401  403  403  200  200  200  200  200  200  404
GET    /api/dashboard/trend?metric=review_hours&organizationId={away}       401  404  404  404  404  404  404  404  200  200
GET    /api/dashboard/top-courses?by=active_learners                        401  403  403  200  200  200  200  200  200  200
GET    /api/dashboard/top-courses?by=active_learners&organizationId={home}  401  403  403  200  200  200  200  200  200  404
GET    /api/dashboard/top-courses?by=active_learners&organizationId={away}  401  404  404  404  404  404  404  404  200  200
GET    /api/dashboard/recent-activity                                       401  403  403  200  200  200  200  200  200  200
GET    /api/dashboard/recent-activity?organizationId={home}                 401  403  403  200  200  200  200  200  200  404
GET    /api/dashboard/recent-activity?organizationId={away}                 401  404  404  404  404  404  404  404  200  200
`
}
