import { hash } from 'node:crypto'
import { etagOf } from '../../http/etag.js'
import type { AnswerRow, AttemptHead } from './attempts.repository.js'

/**
 * Another number as soon as an answer or a grade is another. An attempt has no counter that is raised by every change: it
 * is saved far more often than anybody asks.
 */
export function gradesVersion({ status }: Pick<AttemptHead, 'status'>, answers: Iterable<AnswerRow>): number {
  const facts = [...answers]
    .map(({ questionId, savedAt, points, feedback }) => [questionId, savedAt.getTime(), points, feedback])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
  return Number.parseInt(hash('sha256', JSON.stringify([status, facts]), 'hex').slice(0, 12), 16)
}

/** What `If-Match` of a grader is held to. */
export function attemptEtag({ attempt, answers }: { attempt: AttemptHead; answers: ReadonlyMap<string, AnswerRow> }) {
  return etagOf({ version: gradesVersion(attempt, answers.values()) })
}
