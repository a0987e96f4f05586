import type { Database, Queries, Tx } from '../../db/database.js'
import type { HandedIn, SubmissionDraft } from '../../db/schema/submissions.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { FoundCourse, Viewer } from '../courses/index.js'
import type { Files } from '../files/index.js'
import type { ProjectRow, Projects } from '../projects/index.js'
import { findOwnFiles } from './attempt-files.repository.js'
import { fileIdsOf, type GivenItem, nothingYet, readChecklist, readItems } from './handed-in.js'
import type { GivenDraft } from './handed-in.schemas.js'
import type { Moves } from './moves.js'
import type { SubmissionRow } from './moves.repository.js'
import { insertSubmission, lockOwn, updateDraft } from './submissions.repository.js'
import { isWritable } from './submissions.status.js'

export interface PreparingDeps {
  database: Database
  clock: Clock
  projects: Pick<Projects, 'requireLearnable'>
  files: Pick<Files, 'keep'>
  moves: Moves
}

/** A project that the learner may work on. */
export interface Work {
  project: ProjectRow
  course: FoundCourse
}

export type Preparing = ReturnType<typeof createPreparing>

/** How learners begin, and what they prepare before they hand it in. */
export function createPreparing({ database, clock, projects, files, moves }: PreparingDeps) {
  /** Their submission as it stays until the commit; a new one when there is none. */
  async function lockOrBegin(
    tx: Tx,
    { project, userId }: { project: ProjectRow; userId: string }
  ): Promise<{ submission: SubmissionRow; isNew: boolean }> {
    const place = { projectId: project.id, userId }
    const known = await lockOwn(database, tx, place)
    if (known) return { submission: known, isNew: false }
    const now = clock.now()
    const submission: SubmissionRow = {
      ...{ id: createId('submission', now.getTime()), ...place, courseId: project.courseId, status: 'draft' },
      ...{ attempts: 0, countedAttempts: 0, startedAt: now, submittedAt: null, decidedAt: null },
      ...{ version: 1, updatedAt: now }
    }
    if (await insertSubmission(database, tx, { ...submission, draft: nothingYet })) {
      await moves.begin(tx, submission)
      return { submission, isNew: true }
    }
    // Of two that begin at once the database takes one; the other waited for it, and finds it now.
    const other = await lockOwn(database, tx, place)
    if (!other) throw new Error('a submission was refused as the second, and there is no first')
    return { submission: other, isNew: false }
  }

  /** @throws 422 naming the item */
  async function readGiven(
    queries: Queries,
    { project, userId }: { project: ProjectRow; userId: string },
    items: readonly GivenItem[]
  ): Promise<HandedIn[]> {
    const own = await findOwnFiles(database, queries, { userId, fileIds: fileIdsOf(items) })
    return readItems(project, items, own)
  }

  /** At once: what nothing uses, the sweep takes. @throws 422 UNKNOWN_FILE, QUOTA_EXCEEDED */
  async function keepFiles(
    tx: Tx,
    actor: Viewer,
    { course, items }: { course: FoundCourse; items: readonly HandedIn[] }
  ) {
    const { organizationId } = course
    await files.keep(tx, actor, { fileIds: fileIdsOf(items), organizationId, field: 'items' })
  }

  return {
    lockOrBegin,
    readGiven,
    keepFiles,

    /** Again it gives what there is; what was withdrawn becomes a draft. @throws 404; 403 NOT_ENROLLED; 409 */
    async start(actor: Viewer, projectId: string): Promise<{ id: string; isNew: boolean }> {
      const { userId } = actor
      const { project } = await projects.requireLearnable(actor, projectId)
      return database.transaction(async (tx) => {
        const { submission, isNew } = await lockOrBegin(tx, { project, userId })
        if (submission.status === 'withdrawn') await moves.move(tx, { submission, move: 'start', actorId: userId })
        return { id: submission.id, isNew }
      })
    },

    /**
     * Begins, if they have not begun.
     * @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, PROJECT_NOT_OPEN, NOT_EDITABLE; 412; 422
     */
    async saveDraft(
      actor: Viewer,
      projectId: string,
      { given, check }: { given: GivenDraft; check: Precondition }
    ): Promise<string> {
      const { userId } = actor
      const { project, course } = await projects.requireLearnable(actor, projectId)
      return database.transaction(async (tx) => {
        const { submission, isNew } = await lockOrBegin(tx, { project, userId })
        check(isNew ? { version: 0 } : submission) // who has seen a version has not seen one that is new
        if (!isWritable(submission.status)) throw notEditable(submission)
        const draft: SubmissionDraft = {
          items: await readGiven(tx, { project, userId }, given.items),
          checklist: readChecklist(project, given.checklist ?? []),
          note: given.note ?? ''
        }
        await keepFiles(tx, actor, { course, items: draft.items })
        const saved = { ...submission, version: submission.version + 1, updatedAt: clock.now(), draft }
        await updateDraft(database, tx, saved)
        return submission.id
      })
    }
  }
}

function notEditable({ status }: SubmissionRow): Error {
  const isWaiting = status === 'submitted' || status === 'in_review'
  return conflict('NOT_EDITABLE', isWaiting ? 'It waits for its review' : `It is ${status}`)
}
