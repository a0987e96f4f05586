import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Events } from '../events/index.js'
import { assignmentsRoutes } from './assignments.routes.js'
import { UserRolesSchema } from './assignments.schemas.js'
import { type AssignmentsService, createAssignmentsService } from './assignments.service.js'
import { createLastHolders, type LastHolders } from './last-holders.service.js'
import { createMemberships, type Memberships } from './memberships.service.js'
import { createRoleChanges } from './role-changes.service.js'
import { rolesRoutes } from './roles.routes.js'
import { PermissionPageSchema, PermissionSchema, RolePageSchema, RoleSchema } from './roles.schemas.js'
import { createRolesService } from './roles.service.js'

export type { Membership } from './memberships.service.js'
export type { Actor } from './roles.service.js'

/** What other modules know of roles and of who holds them. */
export type Roles = Pick<
  AssignmentsService,
  'assign' | 'assignRole' | 'grantsOf' | 'requireCoveredRole' | 'removeAll'
> &
  LastHolders &
  Memberships

export interface RolesModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  events: Pick<Events, 'emit'>
}

export type RolesModule = ReturnType<typeof createRolesModule>

export function createRolesModule({ database, clock, audit, events }: RolesModuleDeps) {
  const lastHolders = createLastHolders(database)
  const changes = createRoleChanges({ database, clock, audit, events, lastHolders })
  const assignments = createAssignmentsService({ database, clock, audit, changes })
  const roles: Roles = { ...assignments, ...lastHolders, ...createMemberships({ database, assignments, changes }) }

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    rolesRoutes(createRolesService({ database, clock, audit }))(app)
    assignmentsRoutes(assignments)(app)
  }

  return {
    ...roles,
    routes,
    schemas: [PermissionSchema, PermissionPageSchema, RoleSchema, RolePageSchema, UserRolesSchema]
  }
}
