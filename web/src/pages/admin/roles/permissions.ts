import type { Permission } from '../../../session/session.js'

const groups = ['users', 'roles', 'organizations', 'courses', 'learners', 'reviews', 'messages', 'platform'] as const
type Group = (typeof groups)[number]

/** Each permission of the contract, in the order in which they are shown: a new one does not compile until it is here. */
const groupOf: Readonly<Record<Permission, Group>> = {
  'user.read': 'users',
  'user.create': 'users',
  'user.update': 'users',
  'user.delete': 'users',
  'role.read': 'roles',
  'role.manage': 'roles',
  'role.assign': 'roles',
  'organization.create': 'organizations',
  'organization.read': 'organizations',
  'organization.update': 'organizations',
  'organization.delete': 'organizations',
  'member.manage': 'organizations',
  'course.create': 'courses',
  'course.update': 'courses',
  'course.delete': 'courses',
  'course.force': 'courses',
  'enrolment.read': 'learners',
  'enrolment.manage': 'learners',
  'cohort.manage': 'learners',
  'submission.review': 'reviews',
  'certificate.manage': 'reviews',
  'notification.send': 'messages',
  'webhook.manage': 'messages',
  'audit.read': 'platform',
  'delivery.manage': 'platform',
  'metrics.read': 'platform'
}

export const permissionCodes = Object.keys(groupOf) as Permission[]

export const permissionGroups = groups.map((group) => ({
  group,
  codes: permissionCodes.filter((code) => groupOf[code] === group)
}))
