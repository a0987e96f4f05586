import Type, { type Static } from 'typebox'
import { Body, DateTime, listQuery, OneOf, PageOf } from '../../http/schemas.js'
import { permissionCodes } from '../../lib/permissions.js'
import type { RoleRow } from './roles.repository.js'

const Title = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const Description = Type.String({ maxLength: 500 })
const Scope = OneOf(['platform', 'organization'], {
  description: 'Where it may be assigned: on the whole platform, or within an organisation'
})
const Permissions = Type.Array(OneOf(permissionCodes), { maxItems: permissionCodes.length, uniqueItems: true })

export const PermissionSchema = Type.Object(
  { code: OneOf(permissionCodes), description: Type.String() },
  { $id: 'Permission', examples: [{ code: 'course.update', description: 'Change any course' }] }
)

export const PermissionPageSchema = PageOf(PermissionSchema, 'PermissionPage')

const roleExample = {
  id: 'role_01jd3w8q2k0000abcdefghjkmn',
  key: 'course-editor',
  title: 'Course editor',
  description: 'Keeps the courses of an organisation up to date',
  scope: 'organization' as const,
  permissions: ['course.create' as const, 'course.update' as const],
  builtIn: false,
  createdAt: '2026-11-20T08:00:00.000Z',
  updatedAt: '2026-11-20T08:00:00.000Z',
  version: 1
}

export const RoleSchema = Type.Object(
  {
    id: Type.String(),
    key: Type.String({ description: 'Unique; names the role wherever its id does' }),
    title: Type.String(),
    description: Type.String(),
    scope: Scope,
    permissions: Type.Array(Type.String()),
    builtIn: Type.Boolean({ description: 'Cannot be changed or deleted' }),
    createdAt: DateTime(),
    updatedAt: DateTime(),
    version: Type.Integer()
  },
  { $id: 'Role', examples: [roleExample] }
)

export const RolePageSchema = PageOf(RoleSchema, 'RolePage')

export const RoleParams = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9_-]+$', maxLength: 64, description: 'Id or key', examples: ['course-editor'] })
})

export const RolesQuery = Type.Object(listQuery)

export const NewRoleBody = Body(
  {
    key: Type.String({
      pattern: '^(?!role_)[a-z][a-z0-9]*([_-][a-z0-9]+)*$',
      minLength: 2,
      maxLength: 50,
      description: 'Lower-case letters, digits and single hyphens or underscores'
    }),
    title: Title,
    description: Type.Optional(Description),
    scope: Scope,
    permissions: Permissions
  },
  {
    examples: [
      {
        key: 'course-editor',
        title: 'Course editor',
        description: 'Keeps the courses of an organisation up to date',
        scope: 'organization',
        permissions: ['course.create', 'course.update']
      }
    ]
  }
)

export const RoleChangesBody = Body(
  { title: Type.Optional(Title), description: Type.Optional(Description) },
  { minProperties: 1, examples: [{ title: 'Chief course editor' }] }
)

export const RolePermissionsBody = Body(
  { permissions: Permissions },
  { examples: [{ permissions: ['course.create', 'course.update', 'course.delete'] }] }
)

export type NewRole = Static<typeof NewRoleBody>
export type RoleChanges = Static<typeof RoleChangesBody>

export function presentRole({ createdAt, updatedAt, ...role }: RoleRow): Static<typeof RoleSchema> {
  return { ...role, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
