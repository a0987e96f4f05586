import type { AccessPart } from '../support/access-world.js'

export const filesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
`
}
