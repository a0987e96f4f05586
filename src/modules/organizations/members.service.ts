import type { Database } from '../../db/database.js'
import { decodeCursor, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { Actor, Roles } from '../roles/index.js'
import { countMembers, findMember, listMembers, type MemberRow } from './members.repository.js'
import type { OrganizationsService } from './organizations.service.js'

export interface MembersDeps {
  database: Database
  organizations: Pick<OrganizationsService, 'requireVisible' | 'requirePermitted'>
  roles: Pick<Roles, 'addMember' | 'replaceMemberRoles' | 'removeMember'>
}

/** A member, or who is to be one, by the id or slug of the organisation. */
interface MemberInput {
  idOrSlug: string
  userId: string
  roles: readonly string[]
}

const manage = 'member.manage'

export type MembersService = ReturnType<typeof createMembersService>

export function createMembersService({ database, organizations, roles }: MembersDeps) {
  return {
    async list(
      actor: Actor,
      idOrSlug: string,
      query: { limit: number; cursor?: string; q?: string; total?: boolean }
    ): Promise<Page<MemberRow>> {
      const { limit, cursor, q = '', total } = query
      const permission = 'organization.read'
      const { id } = await organizations.requirePermitted(database.read, actor, { idOrSlug, permission })
      const filter = { organizationId: id, words: searchWords(q) }
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, 'id', ['string'])[0])
      const rows = await listMembers(database, filter, { limit: limit + 1, afterId })
      const page = toPage(rows, limit, { sort: 'id', key: ({ user }) => [user.id], present: (row) => row })
      return total ? { ...page, total: await countMembers(database, filter) } : page
    },

    /** @throws 403, 404, 409 ALREADY_MEMBER, 422 ROLE_SCOPE */
    async add(actor: Actor, { idOrSlug, userId, roles: wanted }: MemberInput): Promise<MemberRow> {
      return database.transaction(async (tx, afterCommit) => {
        const { id } = await organizations.requirePermitted(tx, actor, { idOrSlug, permission: manage })
        await roles.addMember(tx, afterCommit, actor, { userId, organizationId: id, roles: wanted })
        return (await findMember(database, tx, { organizationId: id, userId }))!
      })
    },

    /** @throws 403, 404, 409 LAST_OWNER, 422 ROLE_SCOPE */
    async replaceRoles(actor: Actor, { idOrSlug, userId, roles: wanted }: MemberInput): Promise<MemberRow> {
      return database.transaction(async (tx, afterCommit) => {
        const { id } = await organizations.requirePermitted(tx, actor, { idOrSlug, permission: manage })
        await roles.replaceMemberRoles(tx, afterCommit, actor, { userId, organizationId: id, roles: wanted })
        return (await findMember(database, tx, { organizationId: id, userId }))!
      })
    },

    /** Everybody may leave. @throws 403, 404, 409 LAST_OWNER */
    async remove(actor: Actor, { idOrSlug, userId }: Omit<MemberInput, 'roles'>): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        const isLeaving = actor.userId === userId
        const { id } = isLeaving
          ? await organizations.requireVisible(tx, actor, idOrSlug)
          : await organizations.requirePermitted(tx, actor, { idOrSlug, permission: manage })
        await roles.removeMember(tx, afterCommit, actor, { userId, organizationId: id })
      })
    }
  }
}
