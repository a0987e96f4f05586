import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import {
  type CheckpointRow,
  countCheckpoints,
  deleteCheckpoint,
  type FoundCheckpoint,
  insertCheckpoint,
  isDoneByAnybody,
  listCheckpoints,
  lockCheckpoint,
  prepareFindCheckpoint,
  updateCheckpoint
} from './checkpoints.repository.js'
import type { CheckpointFields, CheckpointPatch, CheckpointsParams } from './checkpoints.schemas.js'
import { requireDay } from './cohorts.fields.js'
import type { CohortLookup, SeenCohort } from './cohorts.lookup.js'
import { type CohortTelling, checkpointFacts } from './cohorts.telling.js'

export interface CheckpointsDeps {
  database: Database
  clock: Clock
  lookup: CohortLookup
  telling: CohortTelling
}

export type CheckpointsService = ReturnType<typeof createCheckpointsService>

/** A checkpoint with the cohort that it is of. */
export interface SeenCheckpoint {
  checkpoint: FoundCheckpoint
  cohort: SeenCohort
}

const sort = 'week'
const what = 'Checkpoint'

/** What each learner of a cohort shows in a week. */
export function createCheckpointsService({ database, clock, lookup, telling }: CheckpointsDeps) {
  const find = prepareFindCheckpoint(database)

  /** @throws 404; 403 */
  async function requireSeen(
    viewer: Viewer,
    id: string,
    rule: 'requireInside' | 'requireRead' | 'requireRun'
  ): Promise<SeenCheckpoint> {
    const checkpoint = await find(id, viewer.userId)
    if (!checkpoint) throw notFound(what)
    return { checkpoint, cohort: await lookup[rule](viewer, checkpoint.cohortId, what) }
  }

  /** In a cohort that is over there is nothing to do for anybody. */
  async function tellMembers(
    tx: Tx,
    afterCommit: AfterCommit,
    { checkpoint, cohort, actorId }: { checkpoint: CheckpointRow; cohort: SeenCohort; actorId: string }
  ): Promise<void> {
    const data = { ...checkpointFacts(checkpoint, cohort), dueOn: checkpoint.dueOn }
    const event = { type: 'checkpoint_created', data, actorId, courseId: cohort.courseId } as const
    if (cohort.status === 'completed') await telling.users(tx, afterCommit, { userIds: [], event })
    else await telling.members(tx, afterCommit, { cohortId: cohort.id, event })
  }

  return {
    requireSeen,

    /** For members and staff. @throws 403; 404 */
    get: (actor: Viewer, id: string): Promise<SeenCheckpoint> => requireSeen(actor, id, 'requireInside'),

    /** By week. For members and staff. @throws 403; 404 */
    async list(
      actor: Viewer,
      cohortId: string,
      { limit = defaultPageSize, cursor, total }: CheckpointsParams
    ): Promise<{ cohort: SeenCohort; page: Page<FoundCheckpoint> }> {
      const cohort = await lookup.requireInside(actor, cohortId)
      const after = cursor === undefined ? undefined : decodePosition(cursor)
      const rows = await listCheckpoints(database, { cohortId, viewerId: actor.userId }, { limit: limit + 1, after })
      const page = toPage(rows, limit, { sort, key: ({ week, id }) => [week, id], present: (row) => row })
      return { cohort, page: total ? { ...page, total: await countCheckpoints(database, cohortId) } : page }
    },

    /** Its members are told. @throws 400; 403; 404 */
    async create(actor: Viewer, cohortId: string, fields: CheckpointFields): Promise<SeenCheckpoint> {
      const { week, title, instructions = '', dueOn = null } = fields
      if (dueOn !== null) requireDay('dueOn', dueOn)
      const cohort = await lookup.requireRun(actor, cohortId)
      const now = clock.now()
      const checkpoint: CheckpointRow = {
        id: createId('checkpoint', now.getTime()),
        ...{ cohortId, week, title: title.trim(), instructions, dueOn, version: 1 },
        ...{ createdBy: actor.userId, createdAt: now, updatedAt: now }
      }
      await database.transaction(async (tx, afterCommit) => {
        await insertCheckpoint(database, tx, checkpoint)
        await tellMembers(tx, afterCommit, { checkpoint, cohort, actorId: actor.userId })
      })
      return { checkpoint: { ...checkpoint, result: null }, cohort }
    },

    /** @throws 400; 403; 404; 412 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: CheckpointPatch; check: Precondition }
    ): Promise<SeenCheckpoint> {
      const { title, dueOn } = patch
      if (typeof dueOn === 'string') requireDay('dueOn', dueOn)
      const wanted = { ...patch, ...(title !== undefined && { title: title.trim() }) }
      const { checkpoint: found, cohort } = await requireSeen(actor, id, 'requireRun')
      const saved = await database.transaction(async (tx) => {
        const checkpoint = await lockCheckpoint(database, tx, id)
        if (!checkpoint) throw notFound(what)
        check(checkpoint)
        const isSame = Object.entries(wanted).every(
          ([name, value]) => value === checkpoint[name as keyof typeof wanted]
        )
        if (isSame) return checkpoint
        const changes = { ...wanted, version: checkpoint.version + 1, updatedAt: clock.now() }
        await updateCheckpoint(database, tx, { id, changes })
        return { ...checkpoint, ...changes }
      })
      return { checkpoint: { ...saved, result: found.result }, cohort }
    },

    /** @throws 403; 404; 409 CHECKPOINT_HAS_RESULTS; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      await requireSeen(actor, id, 'requireRun')
      await database.transaction(async (tx) => {
        const checkpoint = await lockCheckpoint(database, tx, id)
        if (!checkpoint) throw notFound(what)
        check(checkpoint)
        if (await isDoneByAnybody(database, tx, id)) {
          throw conflict('CHECKPOINT_HAS_RESULTS', 'Learners have done this checkpoint')
        }
        await deleteCheckpoint(database, tx, id)
      })
    }
  }
}

/** @throws 400 naming `cursor` */
function decodePosition(cursor: string): { week: number; id: string } {
  const [week, id] = decodeCursor(cursor, sort, ['number', 'string'])
  return { week: Number(week), id: String(id) }
}
