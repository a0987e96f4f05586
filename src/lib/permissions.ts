/** Every permission that there is. A role is a set of these; an assignment of a role says where they hold. */
export const permissions = {
  'user.read': 'See the users',
  'user.create': 'Create users',
  'user.update': 'Change users, disable them, set a new password',
  'user.delete': 'Delete users',
  'role.read': 'See the roles and who holds them',
  'role.manage': 'Create, change and delete custom roles',
  'role.assign': 'Give roles and take them away',
  'organization.create': 'Create organisations',
  'organization.read': 'See an organisation and its members',
  'organization.update': 'Change an organisation',
  'organization.delete': 'Delete an organisation',
  'member.manage': 'Add, change and remove members of an organisation',
  'course.create': 'Create courses, and manage those that one mentors',
  'course.update': 'Change any course',
  'course.delete': 'Archive any course',
  'course.force': 'Archive a course that still has learners',
  'enrolment.read': 'See who is enrolled in any course',
  'enrolment.manage': 'Enrol others in any course and remove them',
  'cohort.manage': 'Create cohorts and run them',
  'submission.review': 'Review work in the courses that one mentors or is a reviewer of',
  'certificate.manage': 'Revoke certificates, and change the keys that they are signed with',
  'notification.send': 'Send notifications and broadcasts',
  'webhook.manage': 'Manage the webhooks of an organisation, and see what was sent to them',
  'audit.read': 'Read the audit log',
  'delivery.manage': 'See events and mails that wait or could not be delivered, and send them again',
  'metrics.read': 'Read the metrics of the process'
} as const

export type Permission = keyof typeof permissions

export const permissionCodes = Object.keys(permissions) as Permission[]

export function isPermission(code: string): code is Permission {
  return Object.hasOwn(permissions, code)
}

/** Of what is nobody's in particular: who holds one of these in an organisation holds nothing by it. */
const ofThePlatform: ReadonlySet<Permission> = new Set(['delivery.manage', 'metrics.read'])

/** Where a role may be assigned: on the whole platform, or within one organisation. */
export type RoleScope = 'platform' | 'organization'

export interface BuiltInRole {
  key: string
  title: string
  description: string
  scope: RoleScope
  permissions: readonly Permission[]
}

const organizationStaff: readonly Permission[] = [
  'user.read',
  'user.create',
  'user.update',
  'role.read',
  'role.assign',
  'organization.read',
  'organization.update',
  'member.manage',
  'course.create',
  'course.update',
  'course.delete',
  'enrolment.read',
  'enrolment.manage',
  'cohort.manage',
  'submission.review',
  'certificate.manage',
  'notification.send',
  'webhook.manage',
  'audit.read'
]

/** The roles that every installation has; they cannot be changed or deleted. */
export const builtInRoles = [
  {
    key: 'admin',
    title: 'Administrator',
    description: 'Runs the whole platform',
    scope: 'platform',
    permissions: permissionCodes
  },
  {
    key: 'owner',
    title: 'Owner',
    description: 'Owns an organisation; only an owner removes an owner',
    scope: 'organization',
    permissions: [...organizationStaff, 'organization.delete', 'course.force']
  },
  {
    key: 'org_admin',
    title: 'Organisation administrator',
    description: 'Runs an organisation',
    scope: 'organization',
    permissions: organizationStaff
  },
  {
    key: 'mentor',
    title: 'Mentor',
    description: 'Creates courses and manages those that they mentor',
    scope: 'organization',
    permissions: ['user.read', 'organization.read', 'course.create', 'submission.review']
  },
  {
    key: 'facilitator',
    title: 'Facilitator',
    description: 'Enrols learners, runs their cohorts and writes to them',
    scope: 'organization',
    permissions: [
      'user.read',
      'organization.read',
      'enrolment.read',
      'enrolment.manage',
      'cohort.manage',
      'notification.send'
    ]
  },
  {
    key: 'learner',
    title: 'Learner',
    description: 'Takes courses',
    scope: 'organization',
    permissions: []
  }
] as const satisfies readonly BuiltInRole[]

export type BuiltInRoleKey = (typeof builtInRoles)[number]['key']

export function builtInRoleId(key: BuiltInRoleKey): string {
  return `role_${key}`
}

/** One role that a user holds, and where. `organizationId` null: on the whole platform. */
export interface Grant {
  role: string
  organizationId: string | null
  permissions: ReadonlySet<Permission>
}

/** Whether the grants carry the permission on the whole platform, or else in this organisation. */
export function holds(grants: readonly Grant[], permission: Permission, organizationId: string | null): boolean {
  return grants.some(
    (grant) =>
      (grant.organizationId === null || grant.organizationId === organizationId) && grant.permissions.has(permission)
  )
}

/** Whether the grants carry the permission anywhere where it means something. */
export function holdsSomewhere(grants: readonly Grant[], permission: Permission): boolean {
  if (ofThePlatform.has(permission)) return holds(grants, permission, null)
  return grants.some((grant) => grant.permissions.has(permission))
}

/** The organisations in which the grants carry the permission; `'all'` when they do on the whole platform. */
export function organizationsWhere(grants: readonly Grant[], permission: Permission): string[] | 'all' {
  const found = new Set<string>()
  for (const grant of grants) {
    if (!grant.permissions.has(permission)) continue
    if (grant.organizationId === null) return 'all'
    found.add(grant.organizationId)
  }
  return [...found]
}

/** The organisations that the grants make one a member of. */
export function memberOrganizations(grants: readonly Grant[]): string[] {
  const found = new Set<string>()
  for (const grant of grants) if (grant.organizationId !== null) found.add(grant.organizationId)
  return [...found]
}

/** Whether the grants carry the permission on the whole platform, or in an organisation that the holder of `others` is in. */
export function holdsOver(grants: readonly Grant[], permission: Permission, others: readonly Grant[]): boolean {
  const where = organizationsWhere(grants, permission)
  return where === 'all' || memberOrganizations(others).some((organizationId) => where.includes(organizationId))
}

/** Whoever holds any permission has power over others: their sessions are shorter. */
export function hasPower(grants: readonly Grant[]): boolean {
  return grants.some((grant) => grant.permissions.size > 0)
}

/** Whether `grants` carry every permission of `wanted` where it holds: nobody grants, or changes, what exceeds them. */
export function covers(grants: readonly Grant[], wanted: Pick<Grant, 'organizationId' | 'permissions'>): boolean {
  for (const permission of wanted.permissions) {
    if (!holds(grants, permission, wanted.organizationId)) return false
  }
  return true
}
