import type { Database, Queries, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { parseMoment } from '../../lib/calendar.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { forbidden, invalid, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { holds, organizationsWhere } from '../../lib/permissions.js'
import type { EventAudience, Events } from '../events/index.js'
import { listNames } from './audience.repository.js'
import type { AudienceRules, Writer } from './audience.rules.js'
import { audienceOf } from './audience.schemas.js'
import {
  type BroadcastChanges,
  type BroadcastRow,
  countBroadcasts,
  findBroadcast,
  insertBroadcast,
  listBroadcasts,
  lockBroadcast,
  updateBroadcast
} from './broadcasts.repository.js'
import type { AudienceFields, BroadcastFields, BroadcastPatch, BroadcastsParams } from './broadcasts.schemas.js'
import { nextBroadcastState } from './broadcasts.status.js'

export interface BroadcastsDeps {
  database: Database
  clock: Clock
  events: Pick<Events, 'nextOfAudience' | 'countAudience'>
  rules: Pick<AudienceRules, 'requireAllowed' | 'mayStill'>
  /** There is one that is to go out now. */
  kick: () => void
}

export type BroadcastsService = ReturnType<typeof createBroadcastsService>

const furthestMs = 366 * dayMs
const sampleSize = 5
const sort = '-createdAt'

/** What people write to many: planned, watched, stopped. */
export function createBroadcastsService({ database, clock, events, rules, kick }: BroadcastsDeps) {
  /** Of an audience that is there, is theirs to write to, and is somebody. @throws 400; 403; 422 */
  async function requireAudience(queries: Queries, writer: Writer, named: AudienceFields) {
    const audience = parseAudience(named)
    const place = await rules.requireAllowed(queries, writer, { audience, prefix: 'audience.' })
    const total = await events.countAudience(queries, audience)
    if (total === 0) throw unprocessable('EMPTY_AUDIENCE', 'audience', 'is nobody')
    return { audience, place, total }
  }

  /** @throws 400; 422 */
  function parseSendAt(text: string | undefined, now: Date): Date {
    const sendAt = text === undefined ? now : parseMoment('sendAt', text)
    if (sendAt.getTime() - now.getTime() > furthestMs)
      throw unprocessable('TOO_FAR_AHEAD', 'sendAt', 'is more than a year ahead')
    return sendAt > now ? sendAt : now
  }

  /** @throws 404; what `change` throws */
  async function save(
    writer: Writer,
    id: string,
    change: (tx: Tx, broadcast: BroadcastRow) => Promise<BroadcastChanges>
  ): Promise<BroadcastRow> {
    return database.transaction(async (tx, afterCommit) => {
      const broadcast = await lockBroadcast(database, tx, id)
      if (!broadcast || !maySee(writer, broadcast)) throw notFound('Broadcast')
      const changes = await change(tx, broadcast)
      const saved = { ...changes, version: broadcast.version + 1, updatedAt: clock.now() }
      await updateBroadcast(database, tx, { id, changes: saved })
      if (saved.state === 'running') afterCommit(kick)
      return shownTo(writer, { ...broadcast, ...saved })
    })
  }

  return {
    /** @throws 400; 403; 422 */
    async preview(writer: Writer, named: AudienceFields): Promise<{ recipients: number; sample: string[] }> {
      const audience = parseAudience(named)
      const place = await rules.requireAllowed(database.read, writer, { audience, prefix: 'audience.' })
      const recipients = await events.countAudience(database.read, audience)
      if (!holds(writer.grants, 'user.read', place.organizationId)) return { recipients, sample: [] }
      const userIds = await events.nextOfAudience(database.read, { audience, after: '', limit: sampleSize })
      const names = await listNames(database, userIds)
      return { recipients, sample: names.map(({ name }) => name) }
    },

    /** Now, or at its time. @throws 400; 403; 422 */
    async create(writer: Writer, fields: BroadcastFields): Promise<BroadcastRow> {
      return database.transaction(async (tx, afterCommit) => {
        const now = clock.now()
        const sendAt = parseSendAt(fields.sendAt, now)
        const { audience, place, total } = await requireAudience(tx, writer, fields.audience)
        const isNow = sendAt <= now
        const broadcast: BroadcastRow = {
          ...{ id: createId('broadcast', now.getTime()), ...place, audience },
          ...{ title: fields.title.trim(), message: fields.message, link: fields.link ?? null },
          ...{ state: isNow ? 'running' : 'scheduled', sendAt, nextAttemptAt: sendAt },
          ...{ eventId: null, servedUpTo: null, total: isNow ? total : null, served: 0, attempts: 0, lastError: null },
          ...{ version: 1, createdBy: writer.userId, createdAt: now, updatedAt: now },
          ...{ startedAt: null, finishedAt: null }
        }
        await insertBroadcast(database, tx, broadcast)
        if (isNow) afterCommit(kick)
        return broadcast
      })
    },

    /** Their own, and those of organisations that they write to; the newest first. @throws 400 */
    async list(reader: Writer, query: BroadcastsParams): Promise<Page<BroadcastRow>> {
      const { limit = defaultPageSize, cursor, state, total } = query
      const organizationIds = organizationsWhere(reader.grants, 'notification.send')
      const request = { writerId: reader.userId, organizationIds, state }
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listBroadcasts(database, request, { limit: limit + 1, beforeId })
      return {
        ...toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => shownTo(reader, row) }),
        ...(total && { total: await countBroadcasts(database, request) })
      }
    },

    /** @throws 404 */
    async get(reader: Writer, id: string): Promise<BroadcastRow> {
      const broadcast = await findBroadcast(database, database.read, id)
      if (!broadcast || !maySee(reader, broadcast)) throw notFound('Broadcast')
      return shownTo(reader, broadcast)
    },

    /** For its writer, while it has not begun. @throws 400; 403; 404; 409 ILLEGAL_TRANSITION; 412; 422 */
    change(
      writer: Writer,
      id: string,
      { patch, check }: { patch: BroadcastPatch; check: Precondition }
    ): Promise<BroadcastRow> {
      return save(writer, id, async (tx, broadcast) => {
        if (broadcast.createdBy !== writer.userId) throw forbidden('Only who wrote it may change it')
        const state = nextBroadcastState('change', broadcast.state)
        check(broadcast)
        const { audience, sendAt: at, title = broadcast.title, message = broadcast.message, link } = patch
        const texts = { title: title.trim(), message, link: link === undefined ? broadcast.link : link }
        const changes = { ...texts, ...(await newAudience(tx, writer, { audience, broadcast })) }
        if (at === undefined) return changes
        const now = clock.now()
        const sendAt = parseSendAt(at, now)
        const began = sendAt <= now ? nextBroadcastState('start', state) : state
        return { ...changes, sendAt, nextAttemptAt: sendAt, state: began }
      })
    },

    /** Who was served stays so. @throws 404; 409 ILLEGAL_TRANSITION */
    cancel(writer: Writer, id: string): Promise<BroadcastRow> {
      return save(writer, id, async (_tx, { state }) => ({
        state: nextBroadcastState('cancel', state),
        finishedAt: clock.now()
      }))
    },

    /** Goes on behind the last who was served. @throws 403; 404; 409 ILLEGAL_TRANSITION; 422 */
    resume(writer: Writer, id: string): Promise<BroadcastRow> {
      return save(writer, id, async (tx, { state, audience }) => {
        const resumed = nextBroadcastState('resume', state)
        await requireStill(tx, writer, audience)
        return { state: resumed, attempts: 0, nextAttemptAt: clock.now(), finishedAt: null }
      })
    }
  }

  /** @throws 400; 403; 422 */
  async function newAudience(
    tx: Tx,
    writer: Writer,
    { audience: named, broadcast }: { audience: AudienceFields | undefined; broadcast: BroadcastRow }
  ): Promise<BroadcastChanges> {
    if (named) {
      const { audience, place } = await requireAudience(tx, writer, named)
      return { audience, ...place }
    }
    await requireStill(tx, writer, broadcast.audience)
    return {}
  }

  /** @throws 403 */
  async function requireStill(tx: Tx, writer: Writer, audience: EventAudience): Promise<void> {
    if (!(await rules.mayStill(tx, writer, audience))) throw forbidden('You may not write to this audience any more')
  }
}

/** Its writer, and who may write there. */
function maySee({ userId, grants }: Writer, { createdBy, organizationId }: BroadcastRow): boolean {
  return createdBy === userId || holds(grants, 'notification.send', organizationId)
}

/** The words of a failure of ours are for those who mend it; why it was cancelled is for all. */
function shownTo({ grants }: Writer, broadcast: BroadcastRow): BroadcastRow {
  const isForAll = broadcast.state === 'cancelled' || holds(grants, 'delivery.manage', null)
  return isForAll ? broadcast : { ...broadcast, lastError: null }
}

function parseAudience(named: AudienceFields): EventAudience {
  const audience = audienceOf(named)
  if (!audience) throw invalid('audience', 'must name one: userIds, courseId, cohortId, role, organizationId or all')
  return audience
}
