import type { AccessPart } from '../support/access-world.js'
import { insertDeadEvent } from '../support/dead-event.js'

export const eventsAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/events                                   401  403  403  403  403  403  403  403  200  403
POST   /api/events/{deadEvent}/replay                401  403  403  403  403  403  403  403  202  403
`,
  objects: ({ app, learner }) => ({
    deadEvent: () => insertDeadEvent(app, learner.userId)
  })
}
