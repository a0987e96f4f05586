import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Completion } from './completion.service.js'
import { saveReports } from './progress.repository.js'
import { listCourses, type MissedPass, prepareFindMissedPasses } from './rebuild.repository.js'

export interface RebuildDeps {
  database: Database
  clock: Clock
  completion: Pick<Completion, 'completeFinished' | 'hasFinished'>
}

/** What was missing, and is there now. */
export interface Rebuilt {
  lessons: number
  enrolments: number
}

/**
 * Makes good what is kept and could be derived: lessons whose quiz was passed are completed, and so are the active
 * enrolments that lack nothing. Looks at a course without a lock first: a sound database is only read. Percentages are
 * kept nowhere.
 */
export function createRebuild({ database, clock, completion }: RebuildDeps) {
  const findMissedPasses = prepareFindMissedPasses(database)

  async function rebuildCourse(courseId: string): Promise<Rebuilt> {
    const missed = await findMissedPasses(courseId)
    if (missed.length === 0 && !(await completion.hasFinished({ courseId }))) return { lessons: 0, enrolments: 0 }
    return database.transaction(async (tx, afterCommit) => {
      if (missed.length > 0) await saveReports(database, tx, toReports(missed, courseId))
      return { lessons: missed.length, enrolments: await completion.completeFinished(tx, afterCommit, { courseId }) }
    })
  }

  function toReports(missed: readonly MissedPass[], courseId: string) {
    return missed.map(({ passedAt, ...lesson }) => {
      const at = passedAt ?? clock.now()
      return { ...lesson, courseId, positionMs: 0, resumeMs: undefined, completedAt: at, at }
    })
  }

  /** All courses; `onChange` hears of each that was not sound. */
  return async (onChange: (course: { id: string; title: string } & Rebuilt) => void): Promise<Rebuilt> => {
    const total = { lessons: 0, enrolments: 0 }
    for (const course of await listCourses(database)) {
      const { lessons, enrolments } = await rebuildCourse(course.id)
      if (lessons + enrolments > 0) onChange({ ...course, lessons, enrolments })
      total.lessons += lessons
      total.enrolments += enrolments
    }
    return total
  }
}
