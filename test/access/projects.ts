import type { AccessPart } from '../support/access-world.js'

export const projectsAccess: AccessPart = {
  table: ''
}
