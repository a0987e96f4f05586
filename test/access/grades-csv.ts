import type { AccessPart } from '../support/access-world.js'

export const gradesCsvAccess: AccessPart = {
  table: ''
}
