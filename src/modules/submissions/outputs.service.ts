import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, invalid, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import type { Projects } from '../projects/index.js'
import { readLink } from './handed-in.js'
import { prepareLockSubmission, type SubmissionRow } from './moves.repository.js'
import {
  countOutputs,
  deleteOutput,
  findOutput,
  insertOutput,
  listOutputs,
  type OutputRow
} from './outputs.repository.js'
import type { OutputFields } from './outputs.schemas.js'
import type { Preparing } from './preparing.service.js'
import type { SubmissionLookup } from './submissions.lookup.js'
import type { ListParams } from './submissions.schemas.js'
import { isDecided } from './submissions.status.js'

export interface OutputsDeps {
  database: Database
  clock: Clock
  projects: Pick<Projects, 'requireLearnable'>
  lookup: SubmissionLookup
  preparing: Preparing
}

export type OutputsService = ReturnType<typeof createOutputsService>

/** More than anybody logs by hand. */
const maxOutputs = 500
/** The newest first. */
const sort = '-createdAt'

/** What comes out on the way, as learners log it. */
export function createOutputsService({ database, clock, projects, lookup, preparing }: OutputsDeps) {
  const lock = prepareLockSubmission(database)

  return {
    /** Begins, if they have not begun. @throws 400; 404; 403 NOT_ENROLLED; 409 SUBMISSION_DECIDED, TOO_MANY_OUTPUTS; 422 */
    async log(actor: Viewer, projectId: string, { what, link = null, ...time }: OutputFields): Promise<OutputRow> {
      const { userId } = actor
      const minutes = minutesOf(time)
      const { project } = await projects.requireLearnable(actor, projectId)
      if (link !== null) readLink(link, 'link')
      return database.transaction(async (tx) => {
        const { submission } = await preparing.lockOrBegin(tx, { project, userId })
        requireUndecided(submission)
        if ((await countOutputs(database, tx, submission.id)) >= maxOutputs) {
          throw conflict('TOO_MANY_OUTPUTS', `There can be ${maxOutputs} of them`)
        }
        const now = clock.now()
        const id = createId('output', now.getTime())
        const row = { id, submissionId: submission.id, what: what.trim(), link, minutes, createdAt: now }
        await insertOutput(database, tx, row)
        return row
      })
    },

    /** @throws 400; 404 */
    async list(
      viewer: Viewer,
      submissionId: string,
      { limit = defaultPageSize, cursor, total }: ListParams
    ): Promise<Page<OutputRow>> {
      await lookup.requireSeen(viewer, submissionId)
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listOutputs(database, submissionId, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countOutputs(database, database.read, submissionId) } : page
    },

    /** One's own. What an attempt says it took stays as it is. @throws 404; 403; 409 SUBMISSION_DECIDED */
    async remove(actor: Viewer, id: string): Promise<void> {
      const output = await findOutput(database, id)
      if (!output) throw notFound('Output')
      const { isOwner } = await lookup.requireSeen(actor, output.submissionId)
      if (!isOwner) throw forbidden('It is the work of somebody else')
      await database.transaction(async (tx) => {
        const submission = await lock(tx, output.submissionId)
        if (submission) requireUndecided(submission)
        if (!(await deleteOutput(database, tx, id))) throw notFound('Output')
      })
    }
  }
}

/** @throws 400 */
function minutesOf({ hours, minutes }: Pick<OutputFields, 'hours' | 'minutes'>): number {
  if (hours !== undefined && minutes !== undefined) throw invalid('minutes', 'or hours, not both')
  return minutes ?? Math.round((hours ?? 0) * 60)
}

/** @throws 409 */
function requireUndecided({ status }: SubmissionRow): void {
  if (isDecided(status)) throw conflict('SUBMISSION_DECIDED', `It is ${status}`)
}
