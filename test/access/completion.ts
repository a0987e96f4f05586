import type { AccessPart } from '../support/access-world.js'

export const completionAccess: AccessPart = {
  table: ''
}
