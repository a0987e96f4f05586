import type { Database } from '../../db/database.js'
import { countingPoints } from './gradebook.js'
import type { GradebookReader } from './gradebook.repository.js'
import { findGradeAt, type GradePlace } from './grades.repository.js'
import { isShownAtOnce } from './grading.changes.js'

export interface PointsVisibilityDeps {
  database: Database
  reader: Pick<GradebookReader, 'settings'>
}

/**
 * Whether a learner sees the points that reviews gave their work: with their grade; and while there is none, because changes
 * are asked for, where grades are shown at once.
 */
export function createShowsPoints({ database, reader }: PointsVisibilityDeps) {
  return async (place: GradePlace): Promise<boolean> => {
    const grade = await findGradeAt(database, place)
    if (grade && countingPoints(grade) !== null) return grade.releasedAt !== null
    return isShownAtOnce(place, await reader.settings(database.read, place.courseId))
  }
}
