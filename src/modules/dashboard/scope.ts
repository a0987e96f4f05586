import { forbidden, notFound } from '../../lib/errors.js'
import { memberOrganizations, organizationsWhere, type Permission } from '../../lib/permissions.js'
import type { Viewer } from '../courses/index.js'

/** Each is of whole organisations: of all their courses. */
const ofWhole: readonly Permission[] = ['course.update', 'enrolment.read']
/** Each is of single courses: those that one mentors or reviews. */
const ofSingle: readonly Permission[] = ['course.create', 'submission.review']

type Organizations = readonly string[] | 'all'

/** Where somebody looks after courses, as far as their roles decide it. */
export interface Places {
  userId: string
  organizationId: string | undefined
  /** Where they see all courses. */
  whole: Organizations
  /** Where they see who takes the courses that they mentor. */
  mentored: Organizations
  kind: ScopeKind
}

export const scopeKinds = ['platform', 'organization', 'courses'] as const
export type ScopeKind = (typeof scopeKinds)[number]

/**
 * Which courses are theirs to look after: the same that `requireStaff` of the reviews lets them read the statistics of.
 * @throws 403 for who looks after none, here or anywhere; 404 for an organisation that is not theirs to see
 */
export function placesOf({ userId, grants }: Viewer, organizationId: string | undefined): Places {
  const whole = union(grants, ofWhole)
  const single = union(grants, ofSingle)
  const isStaffOf = (id: string) => has(whole, id) || has(single, id)
  if (organizationId !== undefined && !isStaffOf(organizationId)) {
    throw memberOrganizations(grants).includes(organizationId) ? forbidden() : notFound('Organisation')
  }
  if (whole.length === 0 && single.length === 0) throw forbidden()
  const mentored = organizationsWhere(grants, 'course.create')
  return { userId, organizationId, whole, mentored, kind: kindOf({ whole, single, organizationId }) }
}

function kindOf(asked: { whole: Organizations; single: Organizations; organizationId: string | undefined }): ScopeKind {
  const { whole, single, organizationId } = asked
  if (organizationId !== undefined) return has(whole, organizationId) ? 'organization' : 'courses'
  if (whole === 'all') return 'platform'
  return single !== 'all' && single.every((id) => whole.includes(id)) ? 'organization' : 'courses'
}

function union(grants: Viewer['grants'], permissions: readonly Permission[]): Organizations {
  const places = permissions.map((permission) => organizationsWhere(grants, permission))
  return places.includes('all') ? 'all' : [...new Set(places.flat())].sort()
}

function has(organizations: Organizations, id: string): boolean {
  return organizations === 'all' || organizations.includes(id)
}
