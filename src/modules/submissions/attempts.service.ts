import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { SubmissionDraft } from '../../db/schema/submissions.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { ProjectRow, Projects } from '../projects/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { ReviewQueue } from '../reviews/index.js'
import { insertAttemptFiles } from './attempt-files.repository.js'
import {
  type AttemptHead,
  type AttemptRow,
  countAttempts,
  insertAttempt,
  listAttempts,
  markWithdrawn,
  minutesSinceLast,
  prepareFindAttempt
} from './attempts.repository.js'
import { fileIdsOf, givenOf, nothingYet, readChecklist, requireWhole, stillAsked } from './handed-in.js'
import type { GivenAttempt } from './handed-in.schemas.js'
import type { Moves } from './moves.js'
import { prepareLockSubmission, type SubmissionRow } from './moves.repository.js'
import type { Preparing, Work } from './preparing.service.js'
import type { SubmissionLookup } from './submissions.lookup.js'
import { findWaitingOf, readDraft } from './submissions.repository.js'
import type { ListParams } from './submissions.schemas.js'
import { nextSubmissionStatus } from './submissions.status.js'

export interface AttemptsDeps {
  database: Database
  clock: Clock
  projects: Pick<Projects, 'requireLearnable' | 'lockOpen' | 'termsOf' | 'latenessOf'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  /** Made later, and called only when a request has come. */
  queue: Pick<ReviewQueue, 'enqueue' | 'cancel'>
  carryThreads: (tx: Tx, attempt: { submissionId: string; number: number }) => Promise<void>
  events: Pick<Events, 'emit'>
  lookup: SubmissionLookup
  preparing: Preparing
  moves: Moves
}

export type AttemptsService = ReturnType<typeof createAttemptsService>

type Actor = Viewer & Pick<Principal, 'username'>

/**
 * More than anybody needs. What is withdrawn counts against no project, and stays: without an end to it one learner could
 * fill the database, and wake the reviewers as often.
 */
const maxKept = 200
/** The newest first. */
const sort = '-number'

