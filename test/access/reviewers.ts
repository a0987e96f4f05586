import type { AccessPart } from '../support/access-world.js'

export const reviewersAccess: AccessPart = {
  table: ''
}
