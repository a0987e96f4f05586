import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../../db/database.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { Grades } from '../grades/index.js'
import type { ProjectRow } from '../projects/index.js'
import type { Rubrics } from '../rubrics/index.js'
import type { SeenSubmission } from '../submissions/index.js'
import { type CriterionChange, compareCriteria, type JudgedAttempt } from './criteria.js'
import {
  type AttemptRow,
  findAttempt,
  findEarlierAttempt,
  listDecidedReviews,
  listThreadsSince
} from './diff.repository.js'
import { compareItems, type DeliverableChange, pairItems } from './differences.js'
import type { FeedbackAccess } from './feedback.access.js'
import { compareLines, type LineChanges } from './lines.js'
import { listFirstTexts, type ThreadRow } from './threads.repository.js'
import { statusOf } from './threads.status.js'

export interface DiffDeps {
  database: Database
  access: Pick<FeedbackAccess, 'requireSeen'>
  rubrics: Pick<Rubrics, 'versions'>
  grades: Pick<Grades, 'showsPoints'>
}

export interface ListedThread extends ThreadRow {
  firstText: string
}

export interface AttemptDiff {
  submissionId: string
  /** Null: there is none before it, and all is new. */
  from: AttemptRow | null
  to: AttemptRow
  deliverables: (DeliverableChange & { title: string | null })[]
  checklist: { ticked: TickedItem[]; unticked: TickedItem[] }
  note: LineChanges
  /** Null: the learner does not see points yet. */
  criteria: CriterionChange[] | null
  settled: ListedThread[]
  open: ListedThread[]
}

interface TickedItem {
  id: string
  /** Null: the project has it no more. */
  text: string | null
}

export type DiffService = ReturnType<typeof createDiffService>

/** What has changed from one attempt to another, and what came of what was said about the earlier one. */
export function createDiffService({ database, access, rubrics, grades }: DiffDeps) {
  /** The one asked for, or the last before it that was not withdrawn. @throws 422 UNKNOWN_ATTEMPT naming `from` */
  async function findFrom(submissionId: string, to: number, from: number | undefined): Promise<AttemptRow | null> {
    if (from === undefined) return (await findEarlierAttempt(database, { submissionId, number: to })) ?? null
    const attempt = from < to ? await findAttempt(database, { submissionId, number: from }) : undefined
    if (!attempt) throw unprocessable('UNKNOWN_ATTEMPT', 'from', 'must be an earlier attempt of the same submission')
    return attempt
  }

  /** By the last decision of each, and by the rubric that it is held to. */
  async function compareGiven(from: AttemptRow | null, to: AttemptRow): Promise<CriterionChange[]> {
    const attempts = from ? [from, to] : [to]
    const versionIds = attempts.flatMap(({ rubricVersionId }) => rubricVersionId ?? [])
    if (versionIds.length === 0) return []
    const attemptIds = attempts.map(({ id }) => id)
    const decided = await listDecidedReviews(database, attemptIds)
    const scores = new Map(decided.map((review) => [review.attemptId, review.scores]))
    const versions = await rubrics.versions(database.read, [...new Set(versionIds)])
    const judged = ({ id, rubricVersionId }: AttemptRow): JudgedAttempt => ({
      rubric: versions.get(rubricVersionId ?? ''),
      scores: scores.get(id)
    })
    return compareCriteria(from && judged(from), judged(to))
  }

  /** Who learns here and works on the course, too, is a learner of their own work. */
  async function maySeePoints({ isOwner, submission }: SeenSubmission): Promise<boolean> {
    const { courseId, userId, projectId } = submission
    return !isOwner || grades.showsPoints({ courseId, userId, kind: 'project', itemId: projectId })
  }

  async function listOfThen(from: AttemptRow | null): Promise<ListedThread[]> {
    const threads = from ? await listThreadsSince(database, from) : []
    if (threads.length === 0) return []
    const texts = await listFirstTexts(
      database,
      threads.map(({ id }) => id)
    )
    return threads.map((thread) => ({ ...thread, firstText: texts.get(thread.id) ?? '' }))
  }

  return {
    /** @throws 404; 422 UNKNOWN_ATTEMPT */
    async get(
      viewer: Viewer,
      submissionId: string,
      asked: { n: number; from: number | undefined }
    ): Promise<AttemptDiff> {
      const seen = await access.requireSeen(viewer, submissionId)
      const to = await findAttempt(database, { submissionId, number: asked.n })
      if (!to) throw notFound('Attempt')
      const from = await findFrom(submissionId, asked.n, asked.from)
      const threads = await listOfThen(from)
      return {
        submissionId,
        from,
        to,
        deliverables: await compareDeliverables(seen.project, from, to),
        checklist: compareChecklist(seen.project, from, to),
        note: compareLines(from?.content.note ?? '', to.content.note),
        criteria: (await maySeePoints(seen)) ? await compareGiven(from, to) : null,
        settled: threads.filter((thread) => statusOf(thread) === 'resolved'),
        open: threads.filter((thread) => statusOf(thread) === 'open')
      }
    }
  }
}

/** Others have a turn after each of them: a text may take long. */
async function compareDeliverables(
  { deliverables }: ProjectRow,
  from: AttemptRow | null,
  to: AttemptRow
): Promise<AttemptDiff['deliverables']> {
  const titles = new Map(deliverables.map(({ id, title }) => [id, title]))
  const changes: AttemptDiff['deliverables'] = []
  for (const pair of pairItems(from?.content.items ?? [], to.content.items, [...titles.keys()])) {
    const change = compareItems(pair)
    changes.push({ ...change, title: titles.get(change.deliverableId) ?? null })
    await breathe()
  }
  return changes
}

function compareChecklist(
  { checklist }: ProjectRow,
  from: AttemptRow | null,
  to: AttemptRow
): AttemptDiff['checklist'] {
  const texts = new Map(checklist.map(({ id, text }) => [id, text]))
  const [before, after] = [new Set(from?.content.checklist), new Set(to.content.checklist)]
  const without = (ids: Set<string>, others: Set<string>) =>
    [...ids].filter((id) => !others.has(id)).map((id) => ({ id, text: texts.get(id) ?? null }))
  return { ticked: without(after, before), unticked: without(before, after) }
}
