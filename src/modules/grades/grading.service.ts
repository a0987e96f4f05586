import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound, unprocessable } from '../../lib/errors.js'
import type { Audit } from '../audit/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Progress } from '../progress/index.js'
import { countingPoints } from './gradebook.js'
import type { GradebookReader, GradeItem } from './gradebook.repository.js'
import { gradeEntry } from './grades.entries.js'
import { gradeChanged, gradeRecorded } from './grades.events.js'
import {
  findItemTitle,
  type GradeChangeRow,
  type GradeChanges,
  type GradePlace,
  type GradeRow,
  insertChange,
  insertGrade,
  prepareLockGrade,
  updateGrade
} from './grades.repository.js'
import { blank, type Cause, changedGrade, changeLine, isShownAtOnce, settingOf } from './grading.changes.js'

export interface GradingDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'lock'>
  reader: GradebookReader
  progress: Pick<Progress, 'recheckLearner'>
  events: Pick<Events, 'emit'>
}

export type Grading = ReturnType<typeof createGrading>

export type GradeChangeSource = GradeChangeRow['source']

/** `points` null: the work earns nothing any more. */
export type RecordedGrade = GradePlace & Cause & { points: number | null; maxPoints: number }

/** `points` null: what was set is taken away. */
export interface SetGrade extends GradePlace, Cause {
  actorId: string
  points: number | null
  /** Of the grade as it is; version 0 where there is none. */
  check?: Precondition
  /** Whoever sets it tells the learner themself. */
  isSilent?: boolean
}

/** How grades come about: the one place where they change. Points are in hundredths. */
export function createGrading({ database, clock, audit, courses, reader, progress, events }: GradingDeps) {
  const lockGrade = prepareLockGrade(database)

  /**
   * Changes the grade, or makes it, with its line in the history. `changesOf` is given the grade as it stays until the
   * commit; where it changes nothing, nothing is written.
   */
  async function save(
    tx: Tx,
    place: GradePlace,
    { changesOf, ...cause }: Cause & { changesOf: (before: GradeRow) => GradeChanges }
  ): Promise<{ before: GradeRow; after: GradeRow; line?: GradeChangeRow | undefined }> {
    const known = await lockGrade(tx, place)
    const now = clock.now() // once it is locked: the history is in the order of what happened
    const before = known ?? blank(place, now)
    const isReleasedAtOnce = isShownAtOnce(place, await reader.settings(tx, place.courseId))
    const after = changedGrade(before, changesOf(before), { now, isReleasedAtOnce })
    if (!after) return { before, after: before }
    if (known) await updateGrade(database, tx, after)
    else if (!(await insertGrade(database, tx, after))) return save(tx, place, { changesOf, ...cause }) // another was faster
    const line = changeLine(before, after, cause)
    if (line) {
      await insertChange(database, tx, line)
      audit.record(tx, gradeEntry({ line, after }))
    }
    return { before, after, line }
  }

  /** What the learner is graded for; undefined for what is not there, or not theirs. */
  async function findItem(tx: Tx, { courseId, userId, kind, itemId }: GradePlace): Promise<GradeItem | undefined> {
    const item = (await reader.items(tx, courseId)).find((each) => each.kind === kind && each.itemId === itemId)
    if (!item?.cohortId) return item
    const cohorts = await reader.cohortsOf(tx, { courseId, userIds: [userId] })
    return cohorts.get(userId) === item.cohortId ? item : undefined
  }

  return {
    /**
     * What the work earned. What somebody set by hand goes on counting: where the work is worth something else now, the
     * same share of that. Tells nobody in person. Whoever records holds the lock of the course, because completion takes it.
     */
    async record(tx: Tx, afterCommit: AfterCommit, recorded: RecordedGrade): Promise<GradeRow> {
      const { courseId, userId, kind, itemId, points, maxPoints, source, reason, actorId } = recorded
      const changesOf = ({ setPoints, maxPoints: from }: GradeRow) => ({
        earnedPoints: points,
        maxPoints,
        setPoints: setPoints === null ? null : scaled(setPoints, from, maxPoints)
      })
      const place = { courseId, userId, kind, itemId }
      const { after, line } = await save(tx, place, { source, reason, actorId, changesOf })
      if (line) await events.emit(tx, afterCommit, gradeRecorded({ grade: after, source, actorId }))
      return after
    },

    /**
     * Sets what counts instead, also of a grade for something that is gone since; then who passes by it completes the
     * course. Tells the learner of what they may see.
     * @throws 403 OWN_WORK; 404; 412; 422 UNKNOWN_ITEM, INVALID_POINTS
     */
    async set(tx: Tx, afterCommit: AfterCommit, grade: SetGrade): Promise<GradeRow> {
      const { courseId, userId, kind, itemId, points, source, reason, actorId, check, isSilent = false } = grade
      if (userId === actorId) throw forbidden('Somebody else grades your work', 'OWN_WORK')
      const course = await courses.lock(tx, courseId)
      if (!course) throw notFound('Course')
      const item = await findItem(tx, grade)
      const changesOf = (before: GradeRow): GradeChanges => {
        check?.(before)
        const isThere = before.version > 0
        if (!isThere && !item) throw unknownItem('itemId')
        if (!isThere && points === null) throw notFound('Grade')
        return settingOf(before, { points, item, actorId })
      }
      const place = { courseId, userId, kind, itemId }
      const { before, after } = await save(tx, place, { source, reason, actorId, changesOf })
      if (countingPoints(after) === countingPoints(before)) return after
      await progress.recheckLearner(tx, afterCommit, { courseId, userId })
      const title = item?.title ?? (await findItemTitle(database, tx, place))
      const userIds = after.releasedAt !== null && !isSilent ? [userId] : []
      await events.emit(tx, afterCommit, gradeChanged({ course, title, grade: after, actorId, userIds }))
      return after
    }
  }
}

/** The same share of another maximum, half up. */
function scaled(points: number, from: number, to: number): number {
  return from === to || from === 0 ? points : Math.floor((2 * points * to + from) / (2 * from))
}

export function unknownItem(field: string): Error {
  return unprocessable('UNKNOWN_ITEM', field, 'is nothing that is graded there')
}
