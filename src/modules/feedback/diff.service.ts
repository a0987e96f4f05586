import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from '../../db/database.js'
import type { CriterionScore } from '../../db/schema/reviews.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { ProjectRow } from '../projects/index.js'
import type { PublishedRubric, Rubrics } from '../rubrics/index.js'
import type { SeenSubmission } from '../submissions/index.js'
import {
  type AttemptRow,
  findAttempt,
  findEarlierAttempt,
  isGradeReleased,
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
}

/** What a criterion was given. Points are in hundredths. */
export interface Given {
  points: number
  levelId: string | null
  levelTitle: string | null
}

export interface CriterionChange {
  criterionId: string
  title: string
  /** Null: that attempt was not judged by it. */
  before: Given | null
  after: Given | null
  /** Both attempts were judged, and not alike. */
  isMoved: boolean
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
export function createDiffService({ database, access, rubrics }: DiffDeps) {
  /** The one asked for, or the last before it that was not withdrawn. @throws 422 UNKNOWN_ATTEMPT naming `from` */
  async function findFrom(submissionId: string, to: number, from: number | undefined): Promise<AttemptRow | null> {
    if (from === undefined) return (await findEarlierAttempt(database, { submissionId, number: to })) ?? null
    const attempt = from < to ? await findAttempt(database, { submissionId, number: from }) : undefined
    if (!attempt) throw unprocessable('UNKNOWN_ATTEMPT', 'from', 'must be an earlier attempt of the same submission')
    return attempt
  }

  async function compareCriteria(from: AttemptRow | null, to: AttemptRow): Promise<CriterionChange[]> {
    const attempts = from ? [from, to] : [to]
    const ids = attempts.flatMap(({ rubricVersionId }) => rubricVersionId ?? [])
    if (ids.length === 0) return []
    const attemptIds = attempts.map(({ id }) => id)
    const decided = await listDecidedReviews(database, attemptIds)
    const scores = new Map(decided.map((review) => [review.attemptId, review.scores]))
    const versions = await rubrics.versions(database.read, [...new Set(ids)])
    const judged = (attempt: AttemptRow | null): Judged | null => {
      const rubric = versions.get(attempt?.rubricVersionId ?? '')
      const given = attempt && scores.get(attempt.id)
      return rubric && given ? { rubric, given } : null
    }
    return changesOf(judged(from), judged(to))
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
        criteria: (await maySeePoints(seen)) ? await compareCriteria(from, to) : null,
        settled: threads.filter((thread) => statusOf(thread) === 'resolved'),
        open: threads.filter((thread) => statusOf(thread) === 'open')
      }
    }
  }

  async function maySeePoints({ isStaff, submission }: SeenSubmission): Promise<boolean> {
    return isStaff || (await isGradeReleased(database, submission))
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

interface Judged {
  rubric: PublishedRubric
  given: readonly CriterionScore[]
}

/** In the order of the later rubric; what only the earlier one has comes after that. */
function changesOf(from: Judged | null, to: Judged | null): CriterionChange[] {
  const [before, after] = [givenBy(from), givenBy(to)]
  const titles = new Map<string, string>()
  for (const criterion of [...(to?.rubric.criteria ?? []), ...(from?.rubric.criteria ?? [])]) {
    if (!titles.has(criterion.id)) titles.set(criterion.id, criterion.title)
  }
  return [...titles].flatMap(([criterionId, title]) => {
    const [was, is] = [before.get(criterionId) ?? null, after.get(criterionId) ?? null]
    if (!was && !is) return []
    const isMoved = from !== null && to !== null && (was?.points !== is?.points || was?.levelId !== is?.levelId)
    return { criterionId, title, before: was, after: is, isMoved }
  })
}

function givenBy(judged: Judged | null): Map<string, Given> {
  if (!judged) return new Map()
  const levels = judged.rubric.criteria.flatMap((criterion) => criterion.levels)
  const titles = new Map(levels.map(({ id, title }) => [id, title]))
  return new Map(
    judged.given.map(({ criterionId, points, levelId }) => {
      const levelTitle = levelId === null ? null : (titles.get(levelId) ?? null)
      return [criterionId, { points, levelId, levelTitle }]
    })
  )
}
