import type { AccessPart } from '../support/access-world.js'

export const gradesAccess: AccessPart = {
  table: ''
}
