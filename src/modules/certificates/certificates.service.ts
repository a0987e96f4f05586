import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { mayReadReason, mayRevoke, type RequireStaff } from './certificates.access.js'
import {
  type CertificateListRow,
  type CertificatesRequest,
  countCertificates,
  type FoundCertificate,
  listCertificates,
  lockCertificate,
  prepareFindCertificate,
  saveRevocation
} from './certificates.repository.js'
import { type CertificateStatus, revoked, statusAt } from './certificates.status.js'
import { parseSerial } from './serial.js'

export interface CertificatesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  requireStaff: RequireStaff
  events: Pick<Events, 'emit'>
}

export interface CertificatesQuery {
  limit?: number
  cursor?: string
  total?: boolean
  status?: CertificateStatus
}

/** With what it is by the clock. */
export type WithStatus<T> = T & { status: CertificateStatus }
export type CertificatesService = ReturnType<typeof createCertificatesService>

const listOrder = '-id'

/** Certificates that have been issued: anybody checks one, and those who answer for them revoke them. */
export function createCertificatesService({ database, clock, audit, courses, requireStaff, events }: CertificatesDeps) {
  const findCertificate = prepareFindCertificate(database)
  const withStatus = <T extends CertificateListRow>(row: T): WithStatus<T> => ({
    ...row,
    status: statusAt(row, clock.now())
  })

  /** By its serial, however it was written. @throws 404 */
  async function find(text: string): Promise<FoundCertificate> {
    const serial = parseSerial(text)
    const found = serial === undefined ? undefined : await findCertificate(serial)
    if (!found) throw notFound('Certificate')
    return found
  }

  async function list(
    places: Pick<CertificatesRequest, 'courseId' | 'userId'>,
    { limit = defaultPageSize, cursor, total, status }: CertificatesQuery
  ): Promise<Page<WithStatus<CertificateListRow>>> {
    const request = { ...places, status, now: clock.now() }
    const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, listOrder, ['string'])[0])
    const rows = await listCertificates(database, request, { limit: limit + 1, beforeId })
    const page = toPage(rows, limit, { sort: listOrder, key: ({ id }) => [id], present: withStatus })
    return total ? { ...page, total: await countCertificates(database, request) } : page
  }

  return {
    withStatus,

    /** Open to anybody who has the serial. @throws 404 */
    async check(
      viewer: Viewer | null,
      serial: string
    ): Promise<{ certificate: WithStatus<FoundCertificate>; showsReason: boolean }> {
      const found = await find(serial)
      return { certificate: withStatus(found), showsReason: mayReadReason(viewer, found, courses.rules) }
    },

    /** @throws 403, 404 */
    async listOfCourse(viewer: Viewer, ref: string, query: CertificatesQuery) {
      const { id: courseId } = await requireStaff(viewer, ref)
      return list({ courseId }, query)
    },

    listOwn: (viewer: Viewer, query: CertificatesQuery) => list({ userId: viewer.userId }, query),

    /** For good: whoever is to have one again gets a new one. Tells the learner. @throws 403, 404, 409 ILLEGAL_TRANSITION */
    async revoke(actor: Viewer, serial: string, reason: string): Promise<WithStatus<FoundCertificate>> {
      const found = await find(serial)
      if (!mayRevoke(actor, found, courses.rules)) throw forbidden()
      return database.transaction(async (tx, afterCommit) => {
        const locked = await lockCertificate(database, tx, found.id)
        if (!locked) throw notFound('Certificate')
        const why = reason.trim()
        const row = revoked(locked, { reason: why, actorId: actor.userId, now: clock.now() })
        await saveRevocation(database, tx, row)
        const resource = { type: 'certificate', id: row.id }
        const place = { resource, organizationId: row.organizationId }
        const after = { serial: row.serial, user: row.userId, reason: why }
        audit.record(tx, { action: 'certificate.revoke', ...place, after })
        const { userId: learnerId, courseId, courseTitle } = row
        await events.emit(tx, afterCommit, {
          type: 'certificate_revoked',
          data: { courseId, courseTitle, learnerId, serial: row.serial, reason: why },
          audience: learnerId === actor.userId ? null : { userIds: [learnerId] },
          actorId: actor.userId,
          courseId
        })
        return withStatus({ ...row, course: found.course })
      })
    }
  }
}
