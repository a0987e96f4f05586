import type { Database } from '../../db/database.js'
import type { PublishedRubric, Rubrics } from '../rubrics/index.js'
import type { AttemptRow } from './attempts.repository.js'

/**
 * By which an attempt is judged; null: without points. The project may have gone on to another one, and learners read no
 * rubrics but through what they hand in.
 */
export function createAttemptRubrics({
  database,
  rubrics
}: {
  database: Database
  rubrics: Pick<Rubrics, 'versions'>
}) {
  return async ({ rubricVersionId }: Pick<AttemptRow, 'rubricVersionId'>): Promise<PublishedRubric | null> => {
    if (rubricVersionId === null) return null
    return (await rubrics.versions(database.read, [rubricVersionId])).get(rubricVersionId) ?? null
  }
}

export type AttemptRubrics = ReturnType<typeof createAttemptRubrics>
