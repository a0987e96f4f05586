import type { Principal } from '../../http/principal.js'
import { holds, organizationsWhere } from '../../lib/permissions.js'
import type { RubricRow } from './rubrics.repository.js'

/** Who looks, with all that they may do. */
export type Viewer = Pick<Principal, 'userId' | 'grants'>

type Owned = Pick<RubricRow, 'organizationId' | 'createdBy'>

/** Whoever makes or changes courses of the organisation sees its rubrics. */
export function maySee({ grants }: Viewer, organizationId: string): boolean {
  return holds(grants, 'course.create', organizationId) || holds(grants, 'course.update', organizationId)
}

/** Its creator, as long as they see it, and whoever may change any course of the organisation. */
export function mayChange(viewer: Viewer, { organizationId, createdBy }: Owned): boolean {
  if (holds(viewer.grants, 'course.update', organizationId)) return true
  return createdBy === viewer.userId && maySee(viewer, organizationId)
}

/** The organisations whose rubrics they see. */
export function organizationsOf({ grants }: Viewer): string[] | 'all' {
  const creating = organizationsWhere(grants, 'course.create')
  const updating = organizationsWhere(grants, 'course.update')
  return creating === 'all' || updating === 'all' ? 'all' : [...new Set([...creating, ...updating])]
}
