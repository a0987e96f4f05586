import type { Database } from '../../db/database.js'
import type { Courses, Viewer } from '../courses/index.js'
import { type EmptyLesson, findEmptyLessons, hasPublishedLesson } from './publish-check.repository.js'

export const findingCodes = ['NO_DESCRIPTION', 'NO_PUBLISHED_LESSON', 'EMPTY_LESSON'] as const

/** What learners would miss. */
export interface Finding {
  code: (typeof findingCodes)[number]
  /** Whether the course cannot be published like that; of the rest its mentor decides. */
  isBlocking: boolean
  lesson: EmptyLesson | null
}

export type PublishCheckService = ReturnType<typeof createPublishCheckService>

/** More than this nobody mends before they look again. */
const maxEmpty = 50

export function createPublishCheckService({
  database,
  courses
}: {
  database: Database
  courses: Pick<Courses, 'requireManaged'>
}) {
  return {
    /** @throws 403; 404 */
    async find(viewer: Viewer, ref: string): Promise<Finding[]> {
      const { id: courseId, description } = await courses.requireManaged(viewer, ref)
      const [isThereAny, empty] = await Promise.all([
        hasPublishedLesson(database, courseId),
        findEmptyLessons(database, { courseId, limit: maxEmpty })
      ])
      const findings: Finding[] = []
      if (description.trim() === '') findings.push({ code: 'NO_DESCRIPTION', isBlocking: true, lesson: null })
      if (!isThereAny) findings.push({ code: 'NO_PUBLISHED_LESSON', isBlocking: false, lesson: null })
      for (const lesson of empty) findings.push({ code: 'EMPTY_LESSON', isBlocking: false, lesson })
      return findings
    }
  }
}
