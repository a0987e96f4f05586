import type { AccessPart } from '../support/access-world.js'

export const reviewsAccess: AccessPart = {
  table: ''
}
