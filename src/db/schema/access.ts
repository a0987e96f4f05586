import { sql } from 'drizzle-orm'
import type { Permission } from '../../lib/permissions.js'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'

/** Organisations, roles, and who holds which role where. */
export function defineAccess(c: Columns, { users }: AccountTables) {
  const organizations = c.table(
    'organizations',
    {
      id: c.text('id').primaryKey(),
      name: c.text('name').notNull(),
      slug: c.text('slug').notNull().unique(),
      kind: c.oneOf('kind', ['school', 'partner', 'company', 'community'] as const).notNull(),
      description: c.text('description').notNull(),
      /** The one that a caller means who names none. */
      isDefault: c.bool('is_default').notNull(),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull()
    },
    (t) => [c.uniqueIndex('organizations_one_default').on(t.isDefault).where(sql`${t.isDefault}`)]
  )

  const roles = c.table('roles', {
    id: c.text('id').primaryKey(),
    key: c.text('key').notNull().unique(),
    title: c.text('title').notNull(),
    description: c.text('description').notNull(),
    scope: c.oneOf('scope', ['platform', 'organization'] as const).notNull(),
    /** In the row, not in a table of its own: they are read with every request. */
    permissions: c.json<Permission[]>()('permissions').notNull(),
    builtIn: c.bool('built_in').notNull(),
    version: c.int('version').notNull(),
    createdAt: c.time('created_at').notNull(),
    updatedAt: c.time('updated_at').notNull()
  })

  /** A member of an organisation is who holds a role in it. `organizationId` null: on the whole platform. */
  const roleAssignments = c.table(
    'role_assignments',
    {
      id: c.text('id').primaryKey(),
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      roleId: c
        .text('role_id')
        .notNull()
        .references(() => roles.id, { onDelete: 'restrict' }),
      organizationId: c.text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [
      // Two indexes, because NULLs are distinct in a unique index.
      c.uniqueIndex('role_assignments_once').on(t.userId, t.roleId, t.organizationId),
      c.uniqueIndex('role_assignments_once_platform').on(t.userId, t.roleId).where(sql`${t.organizationId} is null`),
      c.index('role_assignments_members').on(t.organizationId, t.userId),
      c.index('role_assignments_role').on(t.roleId),
      c.index('role_assignments_created_by').on(t.createdBy)
    ]
  )

  return { organizations, roles, roleAssignments }
}

export type AccessTables = ReturnType<typeof defineAccess>
