import type { AccessPart } from '../support/access-world.js'

export const rubricsAccess: AccessPart = {
  table: ''
}
