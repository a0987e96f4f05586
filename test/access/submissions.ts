import type { AccessPart } from '../support/access-world.js'

export const submissionsAccess: AccessPart = {
  table: ''
}
