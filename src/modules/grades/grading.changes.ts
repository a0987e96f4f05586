import { unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { fromHundredths } from '../../lib/points.js'
import { countingPoints } from './gradebook.js'
import type { GradebookSettings, GradeItem } from './gradebook.repository.js'
import type { GradeChangeRow, GradeChanges, GradePlace, GradeRow } from './grades.repository.js'

/** By what a grade changes. `actorId` null: by itself. */
export interface Cause {
  source: GradeChangeRow['source']
  reason: string
  actorId: string | null
}

/** As one that is not there yet: nothing counts of it. */
export function blank(place: GradePlace, now: Date): GradeRow {
  const nothing = { earnedPoints: null, maxPoints: 0, setPoints: null, setBy: null, releasedAt: null }
  return { id: createId('grade', now.getTime()), ...place, ...nothing, version: 0, createdAt: now, updatedAt: now }
}

/** What points set by hand are out of: of a grade without work, what the item is worth now. */
export function settableOf(before: Pick<GradeRow, 'earnedPoints' | 'maxPoints'>, item: GradeItem | undefined): number {
  return item && before.earnedPoints === null ? item.maxPoints : before.maxPoints
}

/** What becomes of a grade of which points are set by hand, or with null taken away. @throws 422 INVALID_POINTS */
export function settingOf(
  before: GradeRow,
  { points, item, actorId }: { points: number | null; item: GradeItem | undefined; actorId: string }
): GradeChanges {
  // Who sets what is set already does not become the one who set it.
  if (points === before.setPoints) return {}
  if (points === null) return { setPoints: null, setBy: null }
  const maxPoints = settableOf(before, item)
  if (points > maxPoints) throw invalidPoints(maxPoints, 'points')
  return { setPoints: points, setBy: actorId, maxPoints }
}

/** The grade with its changes; undefined where they change nothing. */
export function changedGrade(
  before: GradeRow,
  changes: GradeChanges,
  { now, isReleasedAtOnce }: { now: Date; isReleasedAtOnce: boolean }
): GradeRow | undefined {
  const changed = { ...before, ...changes }
  const isSame = Object.keys(changes).every(
    (name) => before[name as keyof GradeRow] === changed[name as keyof GradeRow]
  )
  if (isSame && before.version > 0) return undefined
  const isToRelease = changed.releasedAt === null && isReleasedAtOnce && countingPoints(changed) !== null
  const releasedAt = isToRelease ? now : changed.releasedAt
  return { ...changed, releasedAt, version: before.version + 1, updatedAt: now }
}

/** A quiz says itself what it shows. */
export function isShownAtOnce({ kind }: Pick<GradePlace, 'kind'>, { release }: GradebookSettings): boolean {
  return kind === 'quiz' || release === 'at_once'
}

/** The line of the history; undefined where something else counts as little as before. */
export function changeLine(before: GradeRow, after: GradeRow, cause: Cause): GradeChangeRow | undefined {
  const [was, is] = [countingOf(before), countingOf(after)]
  if (was.points === is.points && was.maxPoints === is.maxPoints) return undefined
  const { updatedAt: at, id: gradeId } = after
  return {
    ...{ id: createId('gradeChange', at.getTime()), gradeId, ...cause, at },
    ...{ beforePoints: was.points, beforeMaxPoints: was.maxPoints },
    ...{ afterPoints: is.points, afterMaxPoints: is.maxPoints }
  }
}

function countingOf(grade: GradeRow) {
  const points = countingPoints(grade)
  return { points, maxPoints: points === null ? null : grade.maxPoints }
}

export function invalidPoints(maxPoints: number, field: string): Error {
  const message = `must be 0 to ${fromHundredths(maxPoints)}, with at most two decimals`
  return unprocessable('INVALID_POINTS', field, message)
}
