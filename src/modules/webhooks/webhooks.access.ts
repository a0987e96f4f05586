import type { Principal } from '../../http/principal.js'
import { holds, memberOrganizations } from '../../lib/permissions.js'

/** Who looks, with all that they may do. */
export type Viewer = Pick<Principal, 'userId' | 'grants'>

export function mayManage({ grants }: Viewer, organizationId: string): boolean {
  return holds(grants, 'webhook.manage', organizationId)
}

/** Whether they may know that there is such an organisation. */
export function seesOrganization({ grants }: Viewer, organizationId: string): boolean {
  return memberOrganizations(grants).includes(organizationId) || holds(grants, 'organization.read', null)
}
