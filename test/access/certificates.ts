import type { AccessPart } from '../support/access-world.js'

export const certificatesAccess: AccessPart = {
  table: ''
}
