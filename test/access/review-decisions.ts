import type { AccessPart } from '../support/access-world.js'

export const reviewDecisionsAccess: AccessPart = {
  table: ''
}
