import type { Queries } from '../../db/database.js'
import { gradesByLearner, itemsFor, totalsOver } from './gradebook.js'
import type { GradebookReader } from './gradebook.repository.js'
import { isPassed } from './totals.js'

/**
 * Those of the learners who have the pass mark, with nothing for what they lack: whatever is released, or as they see it
 * themselves.
 */
export function createPassedOf(reader: GradebookReader) {
  return async (
    queries: Queries,
    {
      courseId,
      userIds,
      asSeen = false
    }: { courseId: string; userIds: readonly string[]; asSeen?: boolean | undefined }
  ): Promise<Set<string>> => {
    if (userIds.length === 0) return new Set()
    const { mode, passMark } = await reader.settings(queries, courseId)
    const items = await reader.items(queries, courseId)
    const cohorts = await reader.cohortsOf(queries, { courseId, userIds })
    const all = await reader.grades(queries, { courseId, userIds })
    const grades = gradesByLearner(asSeen ? all.filter(({ releasedAt }) => releasedAt !== null) : all)
    const passes = (userId: string) =>
      isPassed(totalsOver(itemsFor(items, cohorts.get(userId) ?? null), mode, grades.get(userId)), passMark)
    return new Set(userIds.filter(passes))
  }
}
