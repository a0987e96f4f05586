import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import type { CopyRubrics } from '../rubrics/index.js'
import { readForClone, readTimeZone } from './clone.repository.js'
import { newNumbers } from './projects.numbers.js'
import { insertProjects } from './projects.repository.js'

export interface ProjectClone {
  /** Of the lessons: old id -> new id. */
  lessonIds: ReadonlyMap<string, string>
  courseId: string
  newCourseId: string
  newOrganizationId: string
  actorId: string
}
export type CloneProjects = (tx: Tx, afterCommit: AfterCommit, clone: ProjectClone) => Promise<void>

/**
 * The projects of a course in another one whose lessons are there already. Each keeps its status and has a number of its
 * own. Dates, extensions and what was handed in do not come along, and what is archived stays behind. Deliverables keep
 * their ids: they name nothing outside of their project.
 */
export function createCloneProjects({
  database,
  clock,
  copyRubrics
}: {
  database: Database
  clock: Clock
  copyRubrics: CopyRubrics
}): CloneProjects {
  return async (tx, _afterCommit, { lessonIds, courseId, newCourseId, newOrganizationId, actorId }) => {
    const rows = await readForClone(database, tx, courseId)
    if (rows.length === 0) return
    const now = clock.now()
    const timeZone = await readTimeZone(database, tx, newCourseId)
    const numbers = await newNumbers(database, tx, { now, timeZone, count: rows.length })
    const versionIds = [...new Set(rows.flatMap(({ rubricVersionId }) => rubricVersionId ?? []))]
    const rubrics = await copyRubrics(tx, { versionIds, organizationId: newOrganizationId, actorId })
    const fresh = { courseId: newCourseId, version: 1, createdBy: actorId, createdAt: now, updatedAt: now }
    await insertProjects(
      database,
      tx,
      rows.map((row, i) => ({
        ...row,
        ...fresh,
        id: createId('project', now.getTime()),
        number: numbers[i] ?? '',
        dueAt: null,
        announcedAt: null,
        lessonId: lessonIds.get(row.lessonId ?? '') ?? null,
        rubricVersionId: rubrics.get(row.rubricVersionId ?? '') ?? null
      }))
    )
  }
}