/** What is handed in: each attempt is written once and stays as it is. */
export function createAttemptsService(deps: AttemptsDeps) {
  const { database, clock, projects, reviewers, queue, carryThreads, events, lookup, preparing, moves } = deps
  const lock = prepareLockSubmission(database)
  const find = prepareFindAttempt(database)

  /** What of the attempt is not named is as the draft says. @throws 422 naming what is wrong */
  async function readContent(
    tx: Tx,
    { project, submission }: { project: ProjectRow; submission: SubmissionRow },
    given: GivenAttempt
  ): Promise<SubmissionDraft> {
    const { userId } = submission
    const draft = stillAsked(project, (await readDraft(database, tx, submission.id)) ?? nothingYet)
    const content = {
      items: await preparing.readGiven(tx, { project, userId }, given.items ?? draft.items.map(givenOf)),
      checklist: readChecklist(project, given.checklist ?? draft.checklist),
      note: given.note ?? draft.note
    }
    requireWhole(project, content)
    return content
  }

  /** @throws 409 SUBMISSION_CLOSED */
  async function latenessOf(tx: Tx, { project, course, userId, at }: Work & { userId: string; at: Date }) {
    const { timeZone } = course
    const { dueAt, closesAt } = await projects.termsOf(tx, { project, timeZone, userId })
    if (closesAt && at >= closesAt) {
      const details = { closedAt: [closesAt.toISOString()] }
      throw conflict('SUBMISSION_CLOSED', 'Nothing is taken for this project any more', details)
    }
    return { dueAt, ...projects.latenessOf(project, { dueAt, timeZone, at }) }
  }

  /** All reviewers of the course, and never the learner. */
  async function tellReviewers(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, project, course, attempt }: Work & { actor: Actor; attempt: AttemptRow }
  ): Promise<void> {
    const { id: courseId, title: courseTitle } = course
    const { submissionId, number } = attempt
    const userIds = (await reviewers.reviewersOf(tx, courseId)).filter((id) => id !== actor.userId)
    const what = { courseId, courseTitle, projectId: project.id, projectTitle: project.title, submissionId }
    await events.emit(tx, afterCommit, {
      type: 'submission_submitted',
      data: { ...what, learnerId: actor.userId, learnerUsername: actor.username, attempt: number },
      audience: { userIds },
      actorId: actor.userId,
      courseId
    })
  }

  /** Of a locked one that waits and that nobody reviews. @throws 409 ILLEGAL_TRANSITION */
  async function withdrawLocked(
    tx: Tx,
    { submission, actorId, reason }: { submission: SubmissionRow; actorId: string | null; reason: string }
  ): Promise<void> {
    const changes = { countedAttempts: submission.countedAttempts - 1 }
    const { updatedAt: at } = await moves.move(tx, { submission, move: 'withdraw', actorId, reason, changes })
    await markWithdrawn(database, tx, { submissionId: submission.id, number: submission.attempts, at })
  }

  return {
    /**
     * All or nothing. Whoever has not begun begins with it.
     * @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, PROJECT_NOT_OPEN, ILLEGAL_TRANSITION, NO_ATTEMPTS_LEFT,
     * SUBMISSION_CLOSED; 422
     */
    async submit(actor: Actor, projectId: string, given: GivenAttempt = {}): Promise<AttemptRow> {
      const { userId } = actor
      const at = clock.now() // when it came: that it waits for others makes nobody late
      const { course } = await projects.requireLearnable(actor, projectId)
      return database.transaction(async (tx, afterCommit) => {
        const project = await projects.lockOpen(tx, projectId)
        const { submission } = await preparing.lockOrBegin(tx, { project, userId })
        nextSubmissionStatus('submit', submission.status)
        if (project.maxAttempts !== null && submission.countedAttempts >= project.maxAttempts) {
          throw conflict('NO_ATTEMPTS_LEFT', 'You have used all attempts at this project')
        }
        if (submission.attempts >= maxKept) {
          throw conflict('NO_ATTEMPTS_LEFT', `There can be ${maxKept} attempts, with those that were withdrawn`)
        }
        const lateness = await latenessOf(tx, { project, course, userId, at })
        const content = await readContent(tx, { project, submission }, given)
        await preparing.keepFiles(tx, actor, { course, items: content.items })
        const attempt: AttemptRow = {
          ...{ id: createId('attempt', at.getTime()), submissionId: submission.id, number: submission.attempts + 1 },
          ...{ projectId, courseId: course.id, userId, rubricVersionId: project.rubricVersionId },
          ...{ submittedAt: at, ...lateness, withdrawnAt: null, content },
          minutes: await minutesSinceLast(database, tx, submission.id)
        }
        await insertAttempt(database, tx, attempt)
        await insertAttemptFiles(database, tx, { attemptId: attempt.id, fileIds: fileIdsOf(content.items) })
        const counted = { attempts: attempt.number, countedAttempts: submission.countedAttempts + 1 }
        // The next attempt begins with what this one was.
        const changes = { ...counted, submittedAt: at, draft: content }
        await moves.move(tx, { submission, move: 'submit', actorId: userId, changes })
        await carryThreads(tx, attempt)
        await queue.enqueue(tx, { attempt, round: 1, reviewHours: project.reviewHours })
        await tellReviewers(tx, afterCommit, { actor, project, course, attempt })
        return attempt
      })
    },

    /** By its learner, also when they have lost access. @throws 404; 403; 409 ILLEGAL_TRANSITION, UNDER_REVIEW */
    async withdraw(actor: Viewer, submissionId: string, reason: string): Promise<void> {
      const { isOwner } = await lookup.requireSeen(actor, submissionId)
      if (!isOwner) throw forbidden('It is the work of somebody else')
      await database.transaction(async (tx) => {
        const isCancelled = await queue.cancel(tx, submissionId)
        const submission = await lock(tx, submissionId)
        if (!submission) throw notFound('Submission')
        if (submission.status === 'submitted' && !isCancelled) {
          // Since we looked: its request is there now, and would go on waiting for what is withdrawn.
          throw conflict('ILLEGAL_TRANSITION', 'It began to wait for a review at this very moment: look at it again')
        }
        await withdrawLocked(tx, { submission, actorId: actor.userId, reason })
      })
    },

    /** Of an account that is removed: nothing of theirs waits, not even what somebody reviews just now. */
    async withdrawAll(tx: Tx, userId: string): Promise<void> {
      for (const id of await findWaitingOf(database, tx, userId)) {
        const isCancelled = await queue.cancel(tx, id, { isForced: true })
        const submission = await lock(tx, id)
        if (!isCancelled || submission?.status !== 'submitted') continue // it was decided since we looked
        await withdrawLocked(tx, { submission, actorId: null, reason: 'The account was removed' })
      }
    },

    /** @throws 404 */
    async get(viewer: Viewer, submissionId: string, n: number): Promise<AttemptRow> {
      await lookup.requireSeen(viewer, submissionId)
      const attempt = await find(submissionId, n)
      if (!attempt) throw notFound('Attempt')
      return attempt
    },

    /** @throws 400; 404 */
    async list(
      viewer: Viewer,
      submissionId: string,
      { limit = defaultPageSize, cursor, total }: ListParams
    ): Promise<Page<AttemptHead>> {
      await lookup.requireSeen(viewer, submissionId)
      const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, sort, ['number'])[0])
      const rows = await listAttempts(database, submissionId, { limit: limit + 1, before })
      const page = toPage(rows, limit, { sort, key: ({ number }) => [number], present: (row) => row })
      return total ? { ...page, total: await countAttempts(database, submissionId) } : page
    }
  }
}
