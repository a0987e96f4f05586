import type { AccessPart } from '../support/access-world.js'

export const feedbackAccess: AccessPart = {
  table: ''
}
