import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { presentUserRoles, UserParams, UserRolesBody, UserRolesSchema } from './assignments.schemas.js'
import type { AssignmentsService } from './assignments.service.js'

const tags = ['roles']

export function assignmentsRoutes(assignments: AssignmentsService): Routes {
  return (app) => {
    app.get(
      '/users/:id/roles',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listUserRoles',
          summary: 'The roles of a user, and where they hold',
          description: 'One’s own, or with `role.assign`: then those of the organisations where the caller holds it.',
          tags,
          params: UserParams,
          response: { 200: Ref(UserRolesSchema, 'What the user holds'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        return presentUserRoles(await assignments.list(requirePrincipal(request), request.params.id))
      }
    )

    app.put(
      '/users/:id/roles',
      {
        config: { access: 'role.assign', audited: true },
        schema: {
          operationId: 'replaceUserRoles',
          summary: 'Replace the roles of a user; acts at once',
          description:
            'Needs `role.assign` wherever a role is given or taken, and every permission of that role. Who holds it in some ' +
            'organisations replaces the roles in those and leaves the others as they are. Nobody changes their own.',
          tags,
          params: UserParams,
          body: UserRolesBody,
          response: { 200: Ref(UserRolesSchema, 'What the user holds now'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request) => {
        const { params, body } = request
        return presentUserRoles(await assignments.replace(requirePrincipal(request), params.id, body.assignments))
      }
    )
  }
}
