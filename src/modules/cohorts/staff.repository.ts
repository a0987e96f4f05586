import { and, eq, isNull, or } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Permission } from '../../lib/permissions.js'
import type { CourseRow } from '../courses/index.js'

const anyOf: readonly Permission[] = ['enrolment.manage', 'cohort.manage', 'course.update']

/** Whether the user is active and may run cohorts of the course when they are given them. */
export async function mayFacilitate(
  { tables: { users, roleAssignments, roles } }: Database,
  tx: Tx,
  userId: string,
  { organizationId, mentorId }: Pick<CourseRow, 'organizationId' | 'mentorId'>
): Promise<boolean> {
  const sufficient = userId === mentorId ? [...anyOf, 'course.create' as const] : anyOf
  const rows = await tx
    .select({ permissions: roles.permissions })
    .from(users)
    .innerJoin(roleAssignments, eq(roleAssignments.userId, users.id))
    .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, 'active'),
        isNull(users.deletedAt),
        or(isNull(roleAssignments.organizationId), eq(roleAssignments.organizationId, organizationId))
      )
    )
  return rows.some(({ permissions }) => sufficient.some((permission) => permissions.includes(permission)))
}
