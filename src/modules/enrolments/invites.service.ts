import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import { parseMoment } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { createToken, hashToken } from '../../lib/crypto.js'
import { conflict, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Telling } from './enrolments.telling.js'
import { isOpenDoor, requireOpenDoor } from './enrolments.terms.js'
import type { Entry } from './entry.service.js'
import {
  countInvites,
  countUse,
  findInvite,
  findInvitedCourse,
  type InviteRow,
  insertInvite,
  listInvites,
  lockInvite,
  revokeInvite
} from './invites.repository.js'
import type { InviteFields, InvitesParams } from './invites.schemas.js'
import type { PrerequisitesService } from './prerequisites.service.js'
import type { Placed, WaitingList } from './waiting-list.service.js'

export interface InvitesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'requirePermitted' | 'lock' | 'rules'>
  prerequisites: Pick<PrerequisitesService, 'requirePrerequisites'>
  entry: Entry
  waitingList: WaitingList
  telling: Telling
}

export type InvitesService = ReturnType<typeof createInvitesService>

type Actor = Viewer & Pick<Principal, 'username'>

const sort = '-createdAt'

/** Links by which people get into a course. */
export function createInvitesService(deps: InvitesDeps) {
  const { database, clock, audit, courses, prerequisites, entry, waitingList, telling } = deps
  const rule = courses.rules.mayEnrolOthers

  return {
    /** The token is known to who makes it, and after that to nobody. @throws 400; 403; 404; 422 naming `expiresAt` */
    async create(actor: Viewer, ref: string, fields: InviteFields): Promise<{ invite: InviteRow; token: string }> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule })
      const now = clock.now()
      const expiresAt = fields.expiresAt == null ? null : parseMoment('expiresAt', fields.expiresAt)
      if (expiresAt !== null && expiresAt <= now) throw unprocessable('PAST', 'expiresAt', 'must be in the future')
      const token = createToken()
      const invite = {
        id: createId('invite', now.getTime()),
        courseId,
        tokenHash: hashToken(token),
        label: fields.label.trim(),
        maxUses: fields.maxUses ?? null,
        uses: 0,
        expiresAt,
        revokedAt: null,
        createdBy: actor.userId,
        createdAt: now
      }
      await database.transaction(async (tx) => {
        await insertInvite(database, tx, invite)
        const { id, label, maxUses } = invite
        const after = { label, maxUses, expiresAt }
        audit.record(tx, { action: 'invite.create', resource: { type: 'invite', id }, courseId, after })
      })
      return { invite, token }
    },

    /** @throws 403; 404 */
    async list(actor: Viewer, ref: string, query: InvitesParams): Promise<Page<InviteRow>> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule })
      const { limit = defaultPageSize, cursor, total } = query
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listInvites(database, { courseId, limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countInvites(database, courseId) } : page
    },

    /** Whoever got in by it stays. Once more changes nothing. @throws 403; 404 */
    async revoke(actor: Viewer, ref: string, id: string): Promise<void> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule })
      await database.transaction(async (tx) => {
        if (!(await revokeInvite(database, tx, { id, courseId, now: clock.now() }))) throw notFound('Invite')
        audit.record(tx, { action: 'invite.revoke', resource: { type: 'invite', id }, courseId })
      })
    },

    /** Where it leads, for anybody who has it. @throws 404; 409 INVITE_REVOKED, INVITE_EXPIRED, INVITE_USED_UP */
    async preview(token: string): Promise<{ courseId: string; title: string; isUsable: boolean }> {
      const invite = await findInvite(database, database.read, hashToken(token))
      const course = invite && (await findInvitedCourse(database, invite.courseId))
      if (!invite || !course || course.status === 'draft') throw notFound('Invite')
      const now = clock.now()
      requireUsable(invite, now)
      return { courseId: course.id, title: course.title, isUsable: isOpenDoor(course, now) }
    },

    /**
     * It counts as used when it has made an enrolment, and only then. `ref`: the course that it is to lead to.
     * @throws 404; 409 ALREADY_ENROLLED, COURSE_NOT_OPEN, INVITE_REVOKED, INVITE_EXPIRED, INVITE_USED_UP; 422
     */
    async accept(actor: Actor, { token, ref }: { token: string; ref?: string }): Promise<Placed> {
      const { userId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const found = await findInvite(database, tx, hashToken(token))
        // The course first, as everywhere: all who use invites of one course do so one after another.
        const course = found && (await courses.lock(tx, found.courseId))
        const invite = course && (await lockInvite(database, tx, found.id))
        const isThere = course && (ref === undefined || ref === course.id || ref === course.slug)
        if (!invite || !isThere || course.status === 'draft') throw notFound('Invite')
        const considered = await entry.considerOne(tx, afterCommit, { course, userId, move: 'enrol' })
        const now = clock.now()
        requireUsable(invite, now)
        requireOpenDoor(course, now)
        await prerequisites.requirePrerequisites(tx, { courseId: course.id, userIds: [userId], field: 'courseId' })
        const enrolment = await entry.enterOne(tx, considered, { createdBy: userId })
        await countUse(database, tx, invite.id)
        const queuePosition = await waitingList.positionOf(tx, enrolment)
        await telling.enrolledSelf(tx, afterCommit, { course, actor, enrolment })
        return { enrolment, queuePosition }
      })
    }
  }
}

/** @throws 409 */
function requireUsable({ revokedAt, expiresAt, maxUses, uses }: InviteRow, now: Date): void {
  if (revokedAt !== null) throw conflict('INVITE_REVOKED', 'This invite was taken back')
  if (expiresAt !== null && expiresAt <= now) throw conflict('INVITE_EXPIRED', 'The time of this invite is over')
  if (maxUses !== null && uses >= maxUses)
    throw conflict('INVITE_USED_UP', 'This invite has been used as often as it may be')
}
