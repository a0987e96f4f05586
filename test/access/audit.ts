import type { AccessPart } from '../support/access-world.js'

export const auditAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/audit-log                                  401  403  403  403  403  403  200  200  200  200
GET    /api/audit-log?organizationId={home}            401  403  403  403  403  403  200  200  200  404
GET    /api/audit-log?organizationId={away}            401  403  403  403  403  403  404  404  200  200
`
}
