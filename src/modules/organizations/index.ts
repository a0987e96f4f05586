import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { membersRoutes } from './members.routes.js'
import { MemberPageSchema, MemberSchema } from './members.schemas.js'
import { createMembersService, type MembersDeps } from './members.service.js'
import { organizationsRoutes } from './organizations.routes.js'
import { OrganizationPageSchema, OrganizationSchema } from './organizations.schemas.js'
import {
  createOrganizationsService,
  type OrganizationsDeps,
  type OrganizationsService
} from './organizations.service.js'

/** What other modules know of organisations. */
export type Organizations = Pick<OrganizationsService, 'require' | 'requireOtherOwners'>

export type OrganizationsModuleDeps = OrganizationsDeps & Omit<MembersDeps, 'organizations'>

export type OrganizationsModule = ReturnType<typeof createOrganizationsModule>

/** Organisations and their members. */
export function createOrganizationsModule({ database, clock, audit, roles, events }: OrganizationsModuleDeps) {
  const organizations = createOrganizationsService({ database, clock, audit, roles, events })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    organizationsRoutes(organizations)(app)
    membersRoutes(createMembersService({ database, organizations, roles }))(app)
  }

  return {
    require: organizations.require,
    requireOtherOwners: organizations.requireOtherOwners,
    routes,
    schemas: [OrganizationSchema, OrganizationPageSchema, MemberSchema, MemberPageSchema]
  }
}
