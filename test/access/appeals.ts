import type { AccessPart } from '../support/access-world.js'

export const appealsAccess: AccessPart = {
  table: ''
}
