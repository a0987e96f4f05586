import type { Database } from '../../db/database.js'
import type { Lessons } from '../content/index.js'
import { findActivity } from './learners.repository.js'
import { progressOf } from './percent.js'

/** How far each of the learners has come in the course; null where nothing is required. */
export function createPercents({ database, lessons }: { database: Database; lessons: Pick<Lessons, 'publishedTree'> }) {
  return async (courseId: string, userIds: readonly string[]): Promise<Map<string, number | null>> => {
    const [tree, activity] = await Promise.all([
      lessons.publishedTree(courseId),
      findActivity(database, { courseId, userIds })
    ])
    return new Map(userIds.map((id) => [id, progressOf(tree, activity.get(id)?.completed ?? new Set()).percent]))
  }
}
