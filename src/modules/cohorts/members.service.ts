import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { CohortRules } from './cohorts.access.js'
import type { CohortLookup, SeenCohort } from './cohorts.lookup.js'
import { type CohortRow, lockCohort } from './cohorts.repository.js'
import { type CohortTelling, cohortFacts } from './cohorts.telling.js'
import {
  countListed,
  countMembers,
  deleteEndedMembers,
  deleteMember,
  deleteMemberships,
  findMembership,
  listMembers,
  lockEnrolment,
  type MemberRow,
  type Membership,
  saveMembers
} from './members.repository.js'
import type { MembersParams } from './members.schemas.js'

export interface CohortMembersDeps {
  database: Database
  clock: Clock
  rules: CohortRules
  lookup: CohortLookup
  courses: Pick<Courses, 'rules'>
  telling: CohortTelling
}

export type CohortMembersService = ReturnType<typeof createCohortMembersService>

export interface JoinedMember {
  cohortId: string
  userId: string
  joinedAt: Date
  movedFrom: string | null
}

type Actor = Viewer & Pick<Principal, 'username'>

interface OfMember {
  actor: Actor
  userId: string
  cohort: SeenCohort
}

const sort = 'enrolmentId'

/** Who is in which cohort: one for each enrolment. */
export function createCohortMembersService(deps: CohortMembersDeps) {
  const { database, clock, rules, lookup, courses, telling } = deps

  /**
   * The enrolment of who is to be a member, as it stays until the commit: an active one; for who runs the cohort also a
   * completed one, so that a graduate who was taken out can be put back.
   * @throws 403 NOT_ENROLLED; 422 NOT_A_LEARNER
   */
  async function lockLearner(
    tx: Tx,
    { courseId, userId, isOwn, runsIt }: { courseId: string; userId: string; isOwn: boolean; runsIt: boolean }
  ): Promise<string> {
    const enrolment = await lockEnrolment(database, tx, { courseId, userId })
    const status = courses.rules.enrolmentAt(clock.now(), enrolment?.status, enrolment?.expiresAt ?? null)
    if (enrolment && (status === 'active' || (runsIt && status === 'completed'))) return enrolment.id
    if (isOwn) throw forbidden('Enrol in the course first', 'NOT_ENROLLED')
    throw unprocessable('NOT_A_LEARNER', 'userId', 'must take the course, or have completed it')
  }

  /** Of a locked cohort: nobody else joins it until the commit. @throws 409 COHORT_FULL */
  async function requirePlace(tx: Tx, { id, capacity }: CohortRow): Promise<void> {
    if (capacity === null) return
    await deleteEndedMembers(database, tx, { cohortId: id, now: clock.now() })
    if ((await countMembers(database, tx, id)) >= capacity) throw conflict('COHORT_FULL', 'The cohort is full')
  }

  /** The learner hears of what others did, the facilitator of what the learner did. */
  async function tellOfJoining(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, userId, cohort, before }: OfMember & { before: Membership | undefined }
  ): Promise<void> {
    const { facilitatorId, course, courseId } = cohort
    const facts = cohortFacts(cohort)
    const by = { actorId: actor.userId, courseId }
    const movedFrom = before && { cohortId: before.cohortId, cohortName: before.name }
    await telling.users(tx, afterCommit, {
      userIds: [userId],
      event: movedFrom
        ? { type: 'cohort_member_moved', data: { ...facts, learnerId: userId, movedFrom }, ...by }
        : { type: 'cohort_member_added', data: { ...facts, learnerIds: [userId] }, ...by }
    })
    if (actor.userId !== userId) return
    const data = { ...facts, learnerId: userId, username: actor.username, movedFromName: before?.name ?? null }
    const event = { type: 'cohort_member_joined', data, ...by } as const
    await telling.staff(tx, afterCommit, { anyOf: [facilitatorId], course, event })
  }

  /** The same of who leaves or is taken out. */
  async function tellOfLeaving(tx: Tx, afterCommit: AfterCommit, { actor, userId, cohort }: OfMember): Promise<void> {
    const { facilitatorId, course, courseId } = cohort
    const data = { ...cohortFacts(cohort), learnerId: userId }
    const by = { actorId: actor.userId, courseId }
    await telling.users(tx, afterCommit, { userIds: [userId], event: { type: 'cohort_member_removed', data, ...by } })
    if (actor.userId !== userId) return
    const event = { type: 'cohort_member_left', data: { ...data, username: actor.username }, ...by } as const
    await telling.staff(tx, afterCommit, { anyOf: [facilitatorId], course, event })
  }

  return {
    /**
     * Whoever is in another cohort of the course is moved. The enrolment is locked before the cohort, always.
     * @throws 403 NOT_ENROLLED; 404; 409 ALREADY_MEMBER, COHORT_COMPLETED, COHORT_NOT_OPEN, COHORT_FULL; 422 NOT_A_LEARNER
     */
    async add(actor: Actor, id: string, userId = actor.userId): Promise<JoinedMember> {
      const isOwn = userId === actor.userId
      const seen = await lookup.requireVisible(actor, id)
      const runsIt = rules.mayRun(actor, seen)
      if (!isOwn && !runsIt) throw forbidden()
      return database.transaction(async (tx, afterCommit) => {
        const enrolmentId = await lockLearner(tx, { courseId: seen.courseId, userId, isOwn, runsIt })
        const cohort = await lockCohort(database, tx, id)
        if (!cohort) throw notFound('Cohort')
        const before = await findMembership(database, tx, enrolmentId)
        if (before?.cohortId === id) throw conflict('ALREADY_MEMBER', 'They are a member of the cohort already')
        if (cohort.status === 'completed') throw conflict('COHORT_COMPLETED', 'The cohort is over')
        if (!runsIt) requireOpen(cohort, before)
        await requirePlace(tx, cohort)
        const joinedAt = clock.now()
        await saveMembers(database, tx, [{ enrolmentId, cohortId: id, joinedAt }])
        await tellOfJoining(tx, afterCommit, { actor, userId, cohort: { ...seen, ...cohort }, before })
        return { cohortId: id, userId, joinedAt, movedFrom: before?.cohortId ?? null }
      })
    },

    /** Everybody may leave. What they have done for it stays. @throws 403; 404 */
    async remove(actor: Actor, id: string, userId: string): Promise<void> {
      const cohort = await lookup.requireVisible(actor, id)
      if (userId !== actor.userId && !rules.mayRun(actor, cohort)) throw forbidden()
      await database.transaction(async (tx, afterCommit) => {
        const isDeleted = await deleteMember(database, tx, { cohortId: id, courseId: cohort.courseId, userId })
        if (!isDeleted) throw notFound('Member')
        await tellOfLeaving(tx, afterCommit, { actor, userId, cohort })
      })
    },

    /** Of a user who is deleted. What they have done for their cohorts stays. */
    leaveAll: (tx: Tx, userId: string): Promise<void> => deleteMemberships(database, tx, userId),

    /** For its staff. @throws 403; 404 */
    async list(actor: Viewer, id: string, query: MembersParams): Promise<Page<MemberRow>> {
      await lookup.requireRead(actor, id)
      const { limit = defaultPageSize, cursor, q = '', total } = query
      const request = { cohortId: id, now: clock.now(), words: searchWords(q) }
      const afterId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listMembers(database, request, { limit: limit + 1, afterId })
      const page = toPage(rows, limit, { sort, key: ({ enrolmentId }) => [enrolmentId], present: (row) => row })
      return total ? { ...page, total: await countListed(database, request) } : page
    }
  }
}

/** Learners move themselves only between open ones. @throws 409 COHORT_NOT_OPEN */
function requireOpen(cohort: CohortRow, before: Membership | undefined): void {
  if (!cohort.isOpen) throw conflict('COHORT_NOT_OPEN', 'The cohort is not open: ask who runs it')
  if (before && !before.isOpen) {
    throw conflict('COHORT_NOT_OPEN', `Your cohort “${before.name}” is not open: ask who runs it to move you`)
  }
}
