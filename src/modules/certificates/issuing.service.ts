import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { addMonths, dateIn } from '../../lib/calendar.js'
import { type Clock, secondMs } from '../../lib/clock.js'
import { conflict, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { PublishedRubric, Rubrics } from '../rubrics/index.js'
import type { Addresses } from './addresses.js'
import { type CertificateRow, insertCertificates } from './certificates.repository.js'
import { type AcceptedProject, type AcceptedScore, claimsOf, openBadge } from './credential.js'
import {
  type AcceptedRow,
  countCompleted,
  findTerms,
  type IssuingTerms,
  listAccepted,
  listRecipients,
  listUncertified
} from './issuing.repository.js'
import type { KeysService } from './keys.service.js'
import { createSerial } from './serial.js'
import { createSigner } from './signing.js'

export interface IssuingDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  addresses: Addresses
  courses: Courses
  rubrics: Pick<Rubrics, 'versions'>
  keys: Pick<KeysService, 'requireSigning'>
  events: Pick<Events, 'emit'>
}

export type IssuingService = ReturnType<typeof createIssuingService>

/** Below what either database takes of values in one statement; after so many, others have a turn. */
const learnersAtOnce = 100
/** Of those who have waited, in one request. */
const maxLate = 500

/** Gives certificates: what they say is taken down as it is at that moment, and signed. */
export function createIssuingService(deps: IssuingDeps) {
  const { database, clock, audit, addresses, courses, rubrics, keys, events } = deps

  /** What each of the learners has had accepted, in the order of the projects. */
  async function acceptedOf(
    tx: Tx,
    { courseId, timeZone }: IssuingTerms,
    userIds: readonly string[]
  ): Promise<Map<string, Map<string, AcceptedProject>>> {
    const rows = await listAccepted(database, tx, { courseId, userIds })
    const versionIds = new Set(rows.flatMap(({ rubricVersionId }) => rubricVersionId ?? []))
    const versions = await rubrics.versions(tx, [...versionIds])
    const byUser = new Map<string, Map<string, AcceptedProject>>()
    for (const row of rows) {
      const ofUser = byUser.get(row.userId) ?? new Map<string, AcceptedProject>()
      byUser.set(row.userId, ofUser)
      const { projectId: id, number, title, attempt } = row
      const acceptedOn = dateIn(timeZone, row.decidedAt ?? row.submittedAt)
      // Of two reviews the second one counts, which comes last.
      ofUser.set(id, { id, number, title, attempt, acceptedOn, scores: scoresOf(row, versions) })
    }
    return byUser
  }

  /** Whoever has one that counts is left out. Returns the rows that are new. */
  async function insertFor(tx: Tx, terms: IssuingTerms, userIds: readonly string[]): Promise<CertificateRow[]> {
    const { courseId, organizationId, timeZone, validMonths, ...words } = terms
    const recipients = await listRecipients(database, tx, { courseId, userIds })
    if (recipients.length === 0) return []
    const key = await keys.requireSigning(tx, organizationId)
    const signClaims = createSigner({ privateKey: key.privateKey, kid: addresses.key(organizationId, key.id) })
    const ids = recipients.map(({ id }) => id)
    const accepted = await acceptedOf(tx, terms, ids)
    const now = clock.now()
    const issuedAt = new Date(Math.floor(now.getTime() / secondMs) * secondMs)
    const expiresAt = validMonths === null ? null : addMonths(issuedAt, validMonths, timeZone)
    const rows = recipients.map(({ id: userId, name: recipientName }) => {
      const serial = createSerial(dateIn(timeZone, issuedAt).slice(0, 4))
      const projects = [...(accepted.get(userId)?.values() ?? [])]
      const facts = { ...words, serial, courseId, organizationId, recipientName, issuedAt, expiresAt, projects }
      const { description: _signedAlone, ...kept } = words
      return {
        id: createId('certificate', now.getTime()),
        ...{ ...kept, serial, courseId, organizationId, userId, recipientName, issuedAt, expiresAt },
        ...{ keyId: key.id, revokedAt: null, revokedBy: null, revokedReason: null },
        credential: signClaims(claimsOf(openBadge(facts, addresses)))
      }
    })
    const inserted = await insertCertificates(database, tx, rows)
    return rows.filter(({ id }) => inserted.has(id))
  }

  /** Each is told of theirs: the link is another one for each. */
  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { certificates, actorId }: { certificates: readonly CertificateRow[]; actorId: string | null }
  ): Promise<void> {
    for (const [i, { userId: learnerId, serial, courseId, courseTitle }] of certificates.entries()) {
      if (i % learnersAtOnce === learnersAtOnce - 1) await nextTurn()
      await events.emit(tx, afterCommit, {
        type: 'certificate_issued',
        data: { courseId, courseTitle, learnerId, serial },
        audience: learnerId === actorId ? null : { userIds: [learnerId] },
        actorId,
        courseId
      })
    }
  }

  async function issueTo(
    tx: Tx,
    afterCommit: AfterCommit,
    { terms, userIds, actorId }: { terms: IssuingTerms; userIds: readonly string[]; actorId: string | null }
  ): Promise<CertificateRow[]> {
    const certificates: CertificateRow[] = []
    const inOrder = [...userIds].sort() // so that two who issue to the same ones never wait for each other
    for (let i = 0; i < inOrder.length; i += learnersAtOnce) {
      if (i > 0) await nextTurn()
      certificates.push(...(await insertFor(tx, terms, inOrder.slice(i, i + learnersAtOnce))))
    }
    await tell(tx, afterCommit, { certificates, actorId })
    return certificates
  }

  return {
    /** To learners who have completed the course, once each, if it gives any; each is told. */
    async issue(
      tx: Tx,
      afterCommit: AfterCommit,
      { courseId, userIds }: { courseId: string; userIds: readonly string[] }
    ): Promise<void> {
      const terms = userIds.length > 0 ? await findTerms(database, tx, courseId) : undefined
      if (terms) await issueTo(tx, afterCommit, { terms, userIds, actorId: null })
    },

    /**
     * To those who completed it before it gave any; with `userIds` to these, whose last one may have been revoked. At most
     * 500 at once: `hasMore` says that there are others.
     * @throws 403, 404, 409 CERTIFICATES_DISABLED, 422 NOT_COMPLETED
     */
    async issueLate(
      actor: Viewer,
      ref: string,
      userIds: readonly string[] | undefined
    ): Promise<{ certificates: CertificateRow[]; hasMore: boolean }> {
      const { mayManage } = courses.rules
      return database.transaction(async (tx, afterCommit) => {
        const { id: courseId } = await courses.lockPermitted(tx, actor, { ref, rule: mayManage })
        const terms = await findTerms(database, tx, courseId)
        if (!terms) throw conflict('CERTIFICATES_DISABLED', 'This course gives no certificates')
        const named = userIds && [...new Set(userIds)]
        if (named && (await countCompleted(database, tx, { courseId, userIds: named })) < named.length) {
          throw unprocessable('NOT_COMPLETED', 'userIds', 'must be of learners who have completed the course')
        }
        const waiting = await listUncertified(database, tx, { courseId, userIds: named, limit: maxLate + 1 })
        const chosen = { terms, userIds: waiting.slice(0, maxLate), actorId: actor.userId }
        const certificates = await issueTo(tx, afterCommit, chosen)
        for (const { id, serial, userId, organizationId } of certificates) {
          const resource = { type: 'certificate', id }
          audit.record(tx, { action: 'certificate.issue', resource, organizationId, after: { serial, user: userId } })
        }
        return { certificates, hasMore: waiting.length > maxLate }
      })
    }
  }
}

/** None while the learner does not see the grade themselves. */
function scoresOf(
  { scores, releasedAt, rubricVersionId }: AcceptedRow,
  versions: ReadonlyMap<string, PublishedRubric>
): AcceptedScore[] {
  const version = rubricVersionId === null ? undefined : versions.get(rubricVersionId)
  if (!version || !scores || !releasedAt) return []
  return version.criteria.flatMap(({ id: criterionId, title, levels }) => {
    const score = scores.find((each) => each.criterionId === criterionId)
    if (!score || score.points === null) return []
    const maxPoints = Math.max(...levels.map(({ points }) => points))
    const level = levels.find(({ id }) => id === score.levelId)?.title ?? null
    return [{ rubricVersionId: version.id, criterionId, title, points: score.points, maxPoints, level }]
  })
}
