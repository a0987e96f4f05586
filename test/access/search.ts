import type { AccessPart } from '../support/access-world.js'

export const searchAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
`
}
