import { usersRoutes } from './users.routes.js'
import { presentUser, UserPageSchema, UserSchema } from './users.schemas.js'
import { createUsersService, type UsersDeps, type UsersService } from './users.service.js'

export type { UserRow } from './users.repository.js'
export type { User } from './users.schemas.js'

/** What other modules know of users. */
export interface Users extends Pick<UsersService, 'create' | 'require' | 'requireManageable'> {
  present: typeof presentUser
}

export type UsersModule = ReturnType<typeof createUsersModule>

export function createUsersModule(deps: UsersDeps) {
  const service = createUsersService(deps)
  const { create, require, requireManageable } = service
  const users: Users = { create, require, requireManageable, present: presentUser }
  return { ...users, routes: usersRoutes(service), schemas: [UserSchema, UserPageSchema] }
}
